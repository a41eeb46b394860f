import { randomBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { companionLimits } from '../../contracts/companion/limits.ts';
import { FrameReader } from './frame-carrier.ts';
import { nobleFrameCipher } from './frame-cipher.ts';
import { decodeMessage, encodeMessage, SealedChannel, type SealedMessage } from './sealed-channel.ts';
import { wirePair } from './testing.ts';

const key = randomBytes(32);
const otherKey = randomBytes(32);

/** A phone's channel whose frames the test delivers by hand, and what the studio makes of them. */
function channels() {
  const frames: Uint8Array[] = [];
  const wire = wirePair((frame, from) => {
    if (from === 'phone') frames.push(frame);
    return [];
  });
  const phone = new SealedChannel(wire.phone, new FrameReader(wire.phone), {
    sending: nobleFrameCipher(key),
    receiving: nobleFrameCipher(otherKey),
  });
  const studio = new SealedChannel(wire.studio, new FrameReader(wire.studio), {
    sending: nobleFrameCipher(otherKey),
    receiving: nobleFrameCipher(key),
  });
  return { phone, frames, wire, open: (frame: Uint8Array): SealedMessage | null => studio.open(frame) };
}

describe('a sealed channel', () => {
  it('opens frames in their order, and shows nothing of what is in them', () => {
    const { phone, frames, open } = channels();
    phone.send({ call: 1, method: 'hello' });
    phone.send({ call: 2 }, new TextEncoder().encode('a picture of an eye'));
    for (const frame of frames) expect(Buffer.from(frame).toString('latin1')).not.toMatch(/hello|picture/);
    expect(open(frames[0]!)).toMatchObject({ header: { call: 1, method: 'hello' } });
    expect(new TextDecoder().decode(open(frames[1]!)!.bytes)).toBe('a picture of an eye');
  });

  it.each<[string, (frames: Uint8Array[]) => Uint8Array[]]>([
    ['repeated', ([one]) => [one!, one!]],
    ['left out', ([, two]) => [two!]],
    ['swapped', ([one, two]) => [two!, one!]],
    ['cut', ([one]) => [one!.subarray(0, -1)]],
    ['longer', ([one]) => [Uint8Array.of(...one!, 0)]],
    ['empty', () => [new Uint8Array()]],
  ])('closes on a frame that was %s, and opens none after it', (_, change) => {
    const { phone, frames, wire, open } = channels();
    for (let call = 1; call <= 3; call += 1) phone.send({ call });
    const delivered = change(frames).map(open);
    expect(delivered.at(-1)).toBeNull();
    expect(wire.isClosed()).toBe(true);
    expect(open(frames[2]!)).toBeNull();
  });

  it('does not open a frame of its own', () => {
    const { frames } = channels();
    const mirrored = channels();
    mirrored.phone.send({ call: 1 });
    frames.push(mirrored.frames[0]!);
    const ours = nobleFrameCipher(otherKey);
    expect(ours.open(frames[0]!)).toBeNull();
  });

  it('opens no frame of which any bit was changed', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const sealed = nobleFrameCipher(key).seal(encodeMessage({ call: 1 }, new Uint8Array(100)));
        const index = place % sealed.length;
        sealed[index] = sealed[index]! ^ change;
        expect(nobleFrameCipher(key).open(sealed)).toBeNull();
      }),
    );
  });

  it('takes no frame above the limit', () => {
    const { phone, frames, open } = channels();
    phone.send({}, new Uint8Array(companionLimits.messageBytes));
    expect(open(frames[0]!)).toBeNull();
  });

  it('reads any bytes as a message or as none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const message = decodeMessage(bytes);
        if (message) expect(JSON.stringify(message.header)).toBeTypeOf('string');
      }),
    );
  });
});
