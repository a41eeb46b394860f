import { expect, it } from 'vitest';
import type { Progress } from '../../contracts/progress.ts';
import { WorkMeter } from './work-meter.ts';

const plan = {
  sourceMegapixels: 12,
  frameMegapixels: 4,
  enhanceMegapixels: 3,
  pictureMegapixels: 10,
  reflections: true,
};
const rates = { prepare: 10, find: 200, reflections: 100, enhance: 2000, finish: 50 };

it('never falls, even when the work ahead turns out larger, and ends at 1', () => {
  const seen: Progress[] = [];
  const meter = new WorkMeter({ ...plan, enhanceMegapixels: 0.5 }, rates, (progress) => seen.push(progress));
  meter.begin('preparing');
  meter.advance(1);
  meter.begin('finding');
  meter.advance(1);
  meter.replan({ ...plan, enhanceMegapixels: 20 });
  meter.begin('reflections');
  meter.begin('enhancing');
  for (let tile = 1; tile <= 40; tile++) meter.advance(tile / 40);
  meter.begin('finishing');
  meter.advance(1);
  const shares = seen.map((progress) => progress.share);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
  expect(seen.at(-1)?.remainingMs).toBe(0);
});

it('tells no remaining time before anything was learned', () => {
  const seen: Progress[] = [];
  new WorkMeter(plan, null, (progress) => seen.push(progress)).begin('preparing');
  expect(seen).toEqual([{ step: 'preparing', share: 0, remainingMs: null }]);
});

it('takes the first photo’s rates as they are and moves towards later ones', () => {
  const first = new WorkMeter(plan, null, () => {});
  first.end('enhancing', 9000);
  expect(first.learnedRates().enhance).toBe(3000);
  const second = new WorkMeter(plan, rates, () => {});
  second.end('enhancing', 9000);
  expect(second.learnedRates().enhance).toBeCloseTo(2400);
  expect(second.learnedRates().find).toBe(200);
});
