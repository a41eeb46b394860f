/**
 * Plays random histories on both queues at once. After every step both must tell the same, and a third account,
 * kept from the events alone by the rules of docs/job-states.md, must agree: only transitions of the chart, no
 * job in two hands, the right job started first.
 */
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JobEvent, JobPriority, JobState } from '../../contracts/job.ts';
import { migrate } from '../library/migrate.ts';
import type { JobOutcome, JobQueue } from './job-queue.ts';
import { ManualTime, settled } from './manual-time.ts';
import { createMemoryQueue } from './memory-queue.ts';
import { createMemoryStore } from './memory-store.ts';
import { createSqliteQueue } from './sqlite-queue.ts';
import type { QueueOptions } from './store-queue.ts';
import { agedAfterMs } from './turns.ts';

const outcomes: JobOutcome[] = [
  { outcome: 'completed' },
  { outcome: 'failed', code: 'enhancementFailed' },
  { outcome: 'failed', code: 'irisNotFound' },
  { outcome: 'failed', code: 'cancelled' },
  { outcome: 'crashed' },
];

const which = fc.nat({ max: 30 });
const priority = fc.constantFrom<JobPriority>('interactive', 'batch');
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      priority,
      key: fc.option(fc.nat({ max: 3 })),
      delay: fc.constantFrom(0, 0, 0, 5000),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('end' as const), which, outcome: fc.constantFrom(...outcomes) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('retry' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reprioritise' as const), which, priority }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('move' as const), which, before: fc.option(which) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1000, 15_000, agedAfterMs),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Made> ? Made : never;

const allowed: Readonly<Record<JobEvent['type'], readonly JobState[]>> = {
  enqueued: [],
  started: ['available'],
  progressed: ['running'],
  released: ['running', 'scheduled', 'retryable'],
  retried: ['running', 'discarded', 'cancelled', 'retryable'],
  completed: ['running'],
  cancelled: ['scheduled', 'available', 'running', 'retryable'],
  discarded: ['running'],
  reprioritised: ['scheduled', 'available', 'running', 'retryable'],
  moved: ['scheduled', 'available', 'retryable'],
};

const waits: readonly JobState[] = ['scheduled', 'available', 'retryable'];

interface Known {
  order: number;
  state: JobState;
  priority: JobPriority;
  waitingSince: number;
}

/** The third account. */
class Account {
  readonly jobs = new Map<string, Known>();
  sequence = 0;

  take(event: JobEvent, delay: number): void {
    expect(event.sequence).toBe(this.sequence + 1);
    this.sequence = event.sequence;
    if (event.type === 'enqueued') {
      expect(this.jobs.has(event.jobId)).toBe(false);
      this.jobs.set(event.jobId, {
        order: this.jobs.size,
        state: delay > 0 ? 'scheduled' : 'available',
        priority: event.data.priority as JobPriority,
        waitingSince: event.at + delay,
      });
      return;
    }
    const job = this.jobs.get(event.jobId)!;
    expect(allowed[event.type]).toContain(job.state);
    if (event.type === 'started') this.#expectFirst(job, event.at);
    if (event.type === 'reprioritised') job.priority = event.data.priority as JobPriority;
    if (event.type === 'moved')
      this.#move(event.jobId, event.data as { before: string | null; priority: JobPriority });
    if (event.type === 'retried') {
      const byUser = event.data.by === 'user';
      job.state = byUser ? 'available' : 'retryable';
      job.waitingSince = byUser ? event.at : (event.data.runAt as number);
    }
    const next = { started: 'running', released: 'available' } as const;
    if (event.type === 'started' || event.type === 'released') job.state = next[event.type];
    if (event.type === 'completed' || event.type === 'cancelled' || event.type === 'discarded')
      job.state = event.type;
  }

  /** The places stay, the jobs change them. */
  #move(id: string, { before, priority }: { before: string | null; priority: JobPriority }): void {
    const moved = this.jobs.get(id)!;
    moved.priority = priority;
    const line = [...this.jobs]
      .filter(([, job]) => waits.includes(job.state) && job.priority === priority && job !== moved)
      .sort(([, a], [, b]) => a.order - b.order);
    const places = [moved.order, ...line.map(([, job]) => job.order)].sort((a, b) => a - b);
    const at = before === null ? line.length : line.findIndex(([other]) => other === before);
    const jobs = line.map(([, job]) => job);
    for (const [index, job] of [...jobs.slice(0, at), moved, ...jobs.slice(at)].entries())
      job.order = places[index]!;
  }

  #expectFirst(job: Known, at: number): void {
    const ahead = [...this.jobs.values()].filter(
      (other) => other.state === 'available' && other.order < job.order,
    );
    expect(ahead.filter((other) => other.priority === job.priority)).toEqual([]);
    const passesInteractive =
      job.priority === 'batch' &&
      [...this.jobs.values()].some(
        (other) => other.state === 'available' && other.priority === 'interactive',
      );
    if (passesInteractive) expect(at - job.waitingSince).toBeGreaterThanOrEqual(agedAfterMs);
  }
}

