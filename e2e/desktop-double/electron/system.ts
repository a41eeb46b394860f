/** The smaller parts of the system: theme, screens, power, shell, pictures, the session and its permissions. */
import { EventEmitter } from 'node:events';
import { app, requireBeforeReady, requireReady } from './app.ts';
import { served, stage, system } from './facts.ts';
import { handlers, type ProtocolHandler } from './server.ts';
import { contentsById } from './web-contents.ts';

class NativeTheme extends EventEmitter {
  #source: 'system' | 'dark' | 'light' = 'system';
  get themeSource() {
    return this.#source;
  }
  set themeSource(source) {
    const was = this.shouldUseDarkColors;
    this.#source = source;
    this.changed(was);
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? system.isDark : this.#source === 'dark';
  }
  changed(was: boolean): void {
    if (was === this.shouldUseDarkColors) return;
    void stage.setColourScheme(this.shouldUseDarkColors ? 'dark' : 'light');
    this.emit('updated');
  }
}
export const nativeTheme = new NativeTheme();

class Screen extends EventEmitter {
  getAllDisplays() {
    requireReady('screen');
    return system.displays.map((area, id) => ({ id, bounds: area, workArea: area, scaleFactor: 1 }));
  }
  getPrimaryDisplay() {
    return this.getAllDisplays()[0];
  }
}
export const screen = new Screen();

export const powerMonitor = new EventEmitter();

const blockers = new Map<number, string>();
let blockerNumbers = 0;
export const powerSaveBlocker = {
  start(type: string): number {
    requireReady('powerSaveBlocker');
    blockerNumbers += 1;
    blockers.set(blockerNumbers, type);
    return blockerNumbers;
  },
  stop: (id: number) => blockers.delete(id),
  isStarted: (id: number) => blockers.has(id),
};

/** Turns bytes around, so that what lies on disk is not what was sealed. */
const turned = (bytes: Uint8Array) => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
export const safeStorage = {
  async isAsyncEncryptionAvailable(): Promise<boolean> {
    requireReady('safeStorage');
    return true;
  },
  encryptStringAsync: async (text: string) => turned(Buffer.from(text)),
  decryptStringAsync: async (bytes: Buffer) => ({ result: turned(bytes).toString(), shouldReEncrypt: false }),
  getSelectedStorageBackend: () => 'gnome_libsecret',
};

export const asked = { links: [] as string[], inFolder: [] as string[], paths: [] as string[] };
export const shell = {
  openExternal: async (url: string) => void asked.links.push(url),
  showItemInFolder: (path: string) => void asked.inFolder.push(path),
  async openPath(path: string): Promise<string> {
    asked.paths.push(path);
    return '';
  },
};

class NativeImage {
  addRepresentation(): void {}
  setTemplateImage(): void {}
  isEmpty(): boolean {
    return false;
  }
}
export const nativeImage = {
  createEmpty: () => new NativeImage(),
  createFromBuffer: () => new NativeImage(),
  createFromBitmap: () => new NativeImage(),
  createFromPath: () => new NativeImage(),
};

export const privilegedSchemes: unknown[] = [];
export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly unknown[]): void {
    requireBeforeReady('protocol.registerSchemesAsPrivileged');
    privilegedSchemes.push(...schemes);
  },
  handle(scheme: string, handler: ProtocolHandler): void {
    requireReady('protocol.handle');
    handlers.set(scheme, handler);
  },
};

type RequestHandler = (
  contents: unknown,
  permission: string,
  answer: (granted: boolean) => void,
  details: { requestingUrl: string; isMainFrame: boolean },
) => void;
type CheckHandler = (
  contents: unknown,
  permission: string,
  origin: string,
  details: { requestingUrl: string; isMainFrame: boolean },
) => boolean;

class Session extends EventEmitter {
  readonly protocol = protocol;
  request: RequestHandler | null = null;
  check: CheckHandler | null = null;
  device: ((details: object) => boolean) | null = null;
  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: ((details: object) => boolean) | null): void {
    this.device = handler;
  }
}
const defaultSession = new Session();
export const session = {
  get defaultSession() {
    requireReady('session');
    return defaultSession;
  },
};

/** Where no handler was set, Electron grants. */
served.isPermitted = async (window: number, permission: string, requestingUrl: string) => {
  const contents = contentsById.get(window) ?? null;
  const details = { requestingUrl, isMainFrame: true };
  const check = defaultSession.check?.(contents, permission, requestingUrl, details) ?? true;
  const request = await new Promise<boolean>((resolve) => {
    if (defaultSession.request === null) resolve(true);
    else defaultSession.request(contents, permission, resolve, details);
  });
  return { check, request };
};

export const powerBlockers = () => [...blockers.values()];
export const isSandboxed = () => app.isSandboxed;
