/**
 * A studio in memory for the phone's page and its browser tests: the contract's calls and events, photographs that
 * were drawn, work that only takes a moment. It is no part of the product.
 */
import type { Capture, Verdict } from '../../../contracts/companion/capture.ts';
import type { Notice, PhoneEvent } from '../../../contracts/companion/events.ts';
import type {
  PhoneAnswer,
  PhoneApi,
  PhoneArgument,
  PhoneMethod,
} from '../../../contracts/companion/phone-api.ts';
import type { StudioPicture } from '../../../contracts/companion/studio-picture.ts';
import type { TellingOffer } from '../../../contracts/companion/telling.ts';
import { type FailureCode, StudioFailure } from '../../../contracts/failure.ts';
import type { Step } from '../../../contracts/progress.ts';

export const drawnEyes = 18;

/** Of the drawings in .cache/studio-media. */
export interface Truth {
  width: number;
  height: number;
  iris: { cx: number; cy: number; a: number };
}

export interface PlayingOptions {
  truths: readonly Truth[];
  /** Milliseconds that one photo takes. */
  workMs: number;
  /** Milliseconds that one chunk takes; null waits for `letThrough`. */
  chunkMs: number | null;
  /** Milliseconds until the studio says what it thinks of a photo; null waits for `judge`. */
  lookMs: number | null;
  offer: Partial<TellingOffer>;
}

interface Upload {
  sha256: string;
  name: string;
  byteLength: number;
  bytes: Uint8Array[];
  offset: number;
}

const stepsUntil: readonly (readonly [number, Step])[] = [
  [0.08, 'preparing'],
  [0.22, 'finding'],
  [0.4, 'reflections'],
  [0.92, 'enhancing'],
  [1, 'finishing'],
];
const fullMs = 8200;
const pieceBytes = 512 * 1024;

export const idOf = (index: number): string => (index + 1).toString(16).padStart(64, '0');

