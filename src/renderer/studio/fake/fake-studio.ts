/**
 * A studio in memory, for looking at the window and for its browser tests: the same contract, the same events, work
 * that only takes a moment. It is no part of the product.
 */
import type { GalleryCounts, PhotoCard, QueueView } from '../../../contracts/gallery.ts';
import type { Step } from '../../../contracts/progress.ts';
import { extensionOfFormat, type Recipe, recipeSchema } from '../../../contracts/recipe.ts';
import type {
  Hello,
  ImportReport,
  StudioApi,
  StudioEvent,
  StudioSettings,
} from '../../../contracts/studio-api.ts';
import { matches } from '../state/filters.ts';
import {
  detailOf,
  type FakePhoto,
  fail,
  fakePhoto,
  finish,
  furnish,
  idOf,
  indexOf,
  type Truth,
} from './fake-library.ts';
import { FakePhones } from './fake-phones.ts';

type Payload = StudioEvent['event'];

const stepsUntil: readonly (readonly [number, Step])[] = [
  [0.08, 'preparing'],
  [0.22, 'finding'],
  [0.4, 'reflections'],
  [0.92, 'enhancing'],
  [1, 'finishing'],
];

export interface FakeOptions {
  photos: number;
  truths: readonly Truth[];
  /** Milliseconds that one photo takes. */
  workMs: number;
  /** Time stands still: progress stays where it was put. */
  still: boolean;
  cardSize?: number;
  now: () => number;
}

