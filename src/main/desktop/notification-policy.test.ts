import { expect, test } from 'vitest';
import { notificationTarget } from './notification-policy.ts';

const photoId = 'c'.repeat(64);
const one = { finished: 1, failed: 0, photoId };
const batch = { finished: 3, failed: 1, photoId: null };
const away = { allowed: true, inFront: false, shown: { kind: 'library' } as const };

test('leads to the photo that ended, and a batch to the library', () => {
  expect(notificationTarget(one, away)).toEqual({ kind: 'photo', photoId });
  expect(notificationTarget({ ...one, finished: 0, failed: 1 }, away)).toEqual({ kind: 'photo', photoId });
  expect(notificationTarget(batch, away)).toEqual({ kind: 'library' });
});

test('says nothing of what is being looked at', () => {
  const looking = { ...away, inFront: true };
  const there = { kind: 'photo', photoId } as const;
  expect(notificationTarget(one, { ...looking, shown: there })).toBeNull();
  expect(notificationTarget(batch, looking)).toBeNull();
  // Behind another window it is not looked at; nor is it from another place.
  expect(notificationTarget(one, { ...away, shown: there })).not.toBeNull();
  expect(notificationTarget(one, looking)).not.toBeNull();
  expect(notificationTarget(batch, { ...looking, shown: null })).not.toBeNull();
  expect(
    notificationTarget(one, { ...looking, shown: { kind: 'photo', photoId: 'd'.repeat(64) } }),
  ).not.toBeNull();
});

test('says nothing where the user wants none, or nothing ended', () => {
  expect(notificationTarget(one, { ...away, allowed: false })).toBeNull();
  expect(notificationTarget({ finished: 0, failed: 0, photoId: null }, away)).toBeNull();
});
