/** What is listed, and for how long it is kept. */
import { expect, it } from 'vitest';
import type { JobQueue } from '../job-queue.ts';
import { completed, failed, job, type Setup } from './harness.ts';

export function describeKeeping(setup: Setup): void {
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

  it('purges more rows than one batch holds', async () => {
    const { queue, time } = setup();
    const ids = await queue.addMany(Array.from({ length: 1200 }, (_, i) => job(`${i}`)));
    for (const id of ids) await queue.cancel(id);
    await time.advance(8 * 24 * 3_600_000);
    expect(await queue.purge()).toEqual({ jobs: 1200, events: 2399 });
  });
}
