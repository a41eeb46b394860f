/**
 * The window's one object: what it knows and what it can do. Knowledge comes from the host by events only; what the
 * user wishes goes to the host and comes back as events, so that two windows never disagree.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GalleryFilter, PhotoCard } from '../../../contracts/gallery.ts';
import type { Progress } from '../../../contracts/progress.ts';
import type { RecipeInput } from '../../../contracts/recipe.ts';
import { recipeSchema } from '../../../contracts/recipe.ts';
import type { StudioEvent, StudioSettings } from '../../../contracts/studio-api.ts';
import type { HostPort } from '../host/host-port.ts';
import { applyEvent, putCard } from './apply-event.ts';
import { createEventStream } from './event-stream.ts';
import { hearSignal } from './hear-signal.ts';
import { KeyedStore } from './keyed-store.ts';
import { createLibraryReader } from './library-reader.ts';
import { explain, failureNotice } from './notices.ts';
import { clearSelection, type Selection } from './selection.ts';
import { initialState, type Notice, type StudioState } from './studio-state.ts';
import { fragmentOf, parentOf, type View, viewOf } from './view.ts';

type EndedEvent = Extract<StudioEvent['event'], { type: 'ended' }>;

export interface Studio {
  readonly host: HostPort;
  readonly store: StoreApi<StudioState>;
  readonly cards: KeyedStore<PhotoCard>;
  readonly progress: KeyedStore<Progress>;
  start(): void;
  onEnded(listener: (event: EndedEvent) => void): () => void;
  want(from: number, to: number): void;
  show(filter: GalleryFilter, search?: string): void;
  go(view: View): void;
  goOut(): void;
  select(change: (selection: Selection) => Selection): void;
  selectEverything(): Promise<void>;
  process(photoIds: readonly string[], options?: { recipe?: RecipeInput; again?: boolean }): Promise<void>;
  /** Everything that was never processed: one wish for a whole session. */
  processNew(): Promise<void>;
  cancel(photoIds: readonly string[]): void;
  /** Takes everything out of the queue, also what the queue's view does not list. */
  cancelEverything(): Promise<void>;
  remove(photoIds: readonly string[]): Promise<void>;
  /** Doubtful pictures are good as they are. */
  accept(photoIds: readonly string[]): void;
  setPaused(paused: boolean): void;
  move(photoId: string, before: string | null): void;
  retryFailed(): void;
  importFiles(files: readonly File[]): Promise<void>;
  chooseFiles(): Promise<void>;
  addSample(): Promise<void>;
  change(settings: Partial<StudioSettings>): void;
  notify(notice: Omit<Notice, 'id'>): void;
  dismiss(id: number): void;
  /** Runs a wish; when it fails, says so in the user's words instead of throwing. */
  attempt<Value>(wish: () => Promise<Value>): Promise<Value | undefined>;
}

