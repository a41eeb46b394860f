import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { nobleFrameCipher } from '../../../transport/sealed/frame-cipher.ts';
import { nativeFrameCipher } from './node-frame-cipher.ts';

it('seals as noble does, frame by frame, and opens what noble sealed', () => {
  expect(nativeFrameCipher).not.toBe(nobleFrameCipher);
  const key = randomBytes(32);
  const [native, noble] = [nativeFrameCipher(key), nobleFrameCipher(key)];
  const frames: Uint8Array[] = [];
  for (const length of [0, 1, 15, 16, 17, 64, 65, 1000, 500_000]) {
    const plain = new Uint8Array(randomBytes(length));
    const sealed = native.seal(plain);
    expect(Buffer.compare(sealed, noble.seal(plain))).toBe(0);
    frames.push(sealed, plain);
  }
  const opening = nativeFrameCipher(key);
  for (let index = 0; index < frames.length; index += 2)
    expect(Buffer.compare(opening.open(frames[index]!)!, frames[index + 1]!)).toBe(0);
});

it('opens nothing but the next frame', () => {
  const key = randomBytes(32);
  const sealing = nativeFrameCipher(key);
  const [first, second] = [sealing.seal(Uint8Array.of(1)), sealing.seal(Uint8Array.of(2))];
  const opening = nativeFrameCipher(key);
  expect(opening.open(second)).toBeNull();
  expect(opening.open(first)).toBeNull();
  expect(nativeFrameCipher(key).open(new Uint8Array(3))).toBeNull();
});
