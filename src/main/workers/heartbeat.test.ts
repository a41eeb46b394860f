import { expect, test, vi } from 'vitest';
import { startHeartbeat } from './heartbeat.ts';
import { ManualTimers } from './testing/manual-timers.ts';

const limits = { everyMs: 5_000, missed: 6 };

test('a worker that says nothing for half a minute is hung, once', () => {
  const timers = new ManualTimers();
  const onHung = vi.fn();
  startHeartbeat(() => new Promise(() => {}), onHung, limits, timers);
  timers.advance(34_999);
  expect(onHung).not.toHaveBeenCalled();
  timers.advance(1);
  expect(onHung).toHaveBeenCalledTimes(1);
  timers.advance(600_000);
  expect(onHung).toHaveBeenCalledTimes(1);
  expect(timers.waiting).toEqual([]);
});

test('an answer, or anything else heard, starts the count anew', async () => {
  const timers = new ManualTimers();
  const onHung = vi.fn();
  const answers: (() => void)[] = [];
  const ping = () => new Promise<void>((resolve) => answers.push(resolve));
  const heartbeat = startHeartbeat(ping, onHung, limits, timers);
  timers.advance(30_000);
  answers[0]?.();
  await Promise.resolve();
  timers.advance(30_000);
  heartbeat.alive();
  timers.advance(30_000);
  expect(onHung).not.toHaveBeenCalled();
  timers.advance(5_000);
  expect(onHung).toHaveBeenCalled();
});

test('a failed ping is no sign of life and no error', () => {
  const timers = new ManualTimers();
  const onHung = vi.fn();
  startHeartbeat(() => Promise.reject(new Error('gone')), onHung, limits, timers);
  timers.advance(35_000);
  expect(onHung).toHaveBeenCalled();
});

test('after stopping it is quiet', () => {
  const timers = new ManualTimers();
  const ping = vi.fn(async () => {});
  startHeartbeat(ping, () => {}, limits, timers).stop();
  timers.advance(100_000);
  expect(ping).not.toHaveBeenCalled();
});
