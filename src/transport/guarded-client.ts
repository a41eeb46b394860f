/**
 * The calling side of a guarded channel. Answers are trusted no more than calls: only plain values and plain
 * failures pass to Comlink, never a proxy, and each value is parsed by the contract's schema for it.
 */
import { type Endpoint, wrap } from 'comlink';
import { z } from 'zod';
import { StudioFailure } from '../contracts/failure.ts';
import { fromWireFailure } from '../contracts/wire-failure.ts';
import type { GuardedTransport } from './guarded-expose.ts';

/** JSON has no undefined: the answer of a method without one comes without a value. */
const answerSchema = z.union([
  z.object({ id: z.string(), type: z.literal('RAW'), value: z.unknown().optional() }),
  z.object({
    id: z.string(),
    type: z.literal('HANDLER'),
    name: z.literal('throw'),
    value: z.looseObject({}),
  }),
]);

/** What each method answers, by name. */
export type AnswerTable<Api> = {
  readonly [Name in keyof Api]: Api[Name] extends (...args: never[]) => Promise<infer Answer>
    ? z.ZodType<Answer>
    : never;
};

/** Methods reject with a StudioFailure; an answer of another shape is the failure 'unexpected'. */
export function guardedClient<Api extends object>(
  answers: AnswerTable<Api>,
  transport: GuardedTransport,
): Api {
  const remote = wrap(endpointOf(transport)) as unknown as Record<
    string,
    (...values: unknown[]) => Promise<unknown>
  >;
  const client: Record<string, (...values: unknown[]) => Promise<unknown>> = {};
  for (const [name, schema] of Object.entries(answers) as [string, z.ZodType][]) {
    client[name] = (...values) => parsedAnswer(() => remote[name]!(...values), name, schema);
  }
  return client as Api;
}

async function parsedAnswer(call: () => Promise<unknown>, name: string, schema: z.ZodType): Promise<unknown> {
  let value: unknown;
  try {
    value = await call();
  } catch (error) {
    throw fromWireFailure(error);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new StudioFailure('unexpected', {
    reason: `the answer to ${name}: ${z.prettifyError(parsed.error)}`,
  });
}

function endpointOf(transport: GuardedTransport): Endpoint {
  const stops = new Map<unknown, () => void>();
  const endpoint = {
    postMessage: (message: unknown, transfer?: readonly unknown[]) => transport.post(message, transfer),
    addEventListener(_type: string, listener: (event: { data: unknown }) => void) {
      const stop = transport.onMessage((message) => {
        const parsed = answerSchema.safeParse(message);
        if (parsed.success) listener({ data: parsed.data });
      });
      stops.set(listener, stop);
    },
    removeEventListener(_type: string, listener: unknown) {
      stops.get(listener)?.();
      stops.delete(listener);
    },
  };
  return endpoint as unknown as Endpoint;
}