/** Of a picture that the studio sends. */
export const pictureIdOf = (index: number): string =>
  `${(index + 1).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;

/** Now; shortly before midnight a little earlier, so that captures staged one after the other share a day. */
function startOfClock(): number {
  const now = Date.now();
  const midnight = new Date(now).setHours(24, 0, 0, 0);
  return Math.min(now, midnight - 300_000);
}

export class PlayingStudio implements PhoneApi {
  readonly captures = new Map<string, Capture>();
  readonly pictures = new Map<string, StudioPicture>();
  readonly #options: PlayingOptions;
  readonly #listeners = new Set<(event: PhoneEvent) => void>();
  readonly #drawings = new Map<string, number>();
  readonly #files = new Map<string, Promise<Uint8Array>>();
  readonly #line: string[] = [];
  readonly #unjudged: (() => void)[] = [];
  readonly #onTheirWay: (() => void)[] = [];
  #isOpen = false;
  readonly uploads = new Map<string, Upload>();
  #sequence = 0;
  #clock = startOfClock();
  /** What the next photo that is processed fails with. */
  failNextWith: FailureCode | null = null;
  /** What the studio thinks of the next photo. */
  nextVerdict: Verdict = { decision: 'accept', score: 0.84, reasons: [] };
  name = 'Lena’s iMac';
  phone = 'iPhone';
  connected = true;
  chunksTaken = 0;
  /** Told of each chunk: where a spec lets the network go. */
  onChunk: (taken: number) => void = () => {};

  constructor(options: PlayingOptions) {
    this.#options = options;
  }

  subscribe(listener: (event: PhoneEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: PhoneEvent): void {
    for (const listener of [...this.#listeners]) listener(structuredClone(event));
  }

  #notice(notice: Notice): void {
    this.#sequence += 1;
    this.tell({ type: 'notice', sequence: this.#sequence, at: this.#clock, replayed: false, notice });
  }

  hello(): PhoneAnswer<'hello'> {
    return {
      product: 'IrisVue Studio',
      version: '0.1.0',
      studio: this.name,
      device: {
        id: 'playing-device-1234567',
        name: this.phone,
        platform: 'ios',
        pairedAt: 0,
        seenAt: null,
        connected: true,
        notices: 'page',
      },
      sequence: this.#sequence,
      missed: false,
      now: this.#clock,
    };
  }

  /** A new capture that is already there. */
  put(id: string, name: string, drawing: number, changes: Partial<Capture> = {}): Capture {
    const { width, height, iris } = this.#options.truths[drawing] as Truth;
    this.#drawings.set(id, drawing);
    this.#clock += 1000;
    const capture: Capture = {
      id,
      name,
      receivedAt: this.#clock,
      state: 'new',
      width,
      height,
      thumbnail: 'ready',
      eye: { x: iris.cx / width, y: iris.cy / height, diameter: (2 * iris.a) / width },
      place: null,
      progress: null,
      failure: null,
      verdict: { decision: 'accept', score: 0.84, reasons: [] },
      result: null,
      ...changes,
    };
    this.captures.set(id, capture);
    return capture;
  }

  /** A picture that is already there. */
  putPicture(index: number, name: string, drawing: number): StudioPicture {
    const id = pictureIdOf(index);
    this.#drawings.set(id, drawing);
    this.#clock += 1000;
    const picture = { id, name, sentAt: this.#clock, width: 1600, height: 1600 };
    this.pictures.set(id, picture);
    return picture;
  }

  /** What somebody at the studio does; a phone that is away finds it when it comes back. */
  sendPicture(index: number, name: string): void {
    const picture = this.putPicture(index, name, (index * 5 + 2) % drawnEyes);
    this.tell({ type: 'studioPictures', pictures: [picture] });
    this.#notice({ type: 'sent', pictureId: picture.id });
  }

  /** The same, of a picture that was deleted. */
  takePictures(pictureIds: string[]): void {
    for (const id of pictureIds) this.pictures.delete(id);
    this.tell({ type: 'studioPicturesGone', pictureIds });
  }

  change(id: string, changes: Partial<Capture>): void {
    const capture = this.captures.get(id);
    if (capture === undefined) return;
    const next = { ...capture, ...changes };
    this.captures.set(id, next);
    this.tell({ type: 'captures', captures: [next] });
  }

  progressOf(share: number) {
    const step = stepsUntil.find(([until]) => share < until)?.[1] ?? 'finishing';
    return { step, share, remainingMs: (1 - share) * fullMs };
  }

  resultOf(id: string, version = 1): NonNullable<Capture['result']> {
    const drawing = this.#drawings.get(id) ?? 0;
    return {
      id: `${id.slice(-8)}-${version}`,
      width: 1600,
      height: 1600,
      format: 'png',
      name: 'Iris.png',
      milliseconds: 6100 + ((drawing * 731) % 5200),
      createdAt: this.#clock,
    };
  }

  /** One step of work. */
  work(milliseconds: number): void {
    const [id] = this.#line;
    const capture = id === undefined ? undefined : this.captures.get(id);
    if (id === undefined || capture === undefined) return;
    const share = Math.min(1, (capture.progress?.share ?? 0) + milliseconds / this.#options.workMs);
    if (capture.state === 'waiting') {
      this.change(id, { state: 'working', place: null, progress: this.progressOf(0) });
      return;
    }
    if (this.failNextWith !== null && share > 0.3) {
      const failure = this.failNextWith;
      this.failNextWith = null;
      this.#line.shift();
      this.change(id, { state: 'failed', progress: null, failure });
      this.#notice({ type: 'failed', captureId: id, failure });
    } else if (share >= 1) {
      this.#line.shift();
      const result = this.resultOf(id, Number(capture.result?.id.split('-')[1] ?? 0) + 1);
      this.change(id, { state: 'done', progress: null, result });
      this.#notice({ type: 'finished', captureId: id, resultId: result.id });
    } else {
      this.captures.set(id, { ...capture, progress: this.progressOf(share) });
      this.tell({ type: 'progress', captureId: id, progress: this.progressOf(share) });
    }
    for (const [index, waiting] of this.#line.entries()) {
      if (this.captures.get(waiting)?.state === 'waiting') this.change(waiting, { place: index + 1 });
    }
  }

  enqueue(ids: readonly string[]): number {
    for (const id of ids) {
      this.#line.push(id);
      this.change(id, { state: 'waiting', place: this.#line.length, failure: null, progress: null });
    }
    return ids.length;
  }

  async call<Method extends PhoneMethod>(
    method: Method,
    argument: PhoneArgument<Method>,
  ): Promise<PhoneAnswer<Method>> {
    this.#mustBeThere();
    const answer: unknown = await this.#answer(method, argument as never);
    return answer as PhoneAnswer<Method>;
  }

  #mustBeThere(): void {
    if (!this.connected) throw new StudioFailure('connectionLost');
  }

  async #answer(method: PhoneMethod, argument: Record<string, never>): Promise<unknown> {
    switch (method) {
      case 'hello':
        return this.hello();
      case 'captures':
        return { captures: structuredClone([...this.captures.values()].reverse()), more: false };
      case 'studioPictures':
        return { pictures: structuredClone([...this.pictures.values()].reverse()), more: false };
      case 'removeStudioPictures':
        this.takePictures((argument as unknown as PhoneArgument<'removeStudioPictures'>).pictureIds);
        return {};
      case 'process': {
        const { captureIds, again } = argument as unknown as PhoneArgument<'process'>;
        const wanted = captureIds.filter((id) => again || this.captures.get(id)?.state === 'new');
        return { accepted: this.enqueue(wanted) };
      }
      case 'processAll':
        return {
          accepted: this.enqueue(
            [...this.captures.values()].filter(({ state }) => state === 'new').map(({ id }) => id),
          ),
        };
      case 'cancel': {
        for (const id of (argument as unknown as PhoneArgument<'cancel'>).captureIds) {
          this.#line.splice(this.#line.indexOf(id), 1);
          const state = this.captures.get(id)?.result == null ? 'new' : 'done';
          this.change(id, { state, place: null, progress: null });
        }
        return {};
      }
      case 'beginUpload':
        return this.#beginUpload(argument as unknown as PhoneArgument<'beginUpload'>);
      case 'finishUpload':
        return this.#finishUpload((argument as unknown as PhoneArgument<'finishUpload'>).uploadId);
      case 'rename':
        this.phone = (argument as unknown as PhoneArgument<'rename'>).name;
        return { name: this.phone };
      case 'tellingOffer':
        return {
          certificateUrl: null,
          certificateName: `IrisVue Studio on ${this.name}`,
          certificateFetched: false,
          securePageUrl: null,
          pushKey: null,
          subscribed: false,
          ...this.#options.offer,
        };
      case 'testTelling':
        this.tell({ type: 'test' });
        return {};
      case 'carryOver':
        return { url: `${window.location.origin}/#c.${'k'.repeat(22)}`, expiresAt: this.#clock };
      default:
        return {};
    }
  }

  #beginUpload({
    localId,
    name,
    byteLength,
    sha256,
  }: PhoneArgument<'beginUpload'>): PhoneAnswer<'beginUpload'> {
    const here = this.captures.get(sha256 ?? '');
    if (here !== undefined) return { state: 'here', capture: here };
    if (byteLength > 200_000_000) throw new StudioFailure('uploadTooLarge');
    const uploadId = localId.slice(0, 22);
    const upload = this.uploads.get(uploadId) ?? {
      sha256: sha256 ?? localId,
      name,
      byteLength,
      bytes: [],
      offset: 0,
    };
    this.uploads.set(uploadId, upload);
    return { state: 'send', uploadId, offset: upload.offset, chunkBytes: pieceBytes };
  }

  async sendChunk({ uploadId, offset }: PhoneArgument<'sendChunk'>, bytes: Uint8Array) {
    this.#mustBeThere();
    await this.#chunkArrives();
    this.#mustBeThere();
    const upload = this.uploads.get(uploadId);
    if (upload === undefined) throw new StudioFailure('uploadUnknown');
    if (offset === upload.offset) {
      upload.bytes.push(bytes);
      upload.offset += bytes.length;
      this.chunksTaken += 1;
      this.onChunk(this.chunksTaken);
    }
    return { offset: upload.offset };
  }

  #chunkArrives(): Promise<void> {
    const { chunkMs } = this.#options;
    return new Promise((resolve) => {
      if (chunkMs !== null) setTimeout(resolve, chunkMs);
      else if (this.#isOpen) resolve();
      else this.#onTheirWay.push(resolve);
    });
  }

  /** The first chunk that waits arrives, or all of them and all that come later. */
  letThrough(which: 'one' | 'all'): void {
    this.#isOpen ||= which === 'all';
    for (const arrive of this.#onTheirWay.splice(0, which === 'one' ? 1 : Number.POSITIVE_INFINITY)) arrive();
  }

  #finishUpload(uploadId: string): PhoneAnswer<'finishUpload'> {
    const upload = this.uploads.get(uploadId);
    if (upload === undefined) throw new StudioFailure('uploadUnknown');
    const { sha256, name } = upload;
    this.uploads.delete(uploadId);
    const drawing = Number(/-(\d+)\./.exec(name)?.[1] ?? Number.parseInt(sha256.slice(0, 6), 16)) % drawnEyes;
    const capture = this.put(sha256, name, drawing, { thumbnail: 'pending', verdict: null, eye: null });
    this.tell({ type: 'captures', captures: [capture] });
    const { eye } = this.put(sha256, name, drawing, {});
    this.captures.set(sha256, capture);
    this.#unjudged.push(() => {
      const verdict = this.nextVerdict;
      this.change(sha256, { thumbnail: 'ready', verdict, eye });
      this.#notice({ type: 'judged', captureId: sha256, verdict });
    });
    const { lookMs } = this.#options;
    if (lookMs !== null) window.setTimeout(() => this.judge(), lookMs);
    return { capture, duplicate: false };
  }

  /** Says what it thinks of everything that it has not looked at. */
  judge(): void {
    for (const say of this.#unjudged.splice(0)) say();
  }

  async readPicture(wish: PhoneArgument<'readPicture'>) {
    this.#mustBeThere();
    const { kind, offset } = wish;
    const address = this.#addressOf('captureId' in wish ? wish.captureId : wish.pictureId, kind);
    let file = this.#files.get(address);
    if (file === undefined) {
      file = fetch(address).then(async (response) => new Uint8Array(await response.arrayBuffer()));
      this.#files.set(address, file);
    }
    const whole = await file;
    this.#mustBeThere();
    const type = address.endsWith('.webp') ? ('image/webp' as const) : ('image/jpeg' as const);
    return {
      piece: { version: address, type, byteLength: whole.length, offset },
      bytes: whole.slice(offset, offset + pieceBytes),
    };
  }

  #addressOf(id: string, kind: PhoneArgument<'readPicture'>['kind']): string {
    const drawing = this.#drawings.get(id) ?? 0;
    const names: Readonly<Record<typeof kind, string>> = {
      thumbnail: `thumbnail-${drawing}.webp`,
      resultThumbnail: `result-thumbnail-${drawing}.webp`,
      before: `before-${drawing}.jpg`,
      after: `result-${drawing}.jpg`,
      pictureThumbnail: `result-thumbnail-${drawing}.webp`,
      picture: `result-${drawing}.jpg`,
    };
    return names[kind];
  }
}
