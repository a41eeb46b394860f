/** Reads what a worker tells beside the calls, in order, and notices what was lost. */
import type { Progress } from '../../contracts/progress.ts';
import { type WorkerEvent, workerEventSchema } from '../../contracts/worker-api.ts';
import type { MessagePort } from './spawn-port.ts';

export type SupervisorLog = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void;

export interface WorkerEventHandlers {
  readonly onProgress: (jobId: string, progress: Progress) => void;
  readonly onTryingProvider: (provider: string) => void;
  readonly log: SupervisorLog;
}

export function readWorkerEvents(port: MessagePort, handlers: WorkerEventHandlers): () => void {
  let expected = 1;
  return port.onMessage((message) => {
    if ((message as { kind?: unknown } | null)?.kind !== 'event') return;
    const parsed = workerEventSchema.safeParse(message);
    if (!parsed.success) {
      handlers.log('warn', 'worker event not understood', { reason: parsed.error.message });
      return;
    }
    const { sequence, event } = parsed.data;
    if (sequence !== expected)
      handlers.log('warn', 'worker events lost or out of order', { expected, sequence });
    expected = sequence + 1;
    handOut(event, handlers);
  });
}

function handOut(
  event: WorkerEvent['event'],
  { onProgress, onTryingProvider, log }: WorkerEventHandlers,
): void {
  if (event.type === 'progress') onProgress(event.jobId, event.progress);
  else if (event.type === 'tryingProvider') onTryingProvider(event.provider);
  else log(event.level, event.message, event.fields);
}
