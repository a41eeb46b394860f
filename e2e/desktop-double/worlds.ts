/**
 * The two worlds of a page, as Electron keeps them: the preload runs in an isolated one (a real isolated world of
 * Chromium, with its own globals), the page in the main one, and `contextBridge` is the only way across. The worlds
 * share nothing but the document, on which they speak by events whose contents are cloned at the border.
 *
 * These functions run in Chromium: they are sent there as text and see nothing of this file.
 */

export const worldName = 'Electron Isolated Context';
export const bindingName = 'desktopDoubleSend';

declare global {
  interface Window {
    desktopDoubleSend?: (text: string) => void;
    desktopDoubleHear?: (text: string) => void;
    desktopDoubleKnow?: (files: readonly KnownFile[]) => void;
  }
}

/** A File that came from the system has a path, which only the system knows. */
export interface KnownFile {
  readonly name: string;
  readonly size: number;
  readonly modified: number;
  readonly path: string;
}

/** Main world: builds what `contextBridge` exposes. Anything else of the preload stays out of reach. */
export function mainWorld(): void {
  if (window !== window.top) return;
  type Shape = { readonly functions: readonly string[]; readonly values: Readonly<Record<string, unknown>> };
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let calls = 0;
  let returned: { kind: string; value?: unknown; message?: string } | null = null;

  document.addEventListener('double:return', (event) => {
    returned = (event as CustomEvent).detail;
  });
  document.addEventListener('double:settle', (event) => {
    const { call, error, value } = (event as CustomEvent).detail;
    const promise = promises.get(call);
    promises.delete(call);
    if (error === undefined) promise?.resolve(value);
    else promise?.reject(new Error(error));
  });

  document.addEventListener('double:expose', (event) => {
    const { name, shape } = (event as CustomEvent<{ name: string; shape: Shape }>).detail;
    const api: Record<string, unknown> = { ...shape.values };
    for (const method of shape.functions) {
      api[method] = (...args: unknown[]) => {
        calls += 1;
        const call = calls;
        returned = null;
        document.dispatchEvent(new CustomEvent('double:call', { detail: { call, name, method, args } }));
        const answer = returned as { kind: string; value?: unknown; message?: string } | null;
        if (answer === null) throw new Error('An object could not be cloned.');
        if (answer.kind === 'error') throw new Error(answer.message);
        if (answer.kind === 'value') return answer.value;
        return new Promise((resolve, reject) => promises.set(call, { resolve, reject }));
      };
    }
    Object.defineProperty(window, name, { value: Object.freeze(api), enumerable: true });
  });
}

/** Isolated world: what a sandboxed preload may require, and the preload itself. */
export function isolatedWorld(
  run: (require: unknown, process: unknown) => void,
  appOrigin: string,
  platform: string,
): void {
  if (window !== window.top || window.location.protocol === 'about:') return;
  const send = window.desktopDoubleSend as (text: string) => void;
  const tell = (message: object) => send(JSON.stringify(message));
  const dispatch = (type: string, detail: object) =>
    document.dispatchEvent(new CustomEvent(type, { detail }));
  const ports = new Map<number, MessagePort>();
  const invokes = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, Set<(event: object, data: unknown) => void>>();
  const exposed = new Map<string, Record<string, unknown>>();
  const files = new Map<string, string>();
  const keyOf = (name: string, size: number, modified: number) => `${name}:${size}:${Math.floor(modified)}`;
  let numbers = 0;

  window.desktopDoubleKnow = (known) => {
    for (const { name, size, modified, path } of known) files.set(keyOf(name, size, modified), path);
  };
  window.desktopDoubleHear = (text) => {
    const message = JSON.parse(text);
    if (message.type === 'port') ports.get(message.port)?.postMessage(message.data);
    if (message.type === 'closePort') ports.get(message.port)?.close();
    if (message.type === 'answer') {
      const call = invokes.get(message.call);
      invokes.delete(message.call);
      if (message.error === undefined) call?.resolve(message.value);
      else call?.reject(new Error(message.error));
    }
    if (message.type === 'send')
      for (const listener of listeners.get(message.channel) ?? []) listener({}, message.data);
  };

  // A page of `app://studio` is at another address here, see addresses.ts.
  const postMessage = window.postMessage.bind(window) as (...args: unknown[]) => void;
  window.postMessage = ((message: unknown, target: unknown, transfer: unknown) =>
    postMessage(
      message,
      target === appOrigin ? window.location.origin : target,
      transfer,
    )) as typeof window.postMessage;

  document.addEventListener('double:call', (event) => {
    const { call, name, method, args } = (event as CustomEvent).detail;
    const api = exposed.get(name) ?? {};
    try {
      const value = (api[method] as (...given: unknown[]) => unknown)(...args);
      if (!(value instanceof Promise)) return void dispatch('double:return', { kind: 'value', value });
      dispatch('double:return', { kind: 'promise' });
      value.then(
        (settled) => dispatch('double:settle', { call, value: settled }),
        (error) => dispatch('double:settle', { call, error: String(error) }),
      );
    } catch (error) {
      dispatch('double:return', { kind: 'error', message: String(error) });
    }
  });

  const electron = {
    contextBridge: {
      exposeInMainWorld(name: string, api: Record<string, unknown>) {
        if (exposed.has(name)) throw new Error(`Cannot bind an API on top of an existing property: ${name}`);
        exposed.set(name, api);
        const entries = Object.entries(api);
        const functions = entries.filter(([, value]) => typeof value === 'function').map(([key]) => key);
        const values = Object.fromEntries(entries.filter(([, value]) => typeof value !== 'function'));
        dispatch('double:expose', { name, shape: { functions, values } });
      },
    },
    ipcRenderer: {
      postMessage(channel: string, data: unknown, transfer: MessagePort[] = []) {
        const ids = transfer.map((port) => {
          numbers += 1;
          const id = numbers;
          ports.set(id, port);
          port.onmessage = (event) => tell({ type: 'port', port: id, data: event.data });
          return id;
        });
        tell({ type: 'send', channel, data: structuredClone(data), ports: ids });
      },
      send: (channel: string, data: unknown) =>
        tell({ type: 'send', channel, data: structuredClone(data), ports: [] }),
      invoke(channel: string, data: unknown) {
        numbers += 1;
        const call = numbers;
        tell({ type: 'invoke', call, channel, data: structuredClone(data) });
        return new Promise((resolve, reject) => invokes.set(call, { resolve, reject }));
      },
      on(channel: string, listener: (event: object, data: unknown) => void) {
        const known = listeners.get(channel) ?? new Set();
        listeners.set(channel, known.add(listener));
      },
    },
    webUtils: {
      getPathForFile: (file: File) => files.get(keyOf(file.name, file.size, file.lastModified)) ?? '',
    },
  };
  const require = (name: string) => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`);
    return electron;
  };
  run(require, { platform, contextIsolated: true, sandboxed: true });
}

/** The text that Chromium runs in the isolated world of each new document. */
export function isolatedSource(preload: string, appOrigin: string, platform: string): string {
  const run = `(require, process) => { const module = { exports: {} }; const exports = module.exports;\n${preload}\n}`;
  return `(${isolatedWorld})(${run}, ${JSON.stringify(appOrigin)}, ${JSON.stringify(platform)});`;
}

export const mainSource = `(${mainWorld})();`;
