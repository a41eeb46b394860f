/** Cancelling, pausing and closing. */
import { expect, it } from 'vitest';
import { completed, failed, job, type Setup } from './harness.ts';

export function describeStopping(setup: Setup): void {
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
}