export function createStudio(host: HostPort): Studio {
  const store = createStore<StudioState>(() => ({ ...initialState, view: viewOf(window.location.hash) }));
  const cards = new KeyedStore<PhotoCard>();
  const progress = new KeyedStore<Progress>();
  const endedListeners = new Set<(event: EndedEvent) => void>();
  let noticeNumber = 0;

  const reader = createLibraryReader({
    studio: host.studio,
    cardOf: (id) => cards.get(id),
    putCards: (page) => {
      for (const card of page) putCard({ cards, progress }, card);
    },
    order: () => store.getState().order,
    setOrder: (order) => store.setState({ order, orderKnown: true }),
    onError: report,
    after: (milliseconds, run) => window.setTimeout(run, milliseconds),
  });

  const stream = createEventStream({
    async readAll() {
      const hello = await host.studio.hello();
      // After hello: whatever changes from now on comes as an event with a later number.
      const [phones, arriving] = await Promise.all([host.studio.phones(), host.studio.arriving()]);
      const { filter, search } = store.getState();
      const { product, version, platform, settings, counts, queue } = hello;
      store.setState({
        connection: 'connected',
        about: { product, version, platform },
        settings,
        counts,
        queue,
        phones,
        arriving,
      });
      cards.clear();
      progress.clear();
      await reader.read(filter, search);
      store.setState((state) => ({ detailRevision: state.detailRevision + 1 }));
      if (hello.recovery !== null) notify({ ...failureNotice(hello.recovery), sticky: true });
      return hello.sequence;
    },
    apply(event) {
      const before = store.getState();
      const { change, stale } = applyEvent({ cards, progress }, before, event);
      store.setState(change);
      if (change.view !== undefined) window.history.replaceState(null, '', fragmentOf(change.view));
      if (stale) reader.readOrderSoon();
      if (event.type === 'ended') for (const listener of endedListeners) listener(event);
    },
    onError() {
      store.setState(({ connection }) => {
        if (connection === 'moved' || connection === 'unreachable') return {};
        return { connection: connection === 'connecting' ? 'unreachable' : 'lost' };
      });
      window.setTimeout(() => void stream.resynchronise(), 1500);
    },
  });

  function report(error: unknown): void {
    notify(explain(error));
  }

  /** A message has no more to say where the photo that it leads to is shown, however the user came there. */
  function lookAt(view: View): void {
    store.setState(({ notices }) => ({
      view,
      notices: view.kind === 'photo' ? notices.filter(({ photoId }) => photoId !== view.photoId) : notices,
    }));
  }

  function notify(notice: Omit<Notice, 'id'>): void {
    noticeNumber += 1;
    const added = { ...notice, id: noticeNumber };
    store.setState(({ notices }) => ({ notices: [...notices.slice(-3), added] }));
  }

  async function attempt<Value>(wish: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await wish();
    } catch (error) {
      report(error);
      return undefined;
    }
  }

  function show(filter: GalleryFilter, search = store.getState().search): void {
    store.setState((state) => ({
      filter,
      search,
      orderKnown: false,
      selection: clearSelection(state.selection),
    }));
    void attempt(() => reader.read(filter, search));
  }

  async function importWith(bring: () => Promise<Awaited<ReturnType<typeof host.importFiles>> | null>) {
    const report = await attempt(bring);
    store.setState({ importing: null });
    if (report == null) return;
    store.setState({ importReport: report });
  }

  return {
    host,
    store,
    cards,
    progress,
    attempt,
    notify,
    show,

    start() {
      host.onEvent((event) => stream.receive(event));
      host.onConnection((connection) => {
        if (connection === 'connected') void stream.resynchronise();
        else if (connection === 'moved') store.setState({ connection });
        else store.setState((state) => (state.connection === 'connected' ? { connection: 'lost' } : {}));
      });
      host.onSignal((signal) => hearSignal(this, signal));
      window.addEventListener('popstate', () => lookAt(viewOf(window.location.hash)));
    },

    onEnded(listener) {
      endedListeners.add(listener);
      return () => endedListeners.delete(listener);
    },

    want: (from, to) => reader.want(from, to),

    go(view) {
      if (fragmentOf(view) === fragmentOf(store.getState().view)) return;
      // Moving between photos, or between settings, is one place: Back leads out, not through all of them.
      const sameKind = view.kind === store.getState().view.kind;
      if (sameKind) window.history.replaceState(window.history.state, '', fragmentOf(view));
      else window.history.pushState({ inside: true }, '', fragmentOf(view));
      lookAt(view);
    },

    goOut() {
      const { view } = store.getState();
      if (view.kind === 'library') return;
      if (window.history.state?.inside === true) {
        window.history.back();
        return;
      }
      const parent = parentOf(view);
      window.history.replaceState(null, '', fragmentOf(parent));
      lookAt(parent);
    },

    select: (change) => store.setState(({ selection }) => ({ selection: change(selection) })),

    async selectEverything() {
      const { filter, search } = store.getState();
      const ids = await attempt(() => host.studio.listPhotoIds({ filter, search }));
      if (ids !== undefined) {
        store.setState(({ selection }) => ({ selection: { ...selection, selected: new Set(ids) } }));
      }
    },

    async process(photoIds, { recipe, again = false } = {}) {
      const wanted = recipe === undefined ? store.getState().settings?.recipe : recipeSchema.parse(recipe);
      if (wanted === undefined || photoIds.length === 0) return;
      const answer = await attempt(() =>
        host.studio.process({ photoIds: [...photoIds], recipe: wanted, again }),
      );
      if (answer === undefined) return;
      if (answer.accepted === 0) notify({ tone: 'plain', title: 'Nothing new to process in this selection' });
      store.setState(({ selection }) => ({ selection: clearSelection(selection) }));
    },

    async processNew() {
      const ids = await attempt(() => host.studio.listPhotoIds({ filter: 'new', search: '' }));
      if (ids !== undefined) await this.process(ids);
    },

    cancel: (photoIds) => void attempt(() => host.studio.cancel([...photoIds])),

    async cancelEverything() {
      const ids = await host.studio.listPhotoIds({ filter: 'working', search: '' });
      if (ids.length > 0) await host.studio.cancel(ids);
    },

    async remove(photoIds) {
      await attempt(() => host.studio.deletePhotos([...photoIds]));
    },

    accept: (photoIds) => void attempt(() => host.studio.acceptPictures([...photoIds])),

    setPaused(paused) {
      void attempt(() => (paused ? host.studio.pauseQueue() : host.studio.resumeQueue()));
    },

    move: (photoId, before) => void attempt(() => host.studio.moveInQueue({ photoId, before })),

    retryFailed() {
      void attempt(() => host.studio.retryFailed());
    },

    importFiles(files) {
      if (files.length === 0) return Promise.resolve();
      store.setState({ importing: { done: 0, total: files.length } });
      return importWith(() => host.importFiles(files, (importing) => store.setState({ importing })));
    },

    chooseFiles: () => importWith(async () => (await host.chooseFiles?.()) ?? null),

    async addSample() {
      const report = await attempt(() => host.studio.addSample());
      const id = report?.added[0] ?? report?.duplicates[0];
      if (id !== undefined) this.go({ kind: 'photo', photoId: id });
    },

    change(settings) {
      store.setState((state) => ({
        settings: state.settings === null ? null : { ...state.settings, ...settings },
      }));
      void attempt(() => host.studio.writeSettings(settings));
    },

    dismiss: (id) =>
      store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
  };
}
