/** Which job is taken, and when. */
import { expect, it } from 'vitest';
import { completed, failed, job, type Setup } from './harness.ts';

export function describeTaking(setup: Setup): void {
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
}
