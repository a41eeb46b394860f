/**
 * The page's one object: what the studio told, what the phone keeps, what the user wishes. Screens read its state and
 * call its methods; everything that leaves the phone goes through the port.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PhoneEvent } from '../../../contracts/companion/events.ts';
import type { Leases } from '../outbox/lease.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { takeInvitation } from '../port/invitation.ts';
import type { Invitation, Pairing, PhonePort, Standing } from '../port/phone-port.ts';
import type { Telling } from '../told/telling.ts';
import { CaptureList } from './capture-list.ts';
import type { CompanionState, Preferences } from './companion-state.ts';
import { showsWhatEnded } from './ending.ts';
import { gatherEndings } from './gather-endings.ts';
import { KeptPhotos } from './kept-photos.ts';
import { listen } from './listen.ts';
import type { PictureCache } from './picture-cache.ts';
import { readPreferences, writePreferences } from './preferences.ts';
import { readWhatIsThere, studioEvents } from './studio-events.ts';
import type { TabChannel } from './tab-channel.ts';
import type { Teller } from './teller.ts';
import { troubleOf } from './trouble.ts';
import { addressOf, home, parseView, type View } from './view.ts';

export interface CompanionParts {
  port: PhonePort;
  outbox: Outbox;
  leases: Leases;
  pictures: PictureCache;
  teller: Teller;
  telling: Telling;
  tabs: TabChannel;
  invitation: Invitation | null;
  now: () => number;
}

export class Companion {
  readonly port: PhonePort;
  readonly pictures: PictureCache;
  readonly telling: Telling;
  readonly store: StoreApi<CompanionState>;
  readonly #teller: Teller;
  readonly #list: CaptureList;
  readonly #photos: KeptPhotos;
  readonly #hear: (event: PhoneEvent) => void;

  constructor({ port, outbox, leases, pictures, teller, telling, tabs, invitation, now }: CompanionParts) {
    this.port = port;
    this.pictures = pictures;
    this.telling = telling;
    this.#teller = teller;
    this.#list = new CaptureList(now, (list) => this.store.setState(list));
    this.store = createStore<CompanionState>(() => ({
      started: false,
      standing: 'connecting',
      pairing: null,
      invitation,
      view: parseView(window.location.hash),
      captures: [],
      earlier: [],
      reading: 0,
      chosen: null,
      banner: null,
      unseen: 0,
      trouble: null,
      heldUp: null,
      lasting: outbox.lasting,
      preferences: readPreferences(window.localStorage),
    }));
    this.#photos = new KeptPhotos({
      api: port.api,
      outbox,
      leases,
      pictures,
      tabs,
      list: this.#list,
      store: this.store,
      now,
    });
    this.#hear = studioEvents({
      store: this.store,
      list: this.#list,
      pictures,
      gather: gatherEndings(this.store, teller),
    });
  }

  /** @returns ends it */
  start(): () => void {
    const stops = [
      this.telling.start(),
      this.port.onStanding((standing) => this.#onStanding(standing)),
      this.port.onHello((hello) => {
        this.#list.setClock(hello.now);
        void readWhatIsThere(this.port.api, this.#list, this.pictures);
      }),
      this.port.onEvent(this.#hear),
      this.#photos.listen(),
      listen(window, 'hashchange', () => this.#onAddress()),
      listen(document, 'visibilitychange', () => this.#onLookedAt()),
      listen(window, 'pageshow', () => this.#onLookedAt()),
      listen(window, 'online', () => this.port.reconnect()),
    ];
    void this.port
      .pairing()
      .then((pairing) => {
        const { invitation } = this.store.getState();
        // A Home Screen app starts with its code each time; it was needed the first time only.
        const usedUp = pairing !== null && invitation?.by === 'carryOver';
        this.store.setState({ pairing, invitation: usedUp ? null : invitation, started: true });
      })
      .then(() => this.#photos.read());
    return () => {
      for (const stop of stops) stop();
      this.#photos.stop();
    };
  }

  /** Another view, or a code that was opened in a page that was there already, whatever this page was doing. */
  #onAddress(): void {
    const invitation = takeInvitation(window.location, window.history);
    const view = parseView(window.location.hash);
    const isOfUse = invitation !== null && !(invitation.by === 'carryOver' && this.store.getState().pairing);
    if (isOfUse) this.store.setState({ invitation });
    this.#show(view);
  }

  #onLookedAt(): void {
    if (document.hidden) return;
    this.port.reconnect();
    this.store.setState({ unseen: 0 });
    this.#teller.badge(0);
    void this.#photos.read().then(() => this.#photos.send());
  }

  #onStanding(standing: Standing): void {
    this.store.setState({ standing });
    if (standing === 'connected') {
      void this.port.pairing().then((pairing) => this.store.setState({ pairing }));
      this.pictures.retry();
      this.#photos.send();
    } else this.#photos.stop();
  }

  go(view: View): void {
    if (addressOf(view) === window.location.hash) return;
    window.history.pushState(null, '', addressOf(view));
    this.#show(view);
  }

  /** A banner has no more to say where what it leads to is shown, however the user came there. */
  #show(view: View): void {
    const { banner } = this.store.getState();
    this.store.setState({ view, banner: banner !== null && showsWhatEnded(view, banner) ? null : banner });
  }

  /** To the page's start; the phone's own button goes back through what was seen. */
  back(): void {
    window.history.replaceState(null, '', addressOf(home));
    this.store.setState({ view: home });
  }

  choose(key: string): void {
    this.store.setState({ chosen: key });
  }

  dismissBanner(): void {
    this.store.setState({ banner: null });
  }

  dismissTrouble(): void {
    this.store.setState({ trouble: null });
  }

  prefer(change: Partial<Preferences>): void {
    const preferences = { ...this.store.getState().preferences, ...change };
    writePreferences(window.localStorage, preferences);
    this.store.setState({ preferences });
  }

  /** Takes pictures from the camera or the library. */
  async add(files: readonly File[]): Promise<void> {
    this.#teller.prepare();
    this.store.setState({ view: home });
    if (parseView(window.location.hash).kind !== 'home') this.back();
    await this.#photos.add(files);
  }

  remove(sha256: string): Promise<void> {
    return this.#photos.remove(sha256);
  }

  sendAgain(sha256: string): Promise<void> {
    return this.#photos.sendAgain(sha256);
  }

  process(captureId: string): Promise<boolean> {
    this.#teller.prepare();
    return this.#wish(() => this.port.api.call('process', { captureIds: [captureId], again: false }));
  }

  processAll(): Promise<boolean> {
    this.#teller.prepare();
    return this.#wish(() => this.port.api.call('processAll', {}));
  }

  reprocess(captureId: string): Promise<boolean> {
    this.#teller.prepare();
    return this.#wish(() => this.port.api.call('process', { captureIds: [captureId], again: true }));
  }

  cancel(captureId: string): Promise<boolean> {
    return this.#wish(() => this.port.api.call('cancel', { captureIds: [captureId] }));
  }

  /** Off this phone; the studio keeps it. @returns whether it is off */
  async removePicture(pictureId: string): Promise<boolean> {
    return this.#wish(() => this.port.api.call('removeStudioPictures', { pictureIds: [pictureId] }));
  }

  /** @returns whether it was done; where not, the page says why */
  async #wish(make: () => Promise<unknown>): Promise<boolean> {
    try {
      await make();
      return true;
    } catch (error) {
      this.store.setState({ trouble: troubleOf(error) });
      return false;
    }
  }

  /** The pairing came about; nothing is left of its link. */
  paired(pairing: Pairing): void {
    this.store.setState({ pairing, invitation: null });
  }

  async rename(name: string): Promise<void> {
    await this.#wish(async () => {
      const answer = await this.port.api.call('rename', { name });
      const { pairing } = this.store.getState();
      if (pairing !== null) this.store.setState({ pairing: { ...pairing, phone: answer.name } });
    });
  }

  async forget(): Promise<void> {
    await this.port.forget();
    this.#list.replace([]);
    this.#list.replacePictures([]);
    await this.pictures.clear();
    this.store.setState({ pairing: null, invitation: null, chosen: null, banner: null, view: home });
  }
}
