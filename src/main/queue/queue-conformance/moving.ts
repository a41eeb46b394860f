/** The order the user makes. */
import { expect, it } from 'vitest';
import { completed, job, type Setup } from './harness.ts';

export function describeMoving(setup: Setup): void {
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
}
