/**
 * Pictures come through the sealed connection, so no address can name them: they are fetched as blobs, shown as
 * object URLs, and the small ones are kept on the phone for the time without the studio. Large ones are let go after
 * a few others, because each is tens of megabytes once it is decoded.
 */
import type { PictureKind } from '../../../contracts/companion/capture.ts';
import type { StudioPictureKind } from '../../../contracts/companion/studio-picture.ts';
import type { PhoneMemory } from '../outbox/phone-memory.ts';

const largeKept = 4;
const smallKept = 200;

export interface PictureName {
  readonly kind: PictureKind | StudioPictureKind;
  /** Of the capture, or of the picture that the studio sent. */
  readonly id: string;
  /** Of a capture's result, so that a new version is another picture; null for everything else. */
  readonly resultId: string | null;
}

interface Entry {
  readonly name: PictureName;
  url: string | null;
  blob: Blob | null;
  /** How much of it came, 0..1. */
  share: number;
  readonly listeners: Set<() => void>;
}

export type FetchPicture = (name: PictureName, onShare: (share: number) => void) => Promise<Blob>;

export class PictureCache {
  readonly #fetch: FetchPicture;
  readonly #memory: PhoneMemory | null;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  #large: string[] = [];

  constructor(fetch: FetchPicture, memory: PhoneMemory | null, now: () => number) {
    this.#fetch = fetch;
    this.#memory = memory;
    this.#now = now;
  }

  /** Null until it is here. */
  url(name: PictureName): string | null {
    return this.#entries.get(keyOf(name))?.url ?? null;
  }

  /** How much of it came, 0..1. */
  share(name: PictureName): number {
    return this.#entries.get(keyOf(name))?.share ?? 0;
  }

  /** Loads it, now or when the studio is there. @returns stops listening */
  subscribe(name: PictureName, listener: () => void): () => void {
    const entry = this.#entry(name);
    entry.listeners.add(listener);
    if (entry.url === null) void this.#load(entry).catch(() => {});
    return () => entry.listeners.delete(listener);
  }

  /** The whole picture, for saving and sharing. @throws StudioFailure when it cannot be had now */
  async blob(name: PictureName): Promise<Blob> {
    const entry = this.#entry(name);
    return entry.blob ?? (await this.#load(entry));
  }

  /** What the phone had itself. */
  remember(name: PictureName, blob: Blob): void {
    this.#set(this.#entry(name), blob);
    void this.#keep(name, blob);
  }

  /** The studio is back, or has more: asks again for what could not be had. */
  retry(): void {
    for (const entry of this.#entries.values()) {
      if (entry.url === null && entry.listeners.size > 0) void this.#load(entry).catch(() => {});
    }
  }

  async clear(): Promise<void> {
    for (const { url } of this.#entries.values()) if (url !== null) URL.revokeObjectURL(url);
    this.#entries.clear();
    this.#large = [];
    await this.#memory?.clear('pictures');
  }

  #entry(name: PictureName): Entry {
    const key = keyOf(name);
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { name, url: null, blob: null, share: 0, listeners: new Set() };
      this.#entries.set(key, entry);
    }
    return entry;
  }

  readonly #underWay = new Map<Entry, Promise<Blob>>();

  #load(entry: Entry): Promise<Blob> {
    const running = this.#underWay.get(entry);
    if (running !== undefined) return running;
    const loading = this.#read(entry).finally(() => this.#underWay.delete(entry));
    this.#underWay.set(entry, loading);
    return loading;
  }

  async #read(entry: Entry): Promise<Blob> {
    const small = isSmall(entry.name);
    const kept = small ? await this.#memory?.get('pictures', keyOf(entry.name)) : undefined;
    const blob =
      kept?.blob ??
      (await this.#fetch(entry.name, (share) => {
        entry.share = share;
        if (!small) wake(entry);
      }));
    if (kept === undefined && small) void this.#keep(entry.name, blob);
    this.#set(entry, blob);
    return blob;
  }

  #set(entry: Entry, blob: Blob): void {
    if (entry.url !== null) URL.revokeObjectURL(entry.url);
    entry.blob = blob;
    entry.url = URL.createObjectURL(blob);
    entry.share = 1;
    if (!isSmall(entry.name)) this.#letGo(keyOf(entry.name));
    wake(entry);
  }

  #letGo(newest: string): void {
    this.#large = [...this.#large.filter((key) => key !== newest), newest];
    for (const key of this.#large.slice(0, -largeKept)) {
      const entry = this.#entries.get(key);
      if (entry === undefined || entry.listeners.size > 0) continue;
      if (entry.url !== null) URL.revokeObjectURL(entry.url);
      this.#entries.delete(key);
      this.#large = this.#large.filter((other) => other !== key);
    }
  }

  async #keep(name: PictureName, blob: Blob): Promise<void> {
    const memory = this.#memory;
    if (memory === null) return;
    try {
      await memory.put('pictures', { blob, usedAt: this.#now() }, keyOf(name));
      const keys = await memory.getAllKeysFromIndex('pictures', 'usedAt');
      for (const key of keys.slice(0, Math.max(0, keys.length - smallKept)))
        await memory.delete('pictures', key);
    } catch {
      // The phone is full: pictures are fetched again instead.
    }
  }
}

const keyOf = ({ kind, id, resultId }: PictureName): string => `${kind}/${id}/${resultId ?? ''}`;

const smallKinds: ReadonlySet<PictureName['kind']> = new Set([
  'thumbnail',
  'resultThumbnail',
  'pictureThumbnail',
  // Black and white, and decoded for a moment only.
  'filledMask',
]);

const isSmall = ({ kind }: PictureName): boolean => smallKinds.has(kind);

function wake(entry: Entry): void {
  for (const listener of [...entry.listeners]) listener();
}
