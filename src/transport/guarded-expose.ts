/**
 * Comlink's `expose()` walks any property path and serves reads, writes and constructors, which lets the peer run
 * code in this process (docs/adr/0002). Behind this guard it only ever sees calls of listed methods, rebuilt from
 * arguments that a schema has parsed; everything else is answered with a failure before Comlink hears of it.
 */
import { type Endpoint, expose } from 'comlink';
import { z } from 'zod';
import { StudioFailure } from '../contracts/failure.ts';
import { toWireFailure } from '../contracts/wire-failure.ts';

/** One schema per argument, by method name. */
export type MethodTable = Readonly<Record<string, readonly z.ZodType[]>>;

/** An object that has at least the methods of the table. */
export type GuardedApi<Methods extends MethodTable> = {
  readonly [Name in keyof Methods]: (...args: never[]) => Promise<unknown>;
};

export interface GuardedTransport {
  /** @param transfer what changes hands with it instead of being copied, between threads of one process */
  post(message: unknown, transfer?: readonly unknown[]): unknown;
  onMessage(listener: (message: unknown) => void): () => void;
}

const callSchema = z.object({
  id: z.string(),
  type: z.literal('APPLY'),
  path: z.tuple([z.string()]),
  argumentList: z.array(z.object({ type: z.literal('RAW'), value: z.unknown() })).default([]),
});
const releaseSchema = z.object({ id: z.string(), type: z.literal('RELEASE') });
const answerableSchema = z.object({ id: z.string() });

type Inspection =
  | { readonly outcome: 'pass'; readonly message: unknown }
  | { readonly outcome: 'refuse'; readonly id: string; readonly reason: string }
  | { readonly outcome: 'ignore' };

/** @returns a function that stops serving */
export function guardedExpose<Methods extends MethodTable>(
  api: GuardedApi<Methods>,
  methods: Methods,
  transport: GuardedTransport,
): () => void {
  const stops = new Map<unknown, () => void>();
  const endpoint = {
    postMessage: (message: unknown) => transport.post(message),
    addEventListener(_type: string, listener: (event: { data: unknown }) => void) {
      const stop = transport.onMessage((message) => {
        const inspection = inspect(message, methods);
        if (inspection.outcome === 'pass') listener({ data: inspection.message });
        if (inspection.outcome === 'refuse') transport.post(refusal(inspection.id, inspection.reason));
      });
      stops.set(listener, stop);
    },
    removeEventListener(_type: string, listener: unknown) {
      stops.get(listener)?.();
      stops.delete(listener);
    },
  };
  expose(exposed(api, methods), endpoint as unknown as Endpoint);
  return () => {
    for (const stop of stops.values()) stop();
    stops.clear();
  };
}

function inspect(message: unknown, methods: MethodTable): Inspection {
  const answerable = answerableSchema.safeParse(message);
  if (!answerable.success) return { outcome: 'ignore' };
  const { id } = answerable.data;
  const refuse = (reason: string): Inspection => ({ outcome: 'refuse', id, reason });

  const release = releaseSchema.safeParse(message);
  if (release.success) return { outcome: 'pass', message: release.data };
  const call = callSchema.safeParse(message);
  if (!call.success) return refuse('only plain calls are served');
  const [name] = call.data.path;
  const schemas = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (schemas === undefined) return refuse('no such method');
  const values = call.data.argumentList.map(({ value }) => value);
  if (values.length !== schemas.length) return refuse(`${name} takes ${schemas.length} arguments`);

  const argumentList: { type: 'RAW'; value: unknown }[] = [];
  for (const [index, schema] of schemas.entries()) {
    const parsed = schema.safeParse(values[index]);
    if (!parsed.success) return refuse(`${name}: ${z.prettifyError(parsed.error)}`);
    argumentList.push({ type: 'RAW', value: parsed.data });
  }
  return { outcome: 'pass', message: { id, type: 'APPLY', path: [name], argumentList } };
}

/** What Comlink's own thrown answer looks like, for a value that is not an Error. */
function refusal(id: string, reason: string): unknown {
  const value = toWireFailure(new StudioFailure('unexpected', { reason: `refused: ${reason}` }));
  return { id, type: 'HANDLER', name: 'throw', value: { isError: false, value } };
}

function exposed<Methods extends MethodTable>(api: GuardedApi<Methods>, methods: Methods): object {
  const served = Object.create(null);
  for (const name of Object.keys(methods)) {
    const method = api[name] as (...args: never[]) => Promise<unknown>;
    served[name] = async (...args: never[]) => {
      try {
        return await method(...args);
      } catch (error) {
        throw toWireFailure(error);
      }
    };
  }
  return Object.freeze(served);
}
