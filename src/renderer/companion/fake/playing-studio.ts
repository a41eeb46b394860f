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
import { drawnCapture, drawnPicture, drawnResult } from './drawn-captures.ts';
import { drawnEyes, type Truth } from './drawn-eyes.ts';
import { PlayingPictures } from './playing-pictures.ts';
import { PlayingUploads } from './playing-uploads.ts';
import { PlayingWork } from './playing-work.ts';

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
  readonly #pictures = new PlayingPictures();
  readonly #work: PlayingWork;
  readonly #uploads: PlayingUploads;
  readonly #unjudged: (() => void)[] = [];
  #sequence = 0;
  #clock = startOfClock();
  /** What the studio thinks of the next photo. */
  nextVerdict: Verdict = { decision: 'accept', score: 0.84, reasons: [] };
  name = 'Lena’s iMac';
  phone = 'iPhone';
  connected = true;

  constructor(options: PlayingOptions) {
    this.#options = options;
    this.#uploads = new PlayingUploads(options.chunkMs);
    this.#work = new PlayingWork(options.workMs, {
      captures: this.captures,
      tell: (event) => this.tell(event),
      change: (id, changes) => this.change(id, changes),
      notice: (notice) => this.#notice(notice),
      resultOf: (id, version) => this.resultOf(id, version),
    });
  }

  /** What the next photo that is processed fails with. */
  set failNextWith(failure: FailureCode) {
    this.#work.failNextWith = failure;
  }

  get chunksTaken(): number {
    return this.#uploads.chunksTaken;
  }

  /** Told of each chunk: where a spec lets the network go. */
  set onChunk(listener: (taken: number) => void) {
    this.#uploads.onChunk = listener;
  }

  /** One step of work. */
  work(milliseconds: number): void {
    this.#work.work(milliseconds);
  }

  /** The first chunk that waits arrives, or all of them and all that come later. */
  letThrough(which: 'one' | 'all'): void {
    this.#uploads.letThrough(which);
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
    this.#drawings.set(id, drawing);
    this.#clock += 1000;
    const truth = this.#options.truths[drawing] as Truth;
    const capture = { ...drawnCapture(id, name, truth, this.#clock), ...changes };
    this.captures.set(id, capture);
    return capture;
  }

  /** A picture that is already there. */
  putPicture(index: number, name: string, drawing: number): StudioPicture {
    this.#clock += 1000;
    const picture = drawnPicture(index, name, this.#clock);
    this.#drawings.set(picture.id, drawing);
    this.pictures.set(picture.id, picture);
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

  resultOf(id: string, version = 1): NonNullable<Capture['result']> {
    return drawnResult(id, version, this.#drawings.get(id) ?? 0, this.#clock);
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
        return { accepted: this.#work.enqueue(wanted) };
      }
      case 'processAll':
        return {
          accepted: this.#work.enqueue(
            [...this.captures.values()].filter(({ state }) => state === 'new').map(({ id }) => id),
          ),
        };
      case 'cancel': {
        for (const id of (argument as unknown as PhoneArgument<'cancel'>).captureIds) {
          this.#work.leave(id);
          const state = this.captures.get(id)?.result == null ? 'new' : 'done';
          this.change(id, { state, place: null, progress: null });
        }
        return {};
      }
      case 'beginUpload': {
        const upload = argument as unknown as PhoneArgument<'beginUpload'>;
        const here = this.captures.get(upload.sha256 ?? '');
        return here === undefined ? this.#uploads.begin(upload) : { state: 'here', capture: here };
      }
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

  async sendChunk(chunk: PhoneArgument<'sendChunk'>, bytes: Uint8Array) {
    this.#mustBeThere();
    await this.#uploads.chunkArrives();
    this.#mustBeThere();
    return this.#uploads.take(chunk, bytes);
  }

  #finishUpload(uploadId: string): PhoneAnswer<'finishUpload'> {
    const { sha256, name } = this.#uploads.finish(uploadId);
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
    const id = 'captureId' in wish ? wish.captureId : wish.pictureId;
    const picture = await this.#pictures.read(kind, this.#drawings.get(id) ?? 0, offset);
    this.#mustBeThere();
    return picture;
  }
}
