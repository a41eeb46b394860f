/** What a phone that has met the studio says over one connection: calls, chunks, and the events beside them. */
import { z } from 'zod';
import { type PhoneEvent, phoneEventSchema } from '../../contracts/companion/events.ts';
import { companionLimits } from '../../contracts/companion/limits.ts';
import {
  type PhoneAnswer,
  type PhoneApi,
  type PhoneArgument,
  type PhoneMethod,
  phoneAnswers,
} from '../../contracts/companion/phone-api.ts';
import { failureCodes, StudioFailure } from '../../contracts/failure.ts';
import type { SealedChannel, SealedMessage } from './sealed-channel.ts';

const headerSchema = z.union([
  z.strictObject({ answer: z.int(), value: z.unknown() }),
  z.strictObject({ answer: z.int(), failure: z.strictObject({ code: z.enum(failureCodes) }) }),
  z.strictObject({ event: z.unknown() }),
]);

interface Pending {
  readonly method: PhoneMethod;
  readonly resolve: (answer: { readonly value: never; readonly bytes: Uint8Array }) => void;
  readonly reject: (error: StudioFailure) => void;
}

export class PhoneConnection implements PhoneApi {
  readonly #channel: SealedChannel;
  readonly #pending = new Map<number, Pending>();
  readonly #chunkWaiters: (() => void)[] = [];
  #chunksInFlight = 0;
  #calls = 0;
  #closed = false;
  /** Set before the first call. */
  onEvent: (event: PhoneEvent) => void = () => {};
  onClosed: () => void = () => {};

  constructor(channel: SealedChannel) {
    this.#channel = channel;
    channel.onClose(() => this.#end());
    channel.onMessage((message) => this.#receive(message));
  }

  async call<Method extends PhoneMethod>(
    method: Method,
    argument: PhoneArgument<Method>,
  ): Promise<PhoneAnswer<Method>> {
    return (await this.#ask(method, argument)).value;
  }

  /** Waits where as many chunks as the studio takes are on their way. */
  async sendChunk(
    argument: PhoneArgument<'sendChunk'>,
    bytes: Uint8Array,
  ): Promise<PhoneAnswer<'sendChunk'>> {
    while (this.#chunksInFlight >= companionLimits.chunksInFlight)
      await new Promise<void>((go) => this.#chunkWaiters.push(go));
    this.#chunksInFlight += 1;
    try {
      return (await this.#ask('sendChunk', argument, bytes)).value;
    } finally {
      this.#chunksInFlight -= 1;
      this.#chunkWaiters.shift()?.();
    }
  }

  async readPicture(argument: PhoneArgument<'readPicture'>) {
    const { value, bytes } = await this.#ask('readPicture', argument);
    return { piece: value, bytes };
  }

  close(): void {
    this.#channel.close();
    this.#end();
  }

  #ask<Method extends PhoneMethod>(
    method: Method,
    argument: PhoneArgument<Method>,
    bytes?: Uint8Array,
  ): Promise<{ readonly value: PhoneAnswer<Method>; readonly bytes: Uint8Array }> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new StudioFailure('connectionLost'));
        return;
      }
      this.#calls += 1;
      this.#pending.set(this.#calls, { method, resolve, reject });
      this.#channel.send({ call: this.#calls, method, argument }, bytes);
    });
  }

  #receive({ header, bytes }: SealedMessage): void {
    const parsed = headerSchema.safeParse(header);
    if (!parsed.success) return;
    if ('event' in parsed.data) {
      const event = phoneEventSchema.safeParse(parsed.data.event);
      // An event that this page does not know yet is of a newer studio.
      if (event.success) this.onEvent(event.data);
      return;
    }
    const pending = this.#pending.get(parsed.data.answer);
    if (!pending) return;
    this.#pending.delete(parsed.data.answer);
    if ('failure' in parsed.data) {
      pending.reject(new StudioFailure(parsed.data.failure.code));
      return;
    }
    const answer = phoneAnswers[pending.method].safeParse(parsed.data.value);
    if (answer.success) pending.resolve({ value: answer.data as never, bytes });
    else
      pending.reject(
        new StudioFailure('unexpected', {
          reason: `the answer to ${pending.method}: ${z.prettifyError(answer.error)}`,
        }),
      );
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { reject } of this.#pending.values()) reject(new StudioFailure('connectionLost'));
    this.#pending.clear();
    this.onClosed();
  }
}
