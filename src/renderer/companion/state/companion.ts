/**
 * The page's one object: what the studio told, what the phone keeps, what the user wishes. Screens read its state and
 * call its methods; everything that leaves the phone goes through the port.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Notice, PhoneEvent } from '../../../contracts/companion/events.ts';
import { StudioFailure } from '../../../contracts/failure.ts';
import { hashFile } from '../outbox/hash-file.ts';
import type { Leases } from '../outbox/lease.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { smallPicture } from '../outbox/small-picture.ts';
import { Uploader } from '../outbox/uploader.ts';
import { takeInvitation } from '../port/invitation.ts';
import type { Invitation, Pairing, PhonePort, Standing } from '../port/phone-port.ts';
import type { Telling } from '../told/telling.ts';
import { CaptureList } from './capture-list.ts';
import { chosenCapture } from './chosen-capture.ts';
import type { CompanionState, Preferences } from './companion-state.ts';
import { endingOf } from './ending.ts';
import type { PictureCache } from './picture-cache.ts';
import { readPreferences, writePreferences } from './preferences.ts';
import type { TabChannel } from './tab-channel.ts';
import type { Teller } from './teller.ts';
import { addressOf, home, parseView, type View } from './view.ts';

/** Captures asked for at each connection: a day's work of one phone. */
const capturesRead = 100;
/** Pictures of the studio's asked for at each connection. */
const picturesRead = 100;
const gatherMs = 60;

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
  readonly #outbox: Outbox;
  readonly #uploader: Uploader;
  readonly #teller: Teller;
  readonly #tabs: TabChannel;
  readonly #now: () => number;
  readonly #list: CaptureList;
  readonly #notices: Notice[] = [];

  constructor({ port, outbox, leases, pictures, teller, telling, tabs, invitation, now }: CompanionParts) {
    this.port = port;
    this.pictures = pictures;
    this.telling = telling;
    this.#outbox = outbox;
    this.#teller = teller;
    this.#tabs = tabs;
    this.#now = now;
    this.#uploader = new Uploader(port.api, outbox, leases, {
      onChange: () => {
        tabs.tell({ type: 'outbox' });
        void this.#readOutbox();
      },
      onHeldUp: (heldUp) => this.store.setState({ heldUp }),
      onSent: (kept) => {
        if (kept.small !== null) {
          pictures.remember({ kind: 'thumbnail', id: kept.sha256, resultId: null }, kept.small);
        }
        tabs.tell({ type: 'outbox' });
        void this.#readOutbox();
      },
      onProgress: (sha256, share) => {
        tabs.tell({ type: 'sending', sha256, share });
        this.#list.setSending(sha256, share);
      },
    });
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
  }

  /** @returns ends it */
  start(): () => void {
    const stops = [
      this.telling.start(),
      this.port.onStanding((standing) => this.#onStanding(standing)),
      this.port.onHello((hello) => {
        this.#list.setClock(hello.now);
        void this.#readCaptures();
        void this.#readPictures();
      }),
      this.port.onEvent((event) => this.#onEvent(event)),
      this.#tabs.listen((message) => {
        if (message.type === 'outbox') void this.#readOutbox();
        else this.#list.setSending(message.sha256, message.share);
      }),
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
      .then(() => this.#readOutbox());
    return () => {
      for (const stop of stops) stop();
      this.#uploader.stop();
    };
  }

  /** Another view, or a code that was opened in a page that was there already, whatever this page was doing. */
  #onAddress(): void {
    const invitation = takeInvitation(window.location, window.history);
    const view = parseView(window.location.hash);
    const isOfUse = invitation !== null && !(invitation.by === 'carryOver' && this.store.getState().pairing);
    this.store.setState(isOfUse ? { view, invitation } : { view });
  }

  #onLookedAt(): void {
    if (document.hidden) return;
    this.port.reconnect();
    this.store.setState({ unseen: 0 });
    this.#teller.badge(0);
    void this.#readOutbox().then(() => this.#send());
  }

  #onStanding(standing: Standing): void {
    this.store.setState({ standing });
    if (standing === 'connected') {
      void this.port.pairing().then((pairing) => this.store.setState({ pairing }));
      this.pictures.retry();
      this.#send();
    } else this.#uploader.stop();
  }

  #send(): void {
    if (this.store.getState().standing === 'connected') void this.#uploader.wake();
  }

  async #readCaptures(): Promise<void> {
    try {
      const { captures } = await this.port.api.call('captures', { before: null, limit: capturesRead });
      this.#list.replace(captures);
      this.pictures.retry();
    } catch {
      // Gone again before it answered: read at the next connection.
    }
  }

  async #readPictures(): Promise<void> {
    try {
      const { pictures } = await this.port.api.call('studioPictures', { before: null, limit: picturesRead });
      this.#list.replacePictures(pictures);
      this.pictures.retry();
    } catch {
      // Gone again before it answered: read at the next connection.
    }
  }

  #onEvent(event: PhoneEvent): void {
    switch (event.type) {
      case 'captures':
        this.#list.put(event.captures);
        this.pictures.retry();
        break;
      case 'progress':
        this.#list.setProgress(event.captureId, event.progress);
        break;
      case 'removed':
        this.#list.remove(event.captureIds);
        break;
      case 'studioPictures':
        this.#list.putPictures(event.pictures);
        this.pictures.retry();
        break;
      case 'studioPicturesGone':
        this.#list.removePictures(event.pictureIds);
        break;
      case 'renamed':
        this.store.setState(({ pairing }) => ({
          pairing: pairing === null ? null : { ...pairing, phone: event.name },
        }));
        break;
      case 'notice':
        this.#gather(event.notice);
        break;
      case 'goodbye':
      case 'test':
        break;
    }
  }

  /** Notices that come together, as after an absence, make one sign. */
  #gather(notice: Notice): void {
    this.#notices.push(notice);
    if (this.#notices.length > 1) return;
    window.setTimeout(() => {
      const ending = endingOf(this.#notices.splice(0));
      if (ending === null) return;
      const { finished, failed, sent } = ending;
      const unseen = document.hidden ? this.store.getState().unseen + finished + failed + sent : 0;
      // What ends in front of one's eyes needs no banner.
      const inSight = !document.hidden && this.#isInSight(ending.captureId);
      this.store.setState({ banner: inSight ? null : ending, unseen });
      this.#teller.tell(ending, { unseen, sound: this.store.getState().preferences.sound });
    }, gatherMs);
  }

  /** A picture of the studio's comes unasked, so that it is told of wherever the page is. */
  #isInSight(captureId: string | null): boolean {
    const state = this.store.getState();
    return captureId !== null && state.view.kind === 'home' && chosenCapture(state)?.key === captureId;
  }

  async #readOutbox(): Promise<void> {
    this.#list.setKept(await this.#outbox.list());
  }

  go(view: View): void {
    if (addressOf(view) === window.location.hash) return;
    window.history.pushState(null, '', addressOf(view));
    this.store.setState({ view });
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

  /** Takes pictures from the camera or the library: kept first, sent when the studio is there. */
  async add(files: readonly File[]): Promise<void> {
    this.#teller.prepare();
    this.store.setState(({ reading }) => ({ reading: reading + files.length, view: home }));
    if (parseView(window.location.hash).kind !== 'home') this.back();
    for (const file of files) {
      try {
        const [sha256, small] = await Promise.all([hashFile(file), smallPicture(file)]);
        if (!this.#list.has(sha256)) {
          const kept = { sha256, name: file.name, byteLength: file.size, addedAt: this.#now(), small };
          await this.#outbox.add({ ...kept, refused: null }, file);
        }
        this.store.setState({ chosen: sha256 });
      } catch {
        this.store.setState({
          trouble: 'This photo could not be kept. Free some space on the phone, then take it again.',
        });
      }
      this.store.setState(({ reading }) => ({ reading: reading - 1 }));
      await this.#readOutbox();
    }
    this.#tabs.tell({ type: 'outbox' });
    this.#send();
  }

  async remove(sha256: string): Promise<void> {
    await this.#outbox.remove(sha256);
    this.#tabs.tell({ type: 'outbox' });
    await this.#readOutbox();
  }

  async sendAgain(sha256: string): Promise<void> {
    await this.#outbox.retry(sha256);
    await this.#readOutbox();
    this.#send();
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

export function troubleOf(error: unknown): string {
  return error instanceof StudioFailure ? error.message : 'That did not work. Try again.';
}

function listen(target: EventTarget, name: string, listener: () => void): () => void {
  target.addEventListener(name, listener);
  return () => target.removeEventListener(name, listener);
}
