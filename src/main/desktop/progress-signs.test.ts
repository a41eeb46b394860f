import { expect, test } from 'vitest';
import type { QueueView } from '../../contracts/gallery.ts';
import { progressSigns } from './progress-signs.ts';

const working = {
  jobId: 'j',
  photoId: 'e'.repeat(64),
  name: 'a.jpg',
  state: 'working',
  progress: null,
} as const;
const queue: QueueView = { paused: false, entries: [], waiting: 0, share: null, remainingMs: null };

test('shows nothing at rest', () => {
  expect(progressSigns(queue)).toEqual({
    bar: -1,
    mode: 'none',
    step: null,
    words: 'Nothing is waiting',
    isWorking: false,
  });
});

test('shows the share of everything asked for, and what is left', () => {
  expect(progressSigns({ ...queue, entries: [working], waiting: 2, share: 0.629 })).toEqual({
    bar: 0.629,
    mode: 'normal',
    step: 12,
    words: '62%, 3 photos left',
    isWorking: true,
  });
  expect(progressSigns({ ...queue, waiting: 1 })).toMatchObject({ mode: 'indeterminate', bar: 0 });
});

test('a paused queue holds still and lets the machine sleep, once the running photo is done', () => {
  const paused = { ...queue, paused: true, waiting: 2, share: 0.5 };
  expect(progressSigns(paused)).toMatchObject({
    mode: 'paused',
    words: 'Paused at 50%, 2 photos left',
    isWorking: false,
  });
  expect(progressSigns({ ...paused, entries: [working] })).toMatchObject({ mode: 'normal', isWorking: true });
});
