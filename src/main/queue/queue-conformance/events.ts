/** Who listens to what happens. */
import { expect, it } from 'vitest';
import type { JobEvent } from '../../../contracts/job.ts';
import { settled } from '../manual-time.ts';
import { completed, job, type Setup } from './harness.ts';

export function describeEvents(setup: Setup): void {
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
}
