/** `ipcMain` and message ports: what a preload sends comes out here as Electron documents it. */
import { EventEmitter } from 'node:events';
import type { FrameFacts, PreloadMessage } from '../agreement.ts';
import { served, stage } from './facts.ts';
import { contentsById, type WebContents } from './web-contents.ts';

type Handler = (event: object, ...args: unknown[]) => unknown;

class IpcMain extends EventEmitter {
  readonly handlers = new Map<string, Handler>();
  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  }
  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }
}
export const ipcMain = new IpcMain();

/** Holds what arrives until it is started, as its namesake does. */
export class MessagePortMain extends EventEmitter {
  readonly #post: (data: unknown) => void;
  readonly #tellClosed: () => void;
  #held: unknown[] | null = [];
  #isOpen = true;

  constructor(post: (data: unknown) => void, tellClosed: () => void) {
    super();
    this.#post = post;
    this.#tellClosed = tellClosed;
  }

  postMessage(message: unknown): void {
    // What cannot be cloned throws, as it does across processes.
    if (this.#isOpen) this.#post(structuredClone(message));
  }
  start(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const data of held) this.emit('message', { data, ports: [] });
  }
  close(): void {
    if (!this.#isOpen) return;
    this.#tellClosed();
    this.closed();
  }
  arrived(data: unknown): void {
    if (this.#held !== null) this.#held.push(data);
    else this.emit('message', { data, ports: [] });
  }
  /** The other end has gone. */
  closed(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.emit('close');
  }
}

function reply(window: number, message: PreloadMessage): void {
  void stage.toPreload(window, JSON.stringify(message));
}

served.fromPreload = async (window: number, text: string, frame: FrameFacts) => {
  const sender = contentsById.get(window);
  if (sender === undefined) return;
  const message = JSON.parse(text) as PreloadMessage;
  if (message.type === 'port') sender.ports.get(message.port)?.arrived(message.data);
  if (message.type === 'closePort') sender.ports.get(message.port)?.closed();
  if (message.type === 'send') {
    const ports = message.ports.map((id) => openPort(sender, id));
    ipcMain.emit(message.channel, eventOf(sender, frame, ports), message.data);
  }
  if (message.type === 'invoke') {
    const { call, channel, data } = message;
    const handler = ipcMain.handlers.get(channel);
    try {
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      const value = structuredClone(await handler(eventOf(sender, frame, []), data));
      reply(window, { type: 'answer', call, value });
    } catch (error) {
      reply(window, { type: 'answer', call, error: String(error) });
    }
  }
};

function openPort(sender: WebContents, id: number): MessagePortMain {
  const port = new MessagePortMain(
    (data) => reply(sender.id, { type: 'port', port: id, data }),
    () => reply(sender.id, { type: 'closePort', port: id }),
  );
  sender.ports.set(id, port);
  return port;
}

function eventOf(sender: WebContents, { url, isMain }: FrameFacts, ports: readonly MessagePortMain[]) {
  const top = { url: sender.getURL(), parent: null };
  const senderFrame = isMain ? { url, parent: null, top: null } : { url, parent: top, top };
  return { sender, senderFrame, ports, processId: 1, frameId: 1, reply: () => {} };
}
