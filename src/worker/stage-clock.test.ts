import { describe, expect, it } from 'vitest';
import { StageClock } from './stage-clock.ts';

function clockByHand() {
  let time = 100;
  const clock = new StageClock(() => time);
  return {
    clock,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

describe('StageClock', () => {
  it('knows nothing of a stage that was not reached', () => {
    expect(clockByHand().clock.timings.enhance).toBeNull();
  });

  it('adds up what a stage took in several goes', async () => {
    const { clock, pass } = clockByHand();
    clock.run('decode', () => pass(3));
    pass(50);
    await clock.wait('decode', async () => pass(4));
    expect(clock.timings.decode).toBe(7);
  });

  it('counts time for the innermost stage only', async () => {
    const { clock, pass } = clockByHand();
    await clock.wait('enhance', async () => {
      pass(10);
      clock.run('encode', () => pass(5));
      await Promise.resolve();
      clock.run('finish', () => pass(2));
      pass(20);
    });
    expect(clock.timings).toMatchObject({ enhance: 30, encode: 5, finish: 2 });
  });

  it('counts a stage that fails', async () => {
    const { clock, pass } = clockByHand();
    const failing = clock.wait('find', async () => {
      pass(8);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    pass(9);
    expect(clock.timings.find).toBe(8);
  });
});
