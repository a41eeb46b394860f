/**
 * One connection of a phone that has proven who it is. Frames wait in a lane and are opened when it is their turn, in
 * order; a chunk's turn lasts until it is written, everything else is answered when it is ready. What is not exactly
 * what a phone of ours says ends the connection.
 */
import { z } from 'zod';
import type { Notice, PhoneEvent } from '../../../contracts/companion/events.ts';
import { companionLimits } from '../../../contracts/companion/limits.ts';
import { type PhoneMethod, phoneMethods } from '../../../contracts/companion/phone-api.ts';
import { type FailureCode, StudioFailure } from '../../../contracts/failure.ts';
import type { SealedChannel, SealedMessage } from '../../../transport/sealed/sealed-channel.ts';
import type { Log } from '../../library/log.ts';
import type { Lane } from '../uploads/fair-turns.ts';

export interface Answer {
  readonly value: unknown;
  readonly bytes?: Uint8Array;
}

export interface PhoneCall {
  readonly method: PhoneMethod;
  /** Parsed by the method's schema. */
  readonly argument: unknown;
  readonly bytes: Uint8Array;
}

export interface DeviceConnectionParts {
  readonly channel: SealedChannel;
  readonly lane: Lane;
  readonly log: Log;
  readonly serve: (call: PhoneCall) => Promise<Answer>;
  /** Bytes that were sent and have not left yet. */
  readonly unsentBytes: () => number;
}

const callSchema = z.strictObject({ call: z.int().positive(), method: z.string(), argument: z.unknown() });
/** Small calls that may be in work; a phone of ours keeps far below. */
const mostCalls = 256;
/** Frames that wait: the chunks that may be on their way, and what goes with them. */
const mostWaiting = mostCalls + companionLimits.chunksInFlight;
const mostWaitingBytes = (companionLimits.chunksInFlight + 1) * companionLimits.messageBytes;
/** A phone that cannot keep up is told where things stand, not each step to there. */
const slowBytes = 256 * 1024;
const stuckBytes = 32 * 1024 * 1024;

export class DeviceConnection {
  readonly #parts: DeviceConnectionParts;
  #waitingBytes = 0;
  #calls = 0;
  #greeted = false;
  #closed = false;
  #unheard: Notice[] = [];

  constructor(parts: DeviceConnectionParts) {
    this.#parts = parts;
  }

  /** What it says is heard from now on. */
  start(): void {
    const { channel, lane } = this.#parts;
    channel.onClose(() => {
      this.#closed = true;
      lane.close();
    });
    channel.onFrame((frame) => {
      this.#waitingBytes += frame.length;
      if (this.#waitingBytes > mostWaitingBytes || lane.waiting >= mostWaiting) {
        this.close();
        return;
      }
      lane.push(() => {
        this.#waitingBytes -= frame.length;
        return this.#receive(frame);
      });
    });
  }

  /** Whether it has said hello: only then is it told anything. */
  get isGreeted(): boolean {
    return this.#greeted && !this.#closed;
  }

  /** What it was told since its last sign of life: a phone that was locked meanwhile looks as if it still listened. */
  get unheard(): readonly Notice[] {
    return this.#unheard;
  }

  /** A sign of life. */
  hears(): void {
    this.#unheard = [];
  }

  tell(event: PhoneEvent): void {
    if (!this.isGreeted) return;
    if (event.type === 'notice' && !event.replayed) this.#unheard.push(event.notice);
    this.#send({ event });
  }

  /** Progress: the next one says more than this one. */
  tellIfQuick(event: PhoneEvent): void {
    if (this.#parts.unsentBytes() < slowBytes) this.tell(event);
  }

  close(): void {
    this.#closed = true;
    this.#parts.channel.close();
  }

  #receive(frame: Uint8Array): Promise<void> | undefined {
    if (this.#closed) return undefined;
    const message = this.#parts.channel.open(frame);
    const call = message && readCall(message);
    if (!call || (call.method === 'hello') === this.#greeted || this.#calls >= mostCalls) {
      this.close();
      return undefined;
    }
    if (call.method === 'hello') this.#greeted = true;
    this.hears();
    const done = this.#answer(call);
    return call.method === 'sendChunk' ? done : undefined;
  }

  async #answer({ id, ...call }: PhoneCall & { readonly id: number }): Promise<void> {
    this.#calls += 1;
    try {
      const { value, bytes } = await this.#parts.serve(call);
      this.#send({ answer: id, value }, bytes);
    } catch (error) {
      this.#send({ answer: id, failure: { code: this.#codeOf(error, call.method) } });
    } finally {
      this.#calls -= 1;
    }
  }

  #codeOf(error: unknown, method: PhoneMethod): FailureCode {
    const { log } = this.#parts;
    if (error instanceof StudioFailure) {
      log.debug({ method, code: error.code }, 'a phone’s wish could not be met');
      return error.code;
    }
    log.error({ error, method }, 'a phone’s wish could not be met');
    return 'unexpected';
  }

  #send(header: unknown, bytes?: Uint8Array): void {
    if (this.#closed) return;
    if (this.#parts.unsentBytes() > stuckBytes) this.close();
    else this.#parts.channel.send(header, bytes);
  }
}

/** Null where it is none that a phone of ours makes. */
function readCall({ header, bytes }: SealedMessage): (PhoneCall & { readonly id: number }) | null {
  const parsed = callSchema.safeParse(header);
  if (!parsed.success) return null;
  const { call: id, method } = parsed.data;
  if (!isMethod(method)) return null;
  const argument = phoneMethods[method].safeParse(parsed.data.argument);
  const mostBytes = method === 'sendChunk' ? companionLimits.chunkBytes : 0;
  if (!argument.success || bytes.length > mostBytes) return null;
  return { id, method, argument: argument.data, bytes };
}

const isMethod = (name: string): name is PhoneMethod => Object.hasOwn(phoneMethods, name);