/** One queue under test, with all attempts that were ever handed out and how to end each. */
class Played {
  queue!: JobQueue;
  readonly ids: string[] = [];
  readonly attempts: { end: (outcome: JobOutcome) => void; ended: boolean }[] = [];
  readonly #open: (options: QueueOptions) => JobQueue;
  readonly #options: QueueOptions;

  constructor(open: (options: QueueOptions) => JobQueue, time: ManualTime) {
    let made = 0;
    const newId = () => `job-${String(made++).padStart(4, '0')}`;
    this.#options = { clock: time, timers: time, random: () => 0.5, newId };
    this.#open = open;
    this.restart();
  }

  /** The dead one starts nothing more, but what it had started may still say how it ended. */
  restart(): void {
    this.queue?.pause();
    this.queue = this.#open(this.#options);
    this.queue.work('process', { concurrency: 2 }, () => {
      return new Promise<JobOutcome>((resolve) => this.attempts.push({ end: resolve, ended: false }));
    });
  }

  async play(step: Step, now: number): Promise<unknown> {
    const id = (index: number) => this.ids[index % Math.max(1, this.ids.length)] ?? 'nobody';
    switch (step.do) {
      case 'add': {
        const uniqueKey = step.key === null ? null : `key-${step.key}`;
        const more = { priority: step.priority, uniqueKey, runAt: now + step.delay };
        const added = await this.queue.add({ kind: 'process', payload: null, ...more });
        if (!this.ids.includes(added)) this.ids.push(added);
        return added;
      }
      case 'end': {
        const open = this.attempts.filter((attempt) => !attempt.ended);
        const attempt = open[step.which % Math.max(1, open.length)];
        if (attempt) attempt.ended = true;
        attempt?.end(step.outcome);
        return null;
      }
      case 'cancel':
        return this.queue.cancel(id(step.which));
      case 'retry':
        return this.queue.retry(id(step.which));
      case 'reprioritise':
        return this.queue.reprioritise(id(step.which), step.priority);
      case 'move':
        return this.queue.move(id(step.which), step.before === null ? null : id(step.before));
      case 'pause':
      case 'resume':
        return this.queue[step.do]();
      case 'restart':
        return this.restart();
      case 'wait':
        return null;
    }
  }
}

it('tells one story, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const time = new ManualTime();
      const database = new Sqlite(':memory:');
      migrate(database);
      const store = createMemoryStore();
      const onSqlite = new Played((options) => createSqliteQueue(database, options), time);
      const inMemory = new Played((options) => createMemoryQueue(options, store), time);
      const account = new Account();
      for (const step of steps) {
        const now = time.now();
        expect(await onSqlite.play(step, now)).toEqual(await inMemory.play(step, now));
        await (step.do === 'wait' ? time.advance(step.ms) : settled());
        const [jobs, others] = await Promise.all(
          [onSqlite, inMemory].map(({ queue }) => queue.list({ limit: 100 })),
        );
        expect(jobs).toEqual(others);
        const events = await recorded(onSqlite.queue, account.sequence);
        expect(events).toEqual(await recorded(inMemory.queue, account.sequence));
        for (const event of events) account.take(event, step.do === 'add' ? step.delay : 0);
        expect(new Map(jobs?.map((job) => [job.id, job.state]))).toEqual(
          new Map([...account.jobs].map(([id, job]) => [id, job.state] as const).reverse()),
        );
        expect(jobs?.filter((job) => job.state === 'running').length).toBeLessThanOrEqual(2);
      }
      database.close();
    }),
    { numRuns: 120 },
  );
});

async function recorded(queue: JobQueue, after: number): Promise<JobEvent[]> {
  const last = await queue.lastSequence();
  const events: JobEvent[] = [];
  if (last <= after) return events;
  for await (const event of queue.events(after)) {
    events.push(event);
    if (event.sequence === last) break;
  }
  return events;
}
