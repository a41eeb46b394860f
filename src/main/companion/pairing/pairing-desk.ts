/**
 * Lets one phone in at a time. A pairing is open for two minutes; a phone that proves one of its two secrets is seen
 * at once, says who it is, and waits for a click. What was proven cannot be used a second time while that phone is
 * there, and never after it was let in.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { companionLimits } from '../../../contracts/companion/limits.ts';
import type { Introduction } from '../../../contracts/companion/pairing.ts';
import { type FailureCode, StudioFailure } from '../../../contracts/failure.ts';
import type { PairingState } from '../../../contracts/phones.ts';
import type { PairingTry } from '../../../transport/sealed/studio-handshake.ts';
import type { Clock } from '../../library/clock.ts';
import type { Timers } from '../../queue/timers.ts';
import { RateLimiter } from '../server/rate-limiter.ts';

export interface PairingDeskParts {
  readonly clock: Clock;
  readonly timers: Timers;
  /** "http://192.168.1.20:47113"; null while nothing listens. */
  readonly origin: () => string | null;
  /** Something to show has changed. */
  readonly onChange: () => void;
  /** The pairing is over, whatever came of it. */
  readonly onEnd: () => void;
}

/** Wrong codes of one address within a minute, and of all until the pairing closes. */
const wrongPerMinute = 5;
const wrongInAll = 20;

export interface Applicant {
  /** Its address. */
  readonly from: string;
  /** Ends its connection. */
  readonly dismiss: (code: FailureCode) => void;
}

type EndReason = Extract<PairingState, { state: 'ended' }>['reason'];

interface OpenPairing {
  readonly link: string;
  readonly digits: string;
  readonly openedAt: number;
  readonly expiresAt: number;
  readonly callOff: () => void;
  pageSeen: boolean;
  wrong: number;
  applicant: Applicant | null;
  asking: {
    readonly introduction: Introduction;
    readonly answer: (answer: { allow: boolean; name: string | null }) => void;
  } | null;
}

export class PairingDesk {
  readonly #parts: PairingDeskParts;
  readonly #wrongTries: RateLimiter;
  #open: OpenPairing | null = null;
  #ended: Extract<PairingState, { state: 'ended' }> | null = null;

  constructor(parts: PairingDeskParts) {
    this.#parts = parts;
    this.#wrongTries = new RateLimiter(parts.clock, { limit: wrongPerMinute, windowMs: 60_000 });
  }

  get isOpen(): boolean {
    return this.#open !== null;
  }
  get openedAt(): number | null {
    return this.#open?.openedAt ?? null;
  }
  get pageSeen(): boolean {
    return this.#open?.pageSeen ?? false;
  }

  open(): void {
    this.#end('closed');
    const { clock, timers } = this.#parts;
    const openedAt = clock.now();
    this.#ended = null;
    this.#open = {
      link: randomBytes(16).toString('base64url'),
      digits: String(randomInt(1_000_000)).padStart(6, '0'),
      openedAt,
      expiresAt: openedAt + companionLimits.pairingMs,
      callOff: timers.after(companionLimits.pairingMs, () => this.#end('expired')),
      pageSeen: false,
      wrong: 0,
      applicant: null,
      asking: null,
    };
    this.#parts.onChange();
  }

  close(reason: EndReason = 'closed'): void {
    if (this.#open) this.#end(reason);
    else if (reason === 'noNetwork') {
      this.#ended = { state: 'ended', reason, deviceId: null };
      this.#parts.onChange();
    }
  }

  state(): PairingState | null {
    const open = this.#open;
    if (!open) return this.#ended;
    const { applicant, asking, expiresAt } = open;
    if (applicant && asking) {
      const { name, platform } = asking.introduction;
      return { state: 'asking', name, platform, from: applicant.from, expiresAt };
    }
    if (applicant) return { state: 'seen', from: applicant.from, expiresAt };
    const origin = this.#parts.origin();
    if (origin === null) return { state: 'ended', reason: 'noNetwork', deviceId: null };
    return {
      state: 'open',
      link: `${origin}/#${open.link}`,
      address: origin.replace('http://', ''),
      digits: open.digits,
      expiresAt,
      pageSeen: open.pageSeen,
    };
  }

  /** Somebody loaded the page while the code was shown. */
  sawPage(): void {
    if (!this.#open || this.#open.pageSeen) return;
    this.#open.pageSeen = true;
    this.#parts.onChange();
  }

  /** A try counts as wrong from its beginning, so that no number of them at a time is one too many. */
  beginTry(by: 'link' | 'digits', address: string): PairingTry | FailureCode {
    const open = this.#open;
    if (!open || open.applicant) return 'pairingClosed';
    if (this.#wrongTries.isFull(address)) return 'tooManyTries';
    this.#wrongTries.add(address);
    open.wrong += 1;
    if (open.wrong > wrongInAll) {
      this.#end('tooManyTries');
      return 'pairingClosed';
    }
    return {
      secret: open[by],
      deviceId: null,
      settle: (right) => {
        if (!right) return;
        this.#wrongTries.takeBack(address);
        open.wrong -= 1;
      },
    };
  }

  /** It has proven the code. False where another one was quicker, or the pairing is over. */
  seat(applicant: Applicant): boolean {
    if (!this.#open || this.#open.applicant) return false;
    this.#open.applicant = applicant;
    this.#parts.onChange();
    return true;
  }

  /** It went away; the code is good again for as long as it was shown. */
  unseat(applicant: Applicant): void {
    const open = this.#open;
    if (open?.applicant !== applicant) return;
    if (open.asking) {
      this.#end('left');
      return;
    }
    open.applicant = null;
    this.#parts.onChange();
  }

  /**
   * Waits for the click.
   * @returns the name it was given, null to keep its own
   * @throws StudioFailure pairingDenied, pairingClosed
   */
  introduce(applicant: Applicant, introduction: Introduction): Promise<string | null> {
    const open = this.#open;
    if (open?.applicant !== applicant || open.asking)
      return Promise.reject(new StudioFailure('pairingClosed'));
    return new Promise((resolve, reject) => {
      open.asking = {
        introduction,
        answer: ({ allow, name }) => {
          if (allow) resolve(name);
          else reject(new StudioFailure('pairingDenied'));
        },
      };
      this.#parts.onChange();
    });
  }

  answer(answer: { readonly allow: boolean; readonly name: string | null }): void {
    this.#open?.asking?.answer(answer);
    if (!answer.allow) this.#end('denied');
  }

  /** The phone that was let in. */
  paired(deviceId: string): void {
    this.#end('paired', deviceId);
  }

  #end(reason: EndReason, deviceId: string | null = null): void {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    this.#ended = { state: 'ended', reason, deviceId };
    open.callOff();
    if (reason !== 'paired' && reason !== 'denied') open.applicant?.dismiss('pairingClosed');
    this.#parts.onChange();
    this.#parts.onEnd();
  }
}
