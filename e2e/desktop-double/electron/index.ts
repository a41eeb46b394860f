/**
 * A double of Electron's documented API for the main process, as far as the studio uses it. It runs in the studio's
 * own process in place of the module `electron`; its windows are pages that the stage opens in a real Chromium.
 * What Electron forbids (things before or after the app is ready, values that cannot be cloned) throws here too.
 */
import type { ControlAction, DesktopState } from '../agreement.ts';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { dialog, dialogs } from './dialogs.ts';
import { isPrevented, served, system } from './facts.ts';
import { ipcMain, MessagePortMain } from './ipc-main.ts';
import { Menu, Tray } from './menus.ts';
import { Notification } from './notifications.ts';
import {
  asked,
  isSandboxed,
  nativeImage,
  nativeTheme,
  powerBlockers,
  powerMonitor,
  powerSaveBlocker,
  privilegedSchemes,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
} from './system.ts';
import { UtilityProcess, utilityProcess } from './utility-process.ts';

served.state = (): DesktopState => ({
  windows: BrowserWindow.getAllWindows().map(({ facts }) => facts),
  notifications: Notification.shown.map(({ title, body, isOpen }) => ({ title, body, isOpen })),
  dialogs: dialogs.standing,
  menu: Menu.application?.facts ?? [],
  tray: Tray.current && { toolTip: Tray.current.toolTip, menu: Tray.current.menu?.facts ?? [] },
  badge: app.badge,
  openedLinks: asked.links,
  shownInFolder: asked.inFolder,
  openedPaths: asked.paths,
  powerSaveBlockers: powerBlockers(),
  themeSource: nativeTheme.themeSource,
  isSandboxed: isSandboxed(),
  privilegedSchemes,
  utilities: [...UtilityProcess.alive].map(({ serviceName, environment, pid }) => ({
    serviceName,
    environment,
    pid: pid ?? 0,
  })),
});

served.control = (action: ControlAction) => {
  const [window] = BrowserWindow.getAllWindows();
  switch (action.do) {
    case 'answerDialog':
      return dialogs.answer(action.id, action.value);
    case 'clickNotification': {
      const notification = Notification.shown[action.index];
      if (notification) notification.isOpen = false;
      notification?.emit('click', {});
      return;
    }
    case 'clickMenu':
      return Menu.application?.click(action.id);
    case 'clickTray':
      return Tray.current?.menu?.click(action.id);
    case 'focus':
      return action.isFocused ? window?.focus() : window?.blur();
    case 'moveWindow':
      return window?.setBounds(action.bounds);
    case 'closeWindow':
      return window?.close();
    case 'quit':
      return app.quit();
    case 'openFile':
      return void isPrevented(app, 'open-file', {}, action.path);
    case 'openUrl':
      return void isPrevented(app, 'open-url', {}, action.url);
    case 'activate':
      return void app.emit('activate', {}, false);
    case 'shutdown':
      return void isPrevented(powerMonitor, 'shutdown');
    case 'systemTheme': {
      const was = nativeTheme.shouldUseDarkColors;
      system.isDark = action.isDark;
      return nativeTheme.changed(was);
    }
  }
};

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessagePortMain,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
};
