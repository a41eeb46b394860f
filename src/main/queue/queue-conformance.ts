/** What every JobQueue must do, whatever it keeps its jobs in. Time stands still unless a test moves it. */
import { afterEach, describe, expect, it } from 'vitest';
import type { FailureCode } from '../../contracts/failure.ts';
import type { JobEvent } from '../../contracts/job.ts';
import type { JobContext, JobOutcome, JobQueue, NewJob } from './job-queue.ts';
import { ManualTime, settled } from './manual-time.ts';
import { maximumInterruptions } from './retry-policy.ts';
import type { QueueOptions } from './store-queue.ts';

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

const completed: JobOutcome = { outcome: 'completed' };
const failed = (code: FailureCode): JobOutcome => ({ outcome: 'failed', code });
const job = (label: string, more: Partial<NewJob> = {}): NewJob => ({
  kind: 'process',
  payload: label,
  ...more,
});

export function describeQueue(name: string, createHarness: () => QueueHarness): void {
  describe(name, () => {
    const opened: QueueHarness[] = [];
    afterEach(() => {
      for (const harness of opened.splice(0)) harness.dispose();
    });

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

    it('gives a job to its handler and records that it was done', async () => {
      const { queue, held, work, events, time } = setup();
      const id = await queue.add(job('a'));
      expect(await queue.get(id)).toMatchObject({
        state: 'available',
        priority: 'interactive',
        payload: 'a',
      });
      work();
      expect(held.started[0]).toMatchObject({
        attempt: 1,
        isLastAttempt: false,
        job: { id, state: 'running' },
      });
      await time.advance(5);
      await held.end(0, { outcome: 'completed', result: { resultId: 'r1' } });
      expect(await queue.get(id)).toMatchObject({
        state: 'completed',
        finalizedAt: time.now(),
        failure: null,
      });
      expect(events.map((event) => event.type)).toEqual(['enqueued', 'started', 'completed']);
      expect(events[2]?.data).toEqual({ result: { resultId: 'r1' } });
    });

    it('starts no more jobs at once than asked for, and none of another kind', async () => {
      const { queue, held, work, labels } = setup();
      work(2);
      await queue.addMany([job('a'), job('b'), job('c'), job('x', { kind: 'thumbnail' })]);
      expect(labels()).toEqual(['a', 'b']);
      await held.end(1, completed);
      expect(labels()).toEqual(['a', 'b', 'c']);
      await held.end(0, completed);
      await held.end(2, completed);
      expect(await queue.counts()).toMatchObject({ completed: 3, available: 1, running: 0 });
    });

    it('takes interactive jobs before batch jobs, and each line in the order added', async () => {
      const { queue, held, work, labels } = setup();
      await queue.addMany([job('b1', { priority: 'batch' }), job('b2', { priority: 'batch' })]);
      await queue.addMany([job('i1'), job('i2')]);
      work();
      for (let i = 0; i < 4; i += 1) await held.end(i, completed);
      expect(labels()).toEqual(['i1', 'i2', 'b1', 'b2']);
    });

    it('lets a batch job that waited ten minutes have every fourth start', async () => {
      const { queue, held, work, labels, time } = setup();
      await queue.addMany(['b1', 'b2'].map((label) => job(label, { priority: 'batch' })));
      await time.advance(10 * 60_000);
      await queue.addMany(['i1', 'i2', 'i3', 'i4', 'i5', 'i6', 'i7'].map((label) => job(label)));
      work();
      for (let i = 0; i < 9; i += 1) await held.end(i, completed);
      expect(labels()).toEqual(['i1', 'i2', 'i3', 'b1', 'i4', 'i5', 'i6', 'b2', 'i7']);
    });

    it('keeps a young batch job behind any number of interactive ones', async () => {
      const { queue, held, work, labels } = setup();
      await queue.addMany([
        job('b1', { priority: 'batch' }),
        ...['i1', 'i2', 'i3', 'i4', 'i5'].map((l) => job(l)),
      ]);
      work();
      for (let i = 0; i < 6; i += 1) await held.end(i, completed);
      expect(labels().at(-1)).toBe('b1');
    });

    it('moves a waiting job to the other line, and takes jobs added while it works', async () => {
      const { queue, held, work, labels, events } = setup();
      work();
      await queue.add(job('first'));
      const [, late] = await queue.addMany([
        job('b1', { priority: 'batch' }),
        job('b2', { priority: 'batch' }),
      ]);
      expect(await queue.reprioritise(late!, 'interactive')).toBe(true);
      expect(await queue.reprioritise(late!, 'interactive')).toBe(false);
      for (let i = 0; i < 3; i += 1) await held.end(i, completed);
      expect(labels()).toEqual(['first', 'b2', 'b1']);
      expect(events.filter((event) => event.type === 'reprioritised')).toHaveLength(1);
      expect(await queue.reprioritise(late!, 'batch')).toBe(false);
    });

    it('holds one live job for a unique key, in whatever live state that is', async () => {
      const { queue, held, work } = setup();
      const keyed = job('a', { uniqueKey: 'photo-1' });
      const id = await queue.add(keyed);
      expect(await queue.add(keyed)).toBe(id);
      work();
      expect(await queue.add(keyed)).toBe(id);
      await held.end(0, failed('enhancementFailed'));
      expect((await queue.get(id))?.state).toBe('retryable');
      expect(await queue.addMany([keyed, keyed])).toEqual([id, id]);
      expect(await queue.add({ ...keyed, kind: 'thumbnail' })).not.toBe(id);
      await queue.cancel(id);
      const next = await queue.add(keyed);
      expect(next).not.toBe(id);
      expect(await queue.retry(id)).toBe(false);
      expect((await queue.get(id))?.state).toBe('cancelled');
    });

    it('tries a transient failure once more, after a delay, then shows it', async () => {
      const { queue, held, work, time } = setup();
      const id = await queue.add(job('a'));
      work();
      await held.end(0, failed('workerHung'));
      expect(await queue.get(id)).toMatchObject({
        state: 'retryable',
        errorCount: 1,
        failure: 'workerHung',
        runAt: time.now() + 1000,
      });
      await time.advance(999);
      expect(held.started).toHaveLength(1);
      await time.advance(1);
      expect(held.started[1]).toMatchObject({ attempt: 2, isLastAttempt: true });
      await held.end(1, failed('workerHung'));
      expect(await queue.get(id)).toMatchObject({ state: 'discarded', errorCount: 2, failure: 'workerHung' });
      await time.advance(3_600_000);
      expect(held.started).toHaveLength(2);
    });

    it.each(['irisNotFound', 'fileDamaged', 'diskFull', 'modelChanged'] as const)(
      'never retries %s',
      async (code) => {
        const { queue, held, work } = setup();
        const id = await queue.add(job('a'));
        work();
        await held.end(0, failed(code));
        expect(await queue.get(id)).toMatchObject({ state: 'discarded', failure: code, errorCount: 1 });
      },
    );

    it('takes a thrown error for an unexpected failure', async () => {
      const { queue } = setup();
      const id = await queue.add(job('a'));
      queue.work('process', { concurrency: 1 }, () => Promise.reject(new TypeError('no such thing')));
      await settled();
      expect(await queue.get(id)).toMatchObject({ state: 'discarded', failure: 'unexpected' });
    });

    it('gives a job back after one crash and discards it after the second', async () => {
      const { queue, held, work } = setup();
      const [id] = await queue.addMany([job('bad'), job('good')]);
      work();
      await held.end(0, { outcome: 'crashed' });
      expect(held.started[1]).toMatchObject({ attempt: 2, job: { id, crashCount: 1 } });
      await held.end(1, { outcome: 'crashed' });
      expect(await queue.get(id!)).toMatchObject({
        state: 'discarded',
        failure: 'photoCrashesWorker',
        crashCount: 2,
      });
      expect(held.started[2]?.job.payload).toBe('good');
    });

    it('lets the user retry a discarded job with a clean record', async () => {
      const { queue, held, work } = setup();
      const id = await queue.add(job('a'));
      work();
      await held.end(0, failed('irisNotFound'));
      expect(await queue.retry(id)).toBe(true);
      expect(held.started[1]).toMatchObject({ attempt: 1, job: { failure: null, errorCount: 0 } });
      expect(await queue.retry(id)).toBe(false);
      await held.end(1, completed);
      expect(await queue.retry(id)).toBe(false);
      expect(await queue.retry('nobody')).toBe(false);
    });

    it('does not start a job before its moment', async () => {
      const { queue, held, work, time, events } = setup();
      work();
      const id = await queue.add(job('later', { runAt: time.now() + 3 * 3_600_000 }));
      expect((await queue.get(id))?.state).toBe('scheduled');
      await time.advance(3 * 3_600_000 - 1);
      expect(held.started).toHaveLength(0);
      await time.advance(1);
      expect(held.started).toHaveLength(1);
      expect(events.map((event) => event.type)).toEqual(['enqueued', 'released', 'started']);
    });

    it('cancels a waiting job at once and a running one when its handler returns', async () => {
      const { queue, held, work, time } = setup();
      const [first, second, third] = await queue.addMany([job('a'), job('b'), job('c')]);
      work();
      expect(await queue.cancel(second!)).toBe(true);
      expect(await queue.get(second!)).toMatchObject({ state: 'cancelled', failure: 'cancelled' });
      const calls: string[] = [];
      expect(await queue.cancel(first!)).toBe(true);
      expect(held.started[0]?.signal.aborted).toBe(true);
      expect(held.started[0]?.signal.reason).toMatchObject({ code: 'cancelled' });
      expect((await queue.get(first!))?.state).toBe('running');
      await time.advance(25_000);
      await held.end(0, {
        outcome: 'completed',
        alongside: () => calls.push('alongside'),
        dropped: () => calls.push('dropped'),
      });
      expect(await queue.get(first!)).toMatchObject({ state: 'cancelled', finalizedAt: time.now() });
      expect(calls).toEqual(['dropped']);
      expect(held.started[1]?.job.id).toBe(third);
      expect(await queue.cancel(first!)).toBe(false);
      expect(await queue.cancel('nobody')).toBe(false);
    });

    it('pauses: what runs finishes, nothing new starts until it resumes', async () => {
      const { queue, held, work, labels } = setup();
      await queue.addMany([job('a'), job('b')]);
      work();
      queue.pause();
      await held.end(0, completed);
      await queue.add(job('c'));
      expect([queue.paused, labels()]).toEqual([true, ['a']]);
      queue.resume();
      expect([queue.paused, labels()]).toEqual([false, ['a', 'b']]);
    });

    it('stops giving jobs to a handler that was taken away', async () => {
      const { queue, held, work, labels } = setup();
      await queue.addMany([job('a'), job('b')]);
      const stop = work();
      expect(() => work()).toThrow('already');
      stop();
      await held.end(0, completed);
      expect(labels()).toEqual(['a']);
      work();
      expect(labels()).toEqual(['a', 'b']);
    });

    it('completes, records and tells in one step, or not at all', async () => {
      const { queue, held, work, events } = setup();
      const [good, bad] = await queue.addMany([job('good'), job('bad')]);
      work();
      const calls: string[] = [];
      await held.end(0, { outcome: 'completed', alongside: () => calls.push('recorded') });
      await held.end(1, {
        outcome: 'completed',
        alongside: () => {
          throw new Error('constraint');
        },
        dropped: () => calls.push('dropped'),
      });
      expect(calls).toEqual(['recorded', 'dropped']);
      expect((await queue.get(good!))?.state).toBe('completed');
      expect(await queue.get(bad!)).toMatchObject({ state: 'discarded', failure: 'unexpected' });
      expect(events.filter((event) => event.jobId === bad).map((event) => event.type)).toEqual([
        'enqueued',
        'started',
        'discarded',
      ]);
    });

    it('shows progress at most ten times a second, never backwards, and saves every other second', async () => {
      const { queue, held, work, time, events } = setup();
      const shown: number[] = [];
      queue.subscribe({ progress: (_id, progress) => shown.push(progress.share) });
      const id = await queue.add(job('a'));
      work();
      const report = (share: number) =>
        held.started[0]?.progress({ step: 'enhancing', share, remainingMs: null });
      for (let i = 0; i < 100; i += 1) {
        report(i / 100);
        await time.advance(25);
      }
      report(0.5);
      await time.advance(100);
      expect(shown.length).toBeLessThanOrEqual(27);
      expect(shown.length).toBeGreaterThan(20);
      expect(shown).toEqual(shown.toSorted((a, b) => a - b));
      expect(shown.at(-1)).toBe(0.99);
      expect((await queue.get(id))?.progress?.share).toBe(0.99);
      expect(events.filter((event) => event.type === 'progressed')).toHaveLength(1);
      await held.end(0, completed);
      report(1);
      await time.advance(1000);
      expect(shown.at(-1)).toBe(0.99);
      expect((await queue.get(id))?.progress).toBeNull();
    });

    it('keeps the lease of a handler that works for long', async () => {
      const { queue, held, work, time } = setup();
      const id = await queue.add(job('long'));
      work();
      await time.advance(10 * 60_000);
      await held.end(0, completed);
      expect(await queue.get(id)).toMatchObject({ state: 'completed', crashCount: 0 });
    });

    it('gives back what ran when the program died, and drops what the dead one still says', async () => {
      const { queue, held, work, reopen } = setup();
      const [id, waiting] = await queue.addMany([job('a'), job('b')]);
      work();
      const next = reopen();
      expect(await next.get(id!)).toMatchObject({
        state: 'available',
        crashCount: 1,
        startedAt: expect.any(Number),
      });
      expect((await next.get(waiting!))?.state).toBe('available');
      const again = heldHandler();
      next.work('process', { concurrency: 1 }, again.handler);
      expect(again.started[0]).toMatchObject({ attempt: 2, job: { id } });

      const calls: string[] = [];
      await held.end(0, {
        outcome: 'completed',
        alongside: () => calls.push('stale alongside'),
        dropped: () => calls.push('stale dropped'),
      });
      expect(calls).toEqual(['stale dropped']);
      expect((await next.get(id!))?.state).toBe('running');
      await again.end(0, { outcome: 'completed', alongside: () => calls.push('alongside') });
      expect(calls).toEqual(['stale dropped', 'alongside']);
      expect((await next.get(id!))?.state).toBe('completed');
    });

    it('bears the ends of several programs, but not for ever, and cancels what was to be cancelled', async () => {
      const { queue, work, reopen } = setup();
      const [id, unwanted] = await queue.addMany([job('a'), job('b')]);
      work(2);
      await queue.cancel(unwanted!);
      let next = reopen();
      expect((await next.get(unwanted!))?.state).toBe('cancelled');
      for (let ends = 1; ends < maximumInterruptions; ends++) {
        expect(await next.get(id!)).toMatchObject({ state: 'available', crashCount: ends });
        next.work('process', { concurrency: 1 }, heldHandler().handler);
        next = reopen();
      }
      expect(await next.get(id!)).toMatchObject({ state: 'discarded', failure: 'photoCrashesWorker' });
    });

    it('tells a handler whose lease is lost to stop', async () => {
      const { queue, held, work, reopen, time } = setup();
      await queue.add(job('a'));
      work();
      reopen();
      await time.advance(10_000);
      expect(held.started[0]?.signal.aborted).toBe(true);
    });

    it('closes: aborts, waits for the grace, gives back without counting an attempt', async () => {
      const { queue, held, work, time, reopen } = setup();
      const ids = await queue.addMany([job('obeys'), job('finishes'), job('hangs'), job('waits')]);
      work(3);
      const closed = queue.close({ graceMs: 2000 });
      expect(held.started.every((context) => context.signal.aborted)).toBe(true);
      await held.end(0, failed('cancelled'));
      await held.end(1, completed);
      await time.advance(2000);
      await closed;
      await held.end(2, completed);
      expect(held.started).toHaveLength(3);
      await expect(queue.add(job('late'))).rejects.toThrow('closed');
      const next = reopen();
      const states = await Promise.all(ids.map((id) => next.get(id)));
      expect(states).toMatchObject([
        { state: 'available', errorCount: 0, crashCount: 0 },
        { state: 'completed' },
        { state: 'available', errorCount: 0, crashCount: 0 },
        { state: 'available' },
      ]);
    });

    it('replays events after a sequence, then pushes new ones, until it closes', async () => {
      const { queue, held, work } = setup();
      await queue.addMany([job('a'), job('b')]);
      const seen: JobEvent[] = [];
      const reader = (async () => {
        for await (const event of queue.events(1)) seen.push(event);
      })();
      await settled();
      expect(seen.map((event) => event.sequence)).toEqual([2]);
      work();
      await held.end(0, completed);
      expect(seen.map((event) => event.type)).toEqual(['enqueued', 'started', 'completed', 'started']);
      expect(seen.map((event) => event.sequence)).toEqual([2, 3, 4, 5]);
      expect(await queue.lastSequence()).toBe(5);
      await held.end(1, completed);
      await queue.close({ graceMs: 0 });
      await reader;
      expect(seen.at(-1)).toMatchObject({ type: 'completed', sequence: 6 });
    });

    it('stops an event reader on request', async () => {
      const { queue } = setup();
      const abort = new AbortController();
      const reader = (async () => {
        for await (const _ of queue.events(0, abort.signal));
        return 'ended';
      })();
      await settled();
      abort.abort();
      expect(await reader).toBe('ended');
    });

    it('goes on when a listener throws', async () => {
      const { queue, held, work, events } = setup();
      queue.subscribe({
        event: () => {
          throw new Error('window gone');
        },
      });
      const id = await queue.add(job('a'));
      work();
      await held.end(0, completed);
      expect((await queue.get(id))?.state).toBe('completed');
      expect(events).toHaveLength(3);
    });

    it('lists by state, kind, order and number', async () => {
      const { queue } = setup();
      const ids = await queue.addMany([job('a'), job('b'), job('c'), job('x', { kind: 'thumbnail' })]);
      await queue.cancel(ids[1]!);
      const payloads = async (query: Parameters<JobQueue['list']>[0]) =>
        (await queue.list(query)).map((found) => found.payload);
      expect(await payloads({})).toEqual(['x', 'c', 'b', 'a']);
      expect(await payloads({ states: ['available'], kind: 'process', order: 'oldest' })).toEqual(['a', 'c']);
      expect(await payloads({ limit: 1 })).toEqual(['x']);
      expect(await queue.counts()).toEqual({
        scheduled: 0,
        available: 3,
        running: 0,
        retryable: 0,
        completed: 0,
        cancelled: 1,
        discarded: 0,
      });
    });

    it('purges failed jobs after seven days and completed ones after thirty, never the last event', async () => {
      const { queue, held, work, time } = setup();
      const ids = await queue.addMany([job('done'), job('bad'), job('waits')]);
      work();
      await held.end(0, completed);
      queue.pause();
      await held.end(1, failed('irisNotFound'));
      const last = await queue.lastSequence();
      const day = 24 * 3_600_000;
      await time.advance(7 * day);
      expect(await queue.purge()).toEqual({ jobs: 0, events: 0 });
      await time.advance(1);
      expect(await queue.purge()).toEqual({ jobs: 1, events: last - 1 });
      expect(await queue.get(ids[1]!)).toBeNull();
      await time.advance(23 * day);
      expect(await queue.purge()).toEqual({ jobs: 1, events: 0 });
      expect((await queue.get(ids[2]!))?.state).toBe('available');
      await queue.add(job('next'));
      expect(await queue.lastSequence()).toBe(last + 1);
    });

    it('moves a waiting job before another, or behind all, and tells of it', async () => {
      const { queue, held, work, labels, events } = setup();
      const ids = await queue.addMany(['a', 'b', 'c', 'd'].map((label) => job(label)));
      const [a, b, c, d] = ids as [string, string, string, string];
      expect(await queue.move(d, b)).toBe(true);
      expect(await queue.move(a, null)).toBe(true);
      expect(await queue.move(c, d)).toBe(true);
      expect(events.at(-1)).toMatchObject({ type: 'moved', jobId: c, data: { before: d } });
      await queue.add(job('e'));
      work();
      for (let index = 0; index < 5; index += 1) await held.end(index, completed);
      expect(labels()).toEqual(['c', 'd', 'b', 'a', 'e']);
    });

    it('lets a moved job take over the priority of the line it moves into', async () => {
      const { queue, held, work, labels } = setup();
      const [first, second] = await queue.addMany([
        job('batch 1', { priority: 'batch' }),
        job('batch 2', { priority: 'batch' }),
      ]);
      const urgent = await queue.add(job('urgent'));
      expect(await queue.move(second!, urgent)).toBe(true);
      expect(await queue.get(second!)).toMatchObject({ priority: 'interactive' });
      expect(await queue.move(urgent, null)).toBe(true);
      expect(await queue.get(urgent)).toMatchObject({ priority: 'batch' });
      expect(await queue.move(first!, first!)).toBe(false);
      work();
      for (let index = 0; index < 3; index += 1) await held.end(index, completed);
      expect(labels()).toEqual(['batch 2', 'batch 1', 'urgent']);
    });

    it('moves nothing that does not wait', async () => {
      const { queue, work, events } = setup();
      const [running, waiting] = await queue.addMany([job('a'), job('b')]);
      work();
      expect(await queue.move(running!, waiting!)).toBe(false);
      expect(await queue.move(waiting!, running!)).toBe(false);
      expect(await queue.move('nobody', null)).toBe(false);
      expect(await queue.move(waiting!, 'nobody')).toBe(false);
      expect(events.some(({ type }) => type === 'moved')).toBe(false);
    });

    it('purges more rows than one batch holds', async () => {
      const { queue, time } = setup();
      const ids = await queue.addMany(Array.from({ length: 1200 }, (_, i) => job(`${i}`)));
      for (const id of ids) await queue.cancel(id);
      await time.advance(8 * 24 * 3_600_000);
      expect(await queue.purge()).toEqual({ jobs: 1200, events: 2399 });
    });
  });
}
