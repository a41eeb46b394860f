import { expect, it } from 'vitest';
import { newJobId } from './job-id.ts';

it('makes UUIDs of version 7 that sort by time', () => {
  // The example of RFC 9562, appendix A.6.
  const random = '919108f7-52d1-4cc3-98c4-dc0c0c07398f';
  expect(newJobId(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  const ids = [3, 1, 2].map((now) => newJobId(Date.UTC(2026, 0, now)));
  expect(ids.toSorted()).toEqual([ids[1], ids[2], ids[0]]);
  expect(newJobId(1)).not.toBe(newJobId(1));
});
