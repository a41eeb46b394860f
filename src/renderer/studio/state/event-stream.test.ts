import { describe, expect, it, vi } from 'vitest';
import type { StudioEvent } from '../../../contracts/studio-api.ts';
import { createEventStream } from './event-stream.ts';

const removed = (sequence: number): StudioEvent => ({
  kind: 'event',
  sequence,
  event: { type: 'removed', photoIds: [String(sequence)] },
});

function stream(known: number[]) {
  const applied: string[] = [];
  const errors: unknown[] = [];
  const readAll = vi.fn(async () => {
    const next = known.shift();
    if (next === undefined) throw new Error('nobody there');
    return next;
  });
  const events = createEventStream({
    readAll,
    apply: (event) => event.type === 'removed' && applied.push(...event.photoIds),
    onError: (error) => errors.push(error),
  });
  return { events, applied, readAll, errors };
}

describe('the stream of events', () => {
  it('applies what follows, once and in order', async () => {
    const { events, applied } = stream([4]);
    await events.resynchronise();
    for (const sequence of [4, 5, 5, 6]) events.receive(removed(sequence));
    expect(applied).toEqual(['5', '6']);
  });

  it('holds what arrives while reading and applies only the news', async () => {
    const { events, applied } = stream([7]);
    const reading = events.resynchronise();
    for (const sequence of [6, 7, 8]) events.receive(removed(sequence));
    expect(applied).toEqual([]);
    await reading;
    expect(applied).toEqual(['8']);
  });

  it('reads everything again after a gap, once', async () => {
    const { events, applied, readAll } = stream([1, 9]);
    await events.resynchronise();
    events.receive(removed(5));
    events.receive(removed(9));
    events.receive(removed(10));
    await events.resynchronise();
    expect(readAll).toHaveBeenCalledTimes(2);
    expect(applied).toEqual(['10']);
  });

  it('says when nobody answers, and recovers with the next reading', async () => {
    const known: number[] = [];
    const { events, applied, errors } = stream(known);
    await events.resynchronise();
    expect(errors).toHaveLength(1);
    known.push(3);
    await events.resynchronise();
    events.receive(removed(4));
    expect(applied).toEqual(['4']);
  });
});
