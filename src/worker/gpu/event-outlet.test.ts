import { expect, test } from 'vitest';
import type { WorkerEvent } from '../../contracts/worker-api.ts';
import { EventOutlet } from './event-outlet.ts';

function setup() {
  const sent: WorkerEvent[] = [];
  let now = 0;
  let timer: { at: number; run: () => void } | null = null;
  const outlet = new EventOutlet(
    async (message) => {
      sent.push(message);
    },
    {
      now: () => now,
      after(milliseconds, run) {
        timer = { at: now + milliseconds, run };
        return () => {
          timer = null;
        };
      },
    },
  );
  const advance = (milliseconds: number) => {
    now += milliseconds;
    if (timer !== null && timer.at <= now) {
      const { run } = timer;
      timer = null;
      run();
    }
  };
  const shares = () =>
    sent.map(({ event }) => (event.type === 'progress' ? event.progress.share : event.type));
  return { outlet, sent, advance, shares };
}

const at = (share: number) => ({ step: 'enhancing', share, remainingMs: null }) as const;

test('progress goes out at most ten times a second, and the newest held back wins', () => {
  const { outlet, advance, shares } = setup();
  const progress = outlet.progressOf('job');
  progress.report(at(0.1));
  progress.report(at(0.2));
  progress.report(at(0.3));
  expect(shares()).toEqual([0.1]);
  advance(99);
  expect(shares()).toEqual([0.1]);
  advance(1);
  expect(shares()).toEqual([0.1, 0.3]);
  advance(500);
  progress.report(at(0.4));
  expect(shares()).toEqual([0.1, 0.3, 0.4]);
});

test('what is held back goes out at the end, and nothing after it', () => {
  const { outlet, advance, shares } = setup();
  const progress = outlet.progressOf('job');
  progress.report(at(0.5));
  progress.report(at(1));
  progress.finish();
  progress.report(at(1));
  advance(1000);
  expect(shares()).toEqual([0.5, 1]);
});

test('the share never falls', () => {
  const { outlet, advance, shares } = setup();
  const progress = outlet.progressOf('job');
  progress.report(at(0.6));
  advance(200);
  progress.report(at(0.5));
  expect(shares()).toEqual([0.6, 0.6]);
});

test('events are numbered from 1 without gaps, whatever they say', () => {
  const { outlet, sent } = setup();
  outlet.log('info', 'hello');
  outlet.progressOf('job').report(at(0));
  void outlet.send({ type: 'tryingProvider', provider: 'webgpu' });
  expect(sent.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
});