export class FakeStudio implements StudioApi {
  readonly #options: FakeOptions;
  readonly phonesPlayed: FakePhones;
  readonly #photos = new Map<string, FakePhoto>();
  readonly #listeners = new Set<(event: StudioEvent) => void>();
  #sequence = 0;
  #line: { photoId: string; recipe: Recipe }[] = [];
  #running: { photoId: string; recipe: Recipe; share: number } | null = null;
  #asked = 0;
  #ended = { finished: 0, failed: 0 };
  #paused = false;
  #settings: StudioSettings = {
    theme: 'system',
    recipe: recipeSchema.parse({}),
    namePattern: '{name} iris',
    saveFolder: null,
    saveFormat: null,
    saveSize: null,
    cardSize: 200,
    notifications: false,
    pushToPhones: false,
  };

  constructor(options: FakeOptions) {
    this.#options = options;
    this.phonesPlayed = new FakePhones({
      tell: (event) => this.#tell(event),
      now: options.now,
      phoneComes: !options.still,
    });
    if (options.cardSize !== undefined) this.#settings = { ...this.#settings, cardSize: options.cardSize };
    const now = options.now();
    const photos = Array.from({ length: options.photos }, (_, index) =>
      fakePhoto(index, now - index * 60_000, options.truths),
    );
    furnish(photos, now);
    for (const photo of photos) this.#photos.set(photo.card.id, photo);
  }

  subscribe(listener: (event: StudioEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(...payloads: Payload[]): void {
    for (const event of payloads) {
      this.#sequence += 1;
      const message = structuredClone({ kind: 'event' as const, sequence: this.#sequence, event });
      for (const listener of this.#listeners) listener(message);
    }
  }

  #changed(...cards: PhotoCard[]): void {
    this.#tell(
      { type: 'cards', cards },
      { type: 'counts', counts: this.#counts() },
      { type: 'queue', queue: this.#queue() },
    );
  }

  #photo(id: string): FakePhoto {
    return this.#photos.get(id) as FakePhoto;
  }

  #matching(filter: Parameters<typeof matches>[1], search: string): PhotoCard[] {
    return [...this.#photos.values()]
      .map(({ card }) => card)
      .filter((card) => matches(card, filter, search))
      .sort((one, other) => other.importedAt - one.importedAt);
  }

  #counts(): GalleryCounts {
    const counts = { all: 0, new: 0, working: 0, done: 0, review: 0, failed: 0 };
    for (const { card } of this.#photos.values()) {
      counts.all += 1;
      counts[card.state === 'waiting' ? 'working' : card.state] += 1;
    }
    return counts;
  }

  #queue(): QueueView {
    const running = this.#running;
    const entry = (photoId: string, state: 'waiting' | 'working') => ({
      jobId: `job-${photoId.slice(-8)}`,
      photoId,
      name: this.#photo(photoId).card.name,
      state,
      progress: this.#photo(photoId).card.progress,
    });
    const left = this.#line.length + (running === null ? 0 : 1);
    return {
      paused: this.#paused,
      entries: [
        ...(running === null ? [] : [entry(running.photoId, 'working')]),
        ...this.#line.slice(0, 199).map(({ photoId }) => entry(photoId, 'waiting')),
      ],
      waiting: this.#line.length,
      share:
        left === 0
          ? null
          : Math.min(1, (this.#asked - left + (running?.share ?? 0)) / Math.max(1, this.#asked)),
      remainingMs: left === 0 ? null : (left - (running?.share ?? 0)) * 8200,
    };
  }

  /** One step of work; `seconds` of it. */
  work(milliseconds: number): void {
    if (this.#paused) return;
    if (this.#running === null) this.#begin();
    const running = this.#running;
    if (running === null) return;
    running.share = Math.min(1, running.share + milliseconds / this.#options.workMs);
    const photo = this.#photo(running.photoId);
    if (photo.failWith !== null && running.share > 0.3) this.#end(() => fail(photo, photo.failWith as never));
    else if (running.share >= 1) this.#end(() => finish(photo, this.#options.now(), running.recipe));
    else
      this.#tell({ type: 'progress', photoId: running.photoId, progress: this.#progressOf(running.share) });
  }

  #progressOf(share: number) {
    const step = stepsUntil.find(([until]) => share < until)?.[1] ?? 'finishing';
    return { step, share, remainingMs: (1 - share) * 8200 };
  }

  #begin(): void {
    const next = this.#line.shift();
    if (next === undefined) return;
    this.#running = { ...next, share: 0 };
    const photo = this.#photo(next.photoId);
    photo.attempts += 1;
    photo.card = {
      ...photo.card,
      state: 'working',
      place: null,
      failure: null,
      progress: this.#progressOf(0),
    };
    this.#changed(photo.card);
  }

  #end(outcome: () => void): void {
    const photo = this.#photo((this.#running as { photoId: string }).photoId);
    outcome();
    this.#running = null;
    this.#ended[photo.card.state === 'failed' ? 'failed' : 'finished'] += 1;
    this.#changed(photo.card);
    if (this.#line.length > 0) return;
    const { finished, failed } = this.#ended;
    const one = finished + failed === 1;
    this.#ended = { finished: 0, failed: 0 };
    this.#asked = 0;
    this.#tell({
      type: 'ended',
      finished,
      failed,
      photoId: one ? photo.card.id : null,
      title: one
        ? failed === 1
          ? 'One photo needs you'
          : 'Your iris is ready'
        : `${finished} pictures are ready`,
      body: one
        ? photo.card.name
        : failed > 0
          ? `${failed} could not be finished.`
          : 'All photos are finished.',
    });
  }

  /** Puts the queue into a state to be looked at. */
  stage(photoIds: string[], share: number): void {
    void this.process({ photoIds, recipe: this.#settings.recipe, again: true });
    this.#begin();
    if (this.#running === null) return;
    this.#running.share = share;
    const photo = this.#photo(this.#running.photoId);
    photo.card = { ...photo.card, progress: this.#progressOf(share) };
    this.#changed(photo.card);
  }

  /** Puts a photo into a state to be looked at. */
  stagePhoto(photoId: string, changes: Partial<PhotoCard>): void {
    const photo = this.#photo(photoId);
    photo.card = { ...photo.card, ...changes };
    if (changes.failure != null) photo.attempts = 2;
    this.#changed(photo.card);
  }

  async hello(): Promise<Hello> {
    return structuredClone({
      product: 'IrisVue Studio',
      version: '0.1.0',
      host: 'browser',
      platform: 'linux',
      settings: this.#settings,
      counts: this.#counts(),
      queue: this.#queue(),
      sequence: this.#sequence,
      recovery: null,
    });
  }

  async listPhotos({ filter, search, offset, limit }: Parameters<StudioApi['listPhotos']>[0]) {
    const cards = this.#matching(filter, search);
    return structuredClone({ cards: cards.slice(offset, offset + limit), total: cards.length });
  }

  async listPhotoIds({ filter, search }: Parameters<StudioApi['listPhotoIds']>[0]) {
    return this.#matching(filter, search).map(({ id }) => id);
  }

  async photoDetail(id: string) {
    const photo = this.#photos.get(id);
    return photo === undefined ? null : structuredClone(detailOf(photo));
  }

  async process({ photoIds, recipe, again }: Parameters<StudioApi['process']>[0]) {
    const wanted = photoIds.filter((id) => {
      const state = this.#photos.get(id)?.card.state;
      return state === 'new' || state === 'failed' || (again && state !== 'waiting' && state !== 'working');
    });
    for (const id of wanted) {
      const photo = this.#photo(id);
      this.#line.push({ photoId: id, recipe });
      photo.card = { ...photo.card, state: 'waiting', place: this.#line.length, failure: null };
    }
    this.#asked += wanted.length;
    if (wanted.length > 0) this.#changed(...wanted.map((id) => this.#photo(id).card));
    return { accepted: wanted.length };
  }

  async cancel(ids: string[]) {
    const gone = new Set(ids);
    this.#line = this.#line.filter(({ photoId }) => !gone.has(photoId));
    if (this.#running !== null && gone.has(this.#running.photoId)) this.#running = null;
    for (const id of ids) {
      const photo = this.#photo(id);
      const state = photo.card.result === null ? 'new' : 'done';
      photo.card = { ...photo.card, state, place: null, progress: null, failure: null };
    }
    if (this.#line.length === 0 && this.#running === null) this.#asked = 0;
    this.#changed(...ids.map((id) => this.#photo(id).card));
  }

  async pauseQueue() {
    this.#paused = true;
    this.#tell({ type: 'queue', queue: this.#queue() });
  }

  async resumeQueue() {
    this.#paused = false;
    this.#tell({ type: 'queue', queue: this.#queue() });
  }

  async moveInQueue({ photoId, before }: Parameters<StudioApi['moveInQueue']>[0]) {
    const moving = this.#line.find((entry) => entry.photoId === photoId);
    if (moving === undefined) return;
    const rest = this.#line.filter((entry) => entry !== moving);
    const index = rest.findIndex((entry) => entry.photoId === before);
    rest.splice(index < 0 ? rest.length : index, 0, moving);
    this.#line = rest;
    this.#tell({ type: 'queue', queue: this.#queue() });
  }

  async retryFailed() {
    const photoIds = this.#matching('failed', '').map(({ id }) => id);
    for (const id of photoIds) this.#photo(id).failWith = null;
    return this.process({ photoIds, recipe: this.#settings.recipe, again: true });
  }

  async deletePhotos(ids: string[]) {
    await this.cancel(ids.filter((id) => this.#photos.has(id)));
    for (const id of ids) this.#photos.delete(id);
    this.#tell({ type: 'removed', photoIds: ids }, { type: 'counts', counts: this.#counts() });
  }

  async deleteResult(resultId: string) {
    const photo = [...this.#photos.values()].find(({ versions }) =>
      versions.some((version) => version.resultId === resultId),
    );
    if (photo === undefined) return;
    photo.versions = photo.versions.filter((version) => version.resultId !== resultId);
    const [newest] = photo.versions;
    photo.card = {
      ...photo.card,
      state: newest === undefined ? 'new' : 'done',
      result:
        newest === undefined
          ? null
          : {
              id: newest.resultId,
              width: newest.width,
              height: newest.height,
              milliseconds: newest.milliseconds,
              createdAt: newest.createdAt,
            },
      versions: photo.versions.length,
    };
    this.#changed(photo.card);
  }

  async acceptPictures(ids: string[]) {
    for (const id of ids) {
      const photo = this.#photo(id);
      if (photo.card.state === 'review') photo.card = { ...photo.card, state: 'done' };
    }
    this.#changed(...ids.map((id) => this.#photo(id).card));
  }

  addPhotos(names: readonly string[]): ImportReport {
    const report: ImportReport = { added: [], duplicates: [], failed: [] };
    const cards: PhotoCard[] = [];
    for (const name of names) {
      if (!/\.(jpe?g|png|webp|tiff?|avif|heic)$/i.test(name)) {
        report.failed.push({ name, code: 'fileNotAPhoto' });
        continue;
      }
      const next = Math.max(-1, ...[...this.#photos.keys()].map(indexOf)) + 1;
      const photo = fakePhoto(next, this.#options.now() + cards.length, this.#options.truths);
      photo.card = { ...photo.card, name, eye: null };
      if (name.includes('blurred')) photo.failWith = 'photoBlurred';
      this.#photos.set(idOf(next), photo);
      cards.push(photo.card);
      report.added.push(photo.card.id);
    }
    if (cards.length > 0) this.#changed(...cards);
    return report;
  }

  async addSample() {
    return this.addPhotos(['blue-eye-by-a-window.jpg']);
  }

  async readSettings() {
    return this.#settings;
  }

  async writeSettings(change: Partial<StudioSettings>) {
    this.#settings = { ...this.#settings, ...change };
    this.#tell({ type: 'settings', settings: this.#settings });
    return this.#settings;
  }

  async storageUse() {
    return {
      photos: this.#photos.size,
      originalBytes: 812_400_000,
      resultBytes: 1_940_000_000,
      thumbnailBytes: 9_300_000,
      freeBytes: 212_000_000_000,
    };
  }

  async cleanUp() {
    return { ...(await this.storageUse()), resultBytes: 1_410_000_000 };
  }

  async testHardware() {
    return {
      provider: 'cpu',
      verdicts: [
        {
          provider: 'cuda',
          outcome: 'unavailable' as const,
          largestError: null,
          milliseconds: null,
          reason: '',
        },
        {
          provider: 'webgpu',
          outcome: 'slower' as const,
          largestError: 0.0004,
          milliseconds: 2140,
          reason: '',
        },
        { provider: 'cpu', outcome: 'chosen' as const, largestError: 0, milliseconds: 412, reason: '' },
      ],
      models: [],
      startMs: 1900,
      threads: 8,
    };
  }

  async listModels() {
    return [
      { id: 'iris-finder', role: 'find', licence: 'MIT', version: '1.0.0', bytes: 1_830_000, own: false },
      { id: 'iris-detail', role: 'enhance', licence: 'MIT', version: '1.0.0', bytes: 4_910_000, own: false },
      {
        id: 'realesrgan-x4plus',
        role: 'enhance',
        licence: 'BSD-3-Clause',
        version: '0.1.0',
        bytes: 66_900_000,
        own: true,
      },
      { id: 'unet-eye', role: 'find', licence: 'MIT', version: '1', bytes: 31_100_000, own: true },
    ];
  }

  async removeModel() {}

  async nameForSaving({ resultId, format }: Parameters<StudioApi['nameForSaving']>[0]) {
    return `${resultId}.${extensionOfFormat[format]}`;
  }

  phones = () => this.phonesPlayed.phones();
  arriving = () => this.phonesPlayed.arriving();
  openPairing = () => this.phonesPlayed.openPairing();
  closePairing = () => this.phonesPlayed.closePairing();
  answerPairing = (answer: Parameters<StudioApi['answerPairing']>[0]) =>
    this.phonesPlayed.answerPairing(answer);
  renameDevice = (wish: Parameters<StudioApi['renameDevice']>[0]) => this.phonesPlayed.renameDevice(wish);
  revokeDevice = (id: string) => this.phonesPlayed.revokeDevice(id);
  chooseInterface = (name: string | null) => this.phonesPlayed.chooseInterface(name);
  examineConnection = () => this.phonesPlayed.examineConnection();
  sendPicture = (wish: Parameters<StudioApi['sendPicture']>[0]) => this.phonesPlayed.sendPicture(wish);
}
