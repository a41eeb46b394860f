/**
 * The only code between a page and main. It gives the page one object: a way to open its channel, and two that take
 * files, whose paths the page never sees. Everything else travels over the channel, guarded at its other end.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import {
  appOrigin,
  bridgeName,
  type DesktopBridge,
  desktopChannels,
  portMessage,
} from '../contracts/desktop-bridge.ts';

const bridge: DesktopBridge<File> = {
  platform: process.platform,

  connect() {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage(desktopChannels.connect, null, [port2]);
    // The page's own world hears it, and nothing that is not this page.
    window.postMessage(portMessage, appOrigin, [port1]);
  },

  async importFiles(files) {
    const paths = files.map((file) => webUtils.getPathForFile(file));
    const withoutPath = paths.flatMap((path, index) => (path === '' ? index : []));
    const answer = await ipcRenderer.invoke(
      desktopChannels.importPaths,
      paths.filter((path) => path !== ''),
    );
    return { answer, withoutPath };
  },

  async addModel(file, licence, description) {
    const path = webUtils.getPathForFile(file);
    return path === '' ? null : ipcRenderer.invoke(desktopChannels.addModel, { path, licence, description });
  },
};

contextBridge.exposeInMainWorld(bridgeName, bridge);
