import { expect, it } from 'vitest';
import { Endings } from './endings.ts';

const photo = (name: string, from: string | null, failure: 'photoBlurred' | null = null) => ({
  photoId: name,
  name,
  from,
  failure,
});

it('names the phone that sent the photo', () => {
  const endings = new Endings();
  const body = (ended: ReturnType<typeof photo>) => endings.take(ended, false)?.body;
  expect(body(photo('Amara.jpg', null))).toBe('Amara.jpg');
  expect(body(photo('IMG_1.heic', 'Anna’s iPhone'))).toBe('IMG_1.heic, from Anna’s iPhone');
  expect(body(photo('IMG_1.heic', 'Anna’s iPhone', 'photoBlurred'))).toMatch(
    /^IMG_1\.heic, from Anna’s iPhone\. Focus/,
  );
});

it('names it for a batch that came from one phone, and none where there were several', () => {
  const told = (...all: ReturnType<typeof photo>[]) => {
    const endings = new Endings();
    for (const ended of all) endings.take(ended, true);
    return endings.flush()?.body;
  };
  expect(told(photo('1', 'Anna’s iPhone'), photo('2', 'Anna’s iPhone'))).toBe(
    'From Anna’s iPhone. All went well.',
  );
  expect(told(photo('1', 'Anna’s iPhone'), photo('2', 'Pixel'))).toBe('All went well.');
  expect(told(photo('1', null), photo('2', 'Pixel', 'photoBlurred'))).toBe('1 photo needs your attention.');
});
