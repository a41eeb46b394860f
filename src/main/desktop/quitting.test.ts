import { expect, test } from 'vitest';
import type { QueueView } from '../../contracts/gallery.ts';
import { Quitting, quitWords } from './quitting.ts';

const idle: QueueView = { paused: false, entries: [], waiting: 0, share: null, remainingMs: null };
const busy: QueueView = { ...idle, waiting: 2 };

function setUp(queue: QueueView) {
  const log: string[] = [];
  const answers: ((quit: boolean) => void)[] = [];
  const quitting = new Quitting({
    queue: () => queue,
    ask: () => {
      log.push('asked');
      return new Promise((resolve) => answers.push(resolve));
    },
    close: async () => void log.push('closed'),
    leave: () => log.push('left'),
  });
  return { quitting, log, answer: (quit: boolean) => answers.shift()?.(quit) };
}

test('counts what is not finished', () => {
  expect(quitWords(idle)).toBeNull();
  expect(quitWords({ ...idle, waiting: 1 })?.message).toBe('1 photo is not finished yet.');
  expect(quitWords(busy)?.message).toBe('2 photos are not finished yet.');
});

test('quits at once with nothing left', async () => {
  const { quitting, log } = setUp(idle);
  expect(await quitting.quit()).toBe(true);
  expect(log).toEqual(['closed', 'left']);
  expect(quitting.isClosed).toBe(true);
});

test('asks once when work is left, and keeps working on a no', async () => {
  const { quitting, log, answer } = setUp(busy);
  const first = quitting.quit();
  // Asked for again while the question stands.
  expect(await quitting.quit()).toBe(false);
  answer(false);
  expect(await first).toBe(false);
  expect([log, quitting.isClosing]).toEqual([['asked'], false]);
  const second = quitting.quit();
  answer(true);
  expect(await second).toBe(true);
  expect(log).toEqual(['asked', 'asked', 'closed', 'left']);
});

test('a machine that shuts down is not kept by a question, not even by one that stands', async () => {
  const quiet = setUp(busy);
  quiet.quitting.hurry();
  await quiet.quitting.quit();
  expect(quiet.log).toEqual(['closed', 'left']);
  const asking = setUp(busy);
  const quit = asking.quitting.quit();
  asking.quitting.hurry();
  expect(await quit).toBe(true);
  expect(asking.log).toEqual(['asked', 'closed', 'left']);
});

test('leaves even where closing failed', async () => {
  const log: string[] = [];
  const quitting = new Quitting({
    queue: () => idle,
    ask: async () => true,
    close: () => Promise.reject(new Error('the disk is gone')),
    leave: () => log.push('left'),
  });
  await expect(quitting.quit()).rejects.toThrow('the disk is gone');
  expect(log).toEqual(['left']);
});
