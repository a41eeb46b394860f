/**
 * Photos on their way from the camera to the studio: kept on the phone first, sent when the studio is there, and the
 * phone's other pages hear of both.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { PhoneApi } from '../../../contracts/companion/phone-api.ts';
import { hashFile } from '../outbox/hash-file.ts';
import type { Leases } from '../outbox/lease.ts';
import type { Kept, Outbox } from '../outbox/outbox.ts';
import { smallPicture } from '../outbox/small-picture.ts';
import { Uploader } from '../outbox/uploader.ts';
import type { CaptureList } from './capture-list.ts';
import type { CompanionState } from './companion-state.ts';
import type { PictureCache } from './picture-cache.ts';
import type { TabChannel } from './tab-channel.ts';

export interface KeptPhotosParts {
  readonly api: PhoneApi;
  readonly outbox: Outbox;
  readonly leases: Leases;
  readonly pictures: PictureCache;
  readonly tabs: TabChannel;
  readonly list: CaptureList;
  readonly store: StoreApi<CompanionState>;
  readonly now: () => number;
}

export class KeptPhotos {
  readonly #outbox: Outbox;
  readonly #uploader: Uploader;
  readonly #pictures: PictureCache;
  readonly #tabs: TabChannel;
  readonly #list: CaptureList;
  readonly #store: StoreApi<CompanionState>;
  readonly #now: () => number;

  constructor({ api, outbox, leases, pictures, tabs, list, store, now }: KeptPhotosParts) {
    this.#outbox = outbox;
    this.#pictures = pictures;
    this.#tabs = tabs;
    this.#list = list;
    this.#store = store;
    this.#now = now;
    this.#uploader = new Uploader(api, outbox, leases, {
      onChange: () => this.#onChange(),
      onHeldUp: (heldUp) => store.setState({ heldUp }),
      onSent: (kept) => this.#onSent(kept),
      onProgress: (sha256, share) => {
        tabs.tell({ type: 'sending', sha256, share });
        list.setSending(sha256, share);
      },
    });
  }

  #onChange(): void {
    this.#tabs.tell({ type: 'outbox' });
    void this.read();
  }

  #onSent(kept: Kept): void {
    if (kept.small !== null) {
      this.#pictures.remember({ kind: 'thumbnail', id: kept.sha256, resultId: null }, kept.small);
    }
    this.#onChange();
  }

  /** Hears what the phone's other pages do with them. @returns stops listening */
  listen(): () => void {
    return this.#tabs.listen((message) => {
      if (message.type === 'outbox') void this.read();
      else this.#list.setSending(message.sha256, message.share);
    });
  }

  /** Lists those that are there. */
  async read(): Promise<void> {
    this.#list.setKept(await this.#outbox.list());
  }

  /** Those that the studio will have, where it is there. */
  send(): void {
    if (this.#store.getState().standing === 'connected') void this.#uploader.wake();
  }

  stop(): void {
    this.#uploader.stop();
  }

  /** Keeps each, then sends them; `reading` counts those that are still to be kept. */
  async add(files: readonly File[]): Promise<void> {
    this.#store.setState(({ reading }) => ({ reading: reading + files.length }));
    for (const file of files) {
      try {
        const [sha256, small] = await Promise.all([hashFile(file), smallPicture(file)]);
        if (!this.#list.has(sha256)) {
          const kept = { sha256, name: file.name, byteLength: file.size, addedAt: this.#now(), small };
          await this.#outbox.add({ ...kept, refused: null }, file);
        }
        this.#store.setState({ chosen: sha256 });
      } catch {
        this.#store.setState({
          trouble: 'This photo could not be kept. Free some space on the phone, then take it again.',
        });
      }
      this.#store.setState(({ reading }) => ({ reading: reading - 1 }));
      await this.read();
    }
    this.#tabs.tell({ type: 'outbox' });
    this.send();
  }

  async remove(sha256: string): Promise<void> {
    await this.#outbox.remove(sha256);
    this.#tabs.tell({ type: 'outbox' });
    await this.read();
  }

  /** One that the studio refused. */
  async sendAgain(sha256: string): Promise<void> {
    await this.#outbox.retry(sha256);
    await this.read();
    this.send();
  }
}
