/** What becomes of a job that fails, crashes or cannot be recorded. */
import { expect, it } from 'vitest';
import { settled } from '../manual-time.ts';
import { completed, failed, job, type Setup } from './harness.ts';

export function describeFailing(setup: Setup): void {
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
}
