/**
 * Listens when it should, on the address that should be used, and on the same port as ever. Wishes that come while
 * one is being fulfilled are taken together: what is wished last is what happens.
 */
import { randomInt } from 'node:crypto';
import type { FailureCode } from '../../../contracts/failure.ts';
import type { Log } from '../../library/log.ts';
import type { Certificates, TwinCertificate } from '../ports.ts';
import { LanListener, type LanListenerOptions } from './lan-listener.ts';

export interface ListeningParts
  extends Pick<LanListenerOptions, 'limits' | 'answer' | 'onSocket' | 'mayConnect'> {
  readonly log: Log;
  readonly certificates: Certificates | null;
  /** The ports of earlier times; null before there was one. */
  readonly rememberedPort: (secure: boolean) => number | null;
  readonly rememberPort: (secure: boolean, port: number) => void;
  readonly onChange: () => void;
}

export class Listening {
  readonly #parts: ListeningParts;
  #plain: LanListener | null = null;
  #twin: LanListener | null = null;
  #wish: string | null = null;
  #work: Promise<void> = Promise.resolve();
  #problem: FailureCode | null = null;
  #refusal: string | null = null;

  constructor(parts: ListeningParts) {
    this.#parts = parts;
  }

  /** "http://192.168.1.20:47113"; null while nothing listens. */
  get origin(): string | null {
    return this.#plain?.origin ?? null;
  }
  get secureOrigin(): string | null {
    return this.#twin?.origin ?? null;
  }
  get address(): string | null {
    return this.#plain?.address ?? null;
  }
  get port(): number | null {
    return this.#plain?.port ?? null;
  }
  get problem(): FailureCode | null {
    return this.#problem;
  }
  /** The errno code with which listening failed. */
  get refusal(): string | null {
    return this.#refusal;
  }

  /** @param address null to stop. Resolves when it is so, or could not be made so: see `problem`. Never rejects. */
  listenOn(address: string | null): Promise<void> {
    this.#wish = address;
    return this.#next(() => this.#follow());
  }

  /** There is another certificate, or none any more. */
  renewTwin(): Promise<void> {
    return this.#next(() => this.#followTwin());
  }

  /** What went wrong once must not keep all that is wished later from happening. */
  #next(step: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(step).catch((error) => {
      this.#parts.log.error({ error }, 'the listener could not follow');
    });
    return this.#work;
  }

  async #follow(): Promise<void> {
    const wish = this.#wish;
    if (wish !== (this.#plain?.address ?? null)) {
      await this.#stop();
      this.#problem = null;
      this.#refusal = null;
      if (wish !== null) await this.#startPlain(wish);
      this.#parts.onChange();
    }
    await this.#followTwin();
  }

  async #startPlain(address: string): Promise<void> {
    try {
      this.#plain = await this.#open(address, null);
    } catch (error) {
      this.#problem = 'listenerRefused';
      this.#refusal = (error as NodeJS.ErrnoException).code ?? null;
      this.#parts.log.warn({ error }, 'phones cannot be listened for');
    }
  }

  async #followTwin(): Promise<void> {
    const address = this.#plain?.address ?? null;
    const certificate = address === null ? null : await this.#certificate(address);
    if (address === null || certificate === null) {
      if (!this.#twin) return;
      await this.#twin.close();
      this.#twin = null;
    } else if (this.#twin) {
      this.#twin.renew(certificate);
      return;
    } else {
      try {
        this.#twin = await this.#open(address, certificate);
      } catch (error) {
        this.#parts.log.warn({ error }, 'the page’s HTTPS twin cannot listen');
        return;
      }
    }
    this.#parts.onChange();
  }

  async #certificate(address: string): Promise<TwinCertificate | null> {
    try {
      return (await this.#parts.certificates?.forAddress(address)) ?? null;
    } catch (error) {
      this.#parts.log.warn({ error }, 'there is no certificate for this address');
      return null;
    }
  }

  /** The port of earlier times; where somebody else has it, another one from now on. */
  async #open(address: string, twin: TwinCertificate | null): Promise<LanListener> {
    const { rememberedPort, rememberPort } = this.#parts;
    const secure = twin !== null;
    const remembered = rememberedPort(secure);
    const ports = remembered === null ? newPorts() : [remembered, ...newPorts()];
    const listener = await this.#openOnFirst(ports, address, twin);
    if (listener.port !== remembered) rememberPort(secure, listener.port);
    return listener;
  }

  async #openOnFirst(
    ports: readonly number[],
    address: string,
    twin: TwinCertificate | null,
  ): Promise<LanListener> {
    for (const port of ports) {
      try {
        return await LanListener.open({ ...this.#parts, address, twin, port });
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
      }
    }
    return LanListener.open({ ...this.#parts, address, twin, port: 0 });
  }

  async #stop(): Promise<void> {
    const [plain, twin] = [this.#plain, this.#twin];
    this.#plain = null;
    this.#twin = null;
    await Promise.all([plain?.close(), twin?.close()]);
  }
}

/**
 * A few at random, below those that systems give to connections of their own accord: while the studio is closed,
 * nobody's connection comes to sit on the port that its phones know.
 */
function newPorts(): number[] {
  return Array.from({ length: 5 }, () => 20_000 + randomInt(10_000));
}
