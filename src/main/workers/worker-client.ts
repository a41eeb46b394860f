/**
 * The worker's methods as main calls them, over Comlink. The worker reads untrusted files, so its answers are not
 * trusted either: only plain values and plain failures pass, and each is parsed by the contract.
 */
import { type Endpoint, wrap } from 'comlink';
import { z } from 'zod';
import { StudioFailure } from '../../contracts/failure.ts';
import { processReportSchema } from '../../contracts/processing.ts';
import { fromWireFailure } from '../../contracts/wire-failure.ts';
import { type WorkerApi, workerReadinessSchema } from '../../contracts/worker-api.ts';
import type { MessagePort } from './spawn-port.ts';

const answerSchema = z.union([
  z.object({ id: z.string(), type: z.literal('RAW'), value: z.unknown() }),
  z.object({
    id: z.string(),
    type: z.literal('HANDLER'),
    name: z.literal('throw'),
    value: z.looseObject({}),
  }),
]);

const pingSchema = z.strictObject({ busy: z.boolean(), residentBytes: z.number().nonnegative() });

export function workerClient(port: MessagePort): WorkerApi {
  const remote = wrap<WorkerApi>(answersOf(port));
  return {
    start: (options) => answer(() => remote.start(options), workerReadinessSchema),
    process: (request) => answer(() => remote.process(request), processReportSchema),
    cancel: (jobId) => answer(() => remote.cancel(jobId), z.undefined()),
    ping: () => answer(() => remote.ping(), pingSchema),
  };
}

async function answer<Value>(call: () => Promise<unknown>, schema: z.ZodType<Value>): Promise<Value> {
  let value: unknown;
  try {
    value = await call();
  } catch (error) {
    throw fromWireFailure(error);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new StudioFailure('unexpected', { reason: `the worker's answer: ${z.prettifyError(parsed.error)}` });
}

function answersOf(port: MessagePort): Endpoint {
  const stops = new Map<unknown, () => void>();
  const endpoint = {
    postMessage: (message: unknown) => port.post(message),
    addEventListener(_type: string, listener: (event: { data: unknown }) => void) {
      const stop = port.onMessage((message) => {
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
