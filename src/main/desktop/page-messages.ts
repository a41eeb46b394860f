/** The one door for messages of pages: nothing else listens to `ipcMain`. What is not trusted gets no answer. */
import {
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  ipcMain,
  type MessagePortMain,
  type WebContents,
} from 'electron';
import type { z } from 'zod';
import { StudioFailure } from '../../contracts/failure.ts';
import { toWireFailure } from '../../contracts/wire-failure.ts';
import type { Log } from '../library/log.ts';
import { isTrusted } from './trusted-sender.ts';

export class PageMessages {
  readonly #log: Log;
  readonly #ourContents = new Set<number>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** From now on until it is destroyed, what this window's page says is heard. */
  trust(contents: WebContents): void {
    const { id } = contents;
    this.#ourContents.add(id);
    contents.once('destroyed', () => this.#ourContents.delete(id));
  }

  /** The page that a port comes from; only the window's own page gets that far. */
  onPort(channel: string, listener: (contents: WebContents, port: MessagePortMain) => void): void {
    ipcMain.on(channel, (event) => {
      const [port, ...more] = event.ports;
      if (port === undefined) return;
      if (more.length === 0 && this.#isTrusted(event, channel)) listener(event.sender, port);
      else for (const each of event.ports) each.close();
    });
  }

  /** Answers `{value}` or `{failure}`: an error would lose its code on the way. */
  onCall<Schema extends z.ZodType>(
    channel: string,
    schema: Schema,
    handle: (value: z.infer<Schema>) => Promise<unknown>,
  ): void {
    ipcMain.handle(channel, async (event, value: unknown) => {
      try {
        if (!this.#isTrusted(event, channel))
          throw new StudioFailure('unexpected', { reason: 'refused: the sender is not the window' });
        return { value: await handle(schema.parse(value)) };
      } catch (error) {
        return { failure: toWireFailure(error) };
      }
    });
  }

  #isTrusted({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent, channel: string): boolean {
    const frame = senderFrame === null ? null : { url: senderFrame.url, isMain: senderFrame.parent === null };
    if (isTrusted({ contentsId: sender.id, frame }, this.#ourContents)) return true;
    this.#log.warn({ channel, from: frame?.url }, 'a message from a stranger was refused');
    return false;
  }
}
