import { expect, test } from 'vitest';
import { CrashLimit } from './crash-limit.ts';

test('starts a page again three times a minute, and not a fourth', () => {
  let now = 0;
  const limit = new CrashLimit({ now: () => now, after: () => () => {} });
  expect([limit.mayGoOn(), limit.mayGoOn(), limit.mayGoOn(), limit.mayGoOn()]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  now = 60_000;
  expect(limit.mayGoOn()).toBe(true);
});
