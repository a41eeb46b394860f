/**
 * A studio in memory, for looking at the window and for its browser tests: the same contract, the same events, work
 * that only takes a moment. It is no part of the product.
 */
import type { GalleryCounts, PhotoCard } from '../../../contracts/gallery.ts';
import { extensionOfFormat, recipeSchema } from '../../../contracts/recipe.ts';
import type {
  Hello,
  ImportReport,
  StudioApi,
  StudioEvent,
  StudioSettings,
} from '../../../contracts/studio-api.ts';
import { matches } from '../state/filters.ts';
import { fakeHardware, fakeModels, fakeStorage } from './fake-answers.ts';
import { detailOf, type FakePhoto, fakePhoto, furnish, idOf, indexOf, type Truth } from './fake-library.ts';
import { FakePhones } from './fake-phones.ts';
import { FakeQueue } from './fake-queue.ts';

type Payload = StudioEvent['event'];

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
  readonly #queue: FakeQueue;
  #sequence = 0;
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
    this.#queue = new FakeQueue({
      workMs: options.workMs,
      now: options.now,
      photo: (id) => this.#photos.get(id),
      tell: (event) => this.#tell(event),
      changed: (cards) => this.#changed(...cards),
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
      { type: 'queue', queue: this.#queue.view() },
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

  /** One step of work, as long as said. */
  work(milliseconds: number): void {
    this.#queue.work(milliseconds);
  }

  /** Puts the queue into a state to be looked at. */
  stage(photoIds: string[], share: number): void {
    this.#queue.add({ photoIds, recipe: this.#settings.recipe, again: true });
    this.#queue.beginAt(share);
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
      queue: this.#queue.view(),
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

  async process(wish: Parameters<StudioApi['process']>[0]) {
    return this.#queue.add(wish);
  }

  async cancel(ids: string[]) {
    this.#queue.cancel(ids);
  }

  async pauseQueue() {
    this.#queue.setPaused(true);
  }

  async resumeQueue() {
    this.#queue.setPaused(false);
  }

  async moveInQueue(move: Parameters<StudioApi['moveInQueue']>[0]) {
    this.#queue.move(move);
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

  storageUse = async () => fakeStorage(this.#photos.size);
  cleanUp = async () => ({ ...fakeStorage(this.#photos.size), resultBytes: 1_410_000_000 });
  testHardware = async () => fakeHardware;
  listModels = async () => fakeModels;
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
