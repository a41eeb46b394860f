/** The application's menu: the platform's own roles where there is one, the studio's words for the rest. */
import type { MenuItemConstructorOptions } from 'electron';
import type { Place } from '../../contracts/desktop.ts';

export interface MenuActions {
  importPhotos(): void;
  importFolder(): void;
  show(place: Place): void;
  toggleQueue(): void;
  pauseOrResume(): void;
  retryFailed(): void;
  openDataFolder(): void;
  openLogs(): void;
}

export interface MenuState {
  readonly platform: NodeJS.Platform;
  readonly product: string;
  readonly isPaused: boolean;
  /** While developing: reload and the inspector. */
  readonly forDevelopers: boolean;
}

export function menuTemplate(state: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  const onMac = state.platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const settings: MenuItemConstructorOptions = {
    id: 'settings',
    label: 'Settings…',
    accelerator: 'CommandOrControl+,',
    click: () => actions.show({ kind: 'settings' }),
  };
  const application: MenuItemConstructorOptions = {
    label: state.product,
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
  return [
    ...(onMac ? [application] : []),
    {
      label: '&File',
      submenu: [
        {
          id: 'import',
          label: 'Add photos…',
          accelerator: 'CommandOrControl+O',
          click: () => actions.importPhotos(),
        },
        {
          id: 'importFolder',
          label: 'Add a folder…',
          accelerator: 'CommandOrControl+Shift+O',
          click: () => actions.importFolder(),
        },
        separator,
        ...(onMac ? [{ role: 'close' as const }] : [settings, separator, { role: 'quit' as const }]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'delete' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&Queue',
      submenu: [
        {
          id: 'pause',
          label: state.isPaused ? 'Resume' : 'Pause',
          accelerator: 'CommandOrControl+Shift+P',
          click: () => actions.pauseOrResume(),
        },
        { id: 'retryFailed', label: 'Try all failed photos again', click: () => actions.retryFailed() },
        separator,
        { id: 'toggleQueue', label: 'Show the queue', click: () => actions.toggleQueue() },
      ],
    },
    {
      label: '&View',
      submenu: [
        {
          id: 'library',
          label: 'Library',
          accelerator: 'CommandOrControl+L',
          click: () => actions.show({ kind: 'library' }),
        },
        { id: 'phones', label: 'Phones', click: () => actions.show({ kind: 'phones' }) },
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...(state.forDevelopers
          ? [separator, { role: 'reload' as const }, { role: 'toggleDevTools' as const }]
          : []),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { id: 'dataFolder', label: 'Open the data folder', click: () => actions.openDataFolder() },
        { id: 'logs', label: 'Open the logs', click: () => actions.openLogs() },
        ...(onMac ? [] : [separator, { role: 'about' as const }]),
      ],
    },
  ];
}
