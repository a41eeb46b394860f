/** Progress and leases, and opening again after the program died. */
import { expect, it } from 'vitest';
import { maximumInterruptions } from '../retry-policy.ts';
import { completed, heldHandler, job, type Setup } from './harness.ts';

export function describeLeases(setup: Setup): void {
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
}
