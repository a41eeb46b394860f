/** What the tests of every JobQueue share: a queue to try, over time that stands still unless a test moves it. */
import type { FailureCode } from '../../../contracts/failure.ts';
import type { JobEvent } from '../../../contracts/job.ts';
import type { JobContext, JobOutcome, JobQueue, NewJob } from '../job-queue.ts';
import { ManualTime, settled } from '../manual-time.ts';
import type { QueueOptions } from '../store-queue.ts';

export interface QueueHarness {
  open(options: QueueOptions): JobQueue;
  /** As after a crash: a new queue over what the old one had recorded; the old one still runs, unaware. */
  reopen(options: QueueOptions): JobQueue;
  dispose(): void;
}

/** A handler that does nothing until the test says how each attempt ends. */
export function heldHandler() {
  const started: JobContext[] = [];
  const ends: ((outcome: JobOutcome) => void)[] = [];
  const handler = (context: JobContext) => {
    started.push(context);
    return new Promise<JobOutcome>((resolve) => ends.push(resolve));
  };
  const end = async (index: number, outcome: JobOutcome) => {
    ends[index]?.(outcome);
    await settled();
  };
  return { handler, started, end };
}

export const completed: JobOutcome = { outcome: 'completed' };
export const failed = (code: FailureCode): JobOutcome => ({ outcome: 'failed', code });
export const job = (label: string, more: Partial<NewJob> = {}): NewJob => ({
  kind: 'process',
  payload: label,
  ...more,
});

/** @returns `setup` opens a queue with all that a test needs; `dispose` ends every queue it opened. */
export function queueSetup(createHarness: () => QueueHarness) {
  const opened: QueueHarness[] = [];

  function setup(more: QueueOptions = {}) {
    const time = new ManualTime();
    const harness = createHarness();
    opened.push(harness);
    const options = { clock: time, timers: time, random: () => 0.5, ...more };
    const queue = harness.open(options);
    const held = heldHandler();
    const events: JobEvent[] = [];
    queue.subscribe({ event: (event) => events.push(event) });
    const work = (concurrency = 1) => queue.work('process', { concurrency }, held.handler);
    const labels = () => held.started.map((context) => context.job.payload);
    const reopen = () => harness.reopen(options);
    return { time, queue, held, events, work, labels, reopen };
  }

  const dispose = () => {
    for (const harness of opened.splice(0)) harness.dispose();
  };
  return { setup, dispose };
}

export type Setup = ReturnType<typeof queueSetup>['setup'];
