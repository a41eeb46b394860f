import { describe, expect, it } from 'vitest';
import type { Credential } from '../../contracts/companion/pairing.ts';
import { toBase64Url } from './bytes.ts';
import { newKeyPair } from './device-secret.ts';
import { nobleFrameCipher } from './frame-cipher.ts';
import type { PairingMeans } from './pairing-secret.ts';
import { meetAsPhone, pairAsPhone } from './phone-handshake.ts';
import { type HandshakeParts, type Met, meetAsStudio } from './studio-handshake.ts';
import { wirePair } from './testing.ts';

const link = '9tJ3mX0aV1uQk7yZb2cD4w';
const digits = '042917';
const deviceId = 'AAAAAAAAAAAAAAAAAAAAAA';

function studioWith(overrides: Partial<HandshakeParts> = {}) {
  const studioKey = newKeyPair();
  const phoneKey = newKeyPair();
  const outcomes: boolean[] = [];
  const secrets: Record<PairingMeans, string> = { link, digits, carryOver: link };
  const parts: HandshakeParts = {
    studioKey,
    cipherOf: nobleFrameCipher,
    deviceKey: (id) => (id === deviceId ? phoneKey.publicKey : null),
    beginTry: (by) => ({ secret: secrets[by], deviceId: null, settle: (right) => outcomes.push(right) }),
    ...overrides,
  };
  const credential: Credential = {
    deviceId,
    privateKey: toBase64Url(phoneKey.privateKey),
    studioKey: toBase64Url(studioKey.publicKey),
  };
  return { parts, credential, outcomes };
}

const channelOf = (met: Met | null) => {
  if (met === null) throw new Error('nobody was met');
  return met.channel;
};

describe('pairing', () => {
  it.each<[PairingMeans, string]>([
    ['link', link],
    ['digits', digits],
    ['carryOver', link],
  ])('by %s meets, and talks sealed both ways', async (by, secret) => {
    const { parts, outcomes } = studioWith();
    const wire = wirePair();
    const [phone, met] = await Promise.all([
      pairAsPhone(wire.phone, by, secret),
      meetAsStudio(wire.studio, parts),
    ]);
    expect(met).toMatchObject({ as: 'pairing', by });
    expect(outcomes).toEqual([true]);
    const heard = new Promise((resolve) => channelOf(met).onMessage(resolve));
    phone.send({ hello: 1 }, Uint8Array.of(7));
    expect(await heard).toEqual({ header: { hello: 1 }, bytes: Uint8Array.of(7) });
    const answered = new Promise((resolve) => phone.onMessage(resolve));
    channelOf(met).send({ answer: 1 });
    expect(await answered).toMatchObject({ header: { answer: 1 } });
  });

  it('counts a wrong code, and gives the phone nothing to check guesses against', async () => {
    const { parts, outcomes } = studioWith();
    const fromStudio: string[] = [];
    const wire = wirePair((frame, from) => {
      if (from === 'studio') fromStudio.push(new TextDecoder().decode(frame));
      return [frame];
    });
    const met = meetAsStudio(wire.studio, parts);
    await expect(pairAsPhone(wire.phone, 'digits', '042918')).rejects.toMatchObject({
      code: 'pairingWrongCode',
    });
    expect(await met).toBeNull();
    expect(outcomes).toEqual([false]);
    expect(fromStudio.map((text) => JSON.parse(text))).toEqual([
      { kind: 'share', share: expect.any(String), proof: null },
      { kind: 'refused', code: 'pairingWrongCode' },
    ]);
  });

  it('counts a try that goes away before it has proven anything', async () => {
    const { parts, outcomes } = studioWith();
    const wire = wirePair((frame, from) => {
      if (from === 'studio') wire.phone.close();
      return [frame];
    });
    const met = meetAsStudio(wire.studio, parts);
    await expect(pairAsPhone(wire.phone, 'digits', digits)).rejects.toMatchObject({ code: 'connectionLost' });
    expect(await met).toBeNull();
    expect(outcomes).toEqual([false]);
  });

  it('does not take one kind of secret for another', async () => {
    const { parts } = studioWith({ beginTry: () => ({ secret: link, deviceId: null, settle: () => {} }) });
    const wire = wirePair((frame, from) => {
      if (from === 'studio') return [frame];
      const text = new TextDecoder().decode(frame).replace('"by":"link"', '"by":"carryOver"');
      return [new TextEncoder().encode(text)];
    });
    const met = meetAsStudio(wire.studio, parts);
    await expect(pairAsPhone(wire.phone, 'link', link)).rejects.toMatchObject({ code: 'pairingWrongCode' });
    expect(await met).toBeNull();
  });

  it('refuses a studio that does not know the secret', async () => {
    const impostor = studioWith({
      beginTry: () => ({ secret: 'AAAAAAAAAAAAAAAAAAAAAA', deviceId: null, settle: () => {} }),
    });
    const wire = wirePair((frame, from) => {
      if (from === 'phone') return [frame];
      // It lets the phone in without having understood a word.
      const text = new TextDecoder().decode(frame);
      const lie = { kind: 'proof', proof: toBase64Url(new Uint8Array(32)) };
      return [text.includes('refused') ? new TextEncoder().encode(JSON.stringify(lie)) : frame];
    });
    void meetAsStudio(wire.studio, impostor.parts);
    await expect(pairAsPhone(wire.phone, 'link', link)).rejects.toMatchObject({ code: 'connectionUnsafe' });
  });
});

describe('a known device', () => {
  it('meets, with other keys each time', async () => {
    const { parts, credential } = studioWith();
    const seen: string[] = [];
    for (let time = 0; time < 2; time += 1) {
      const wire = wirePair((frame) => {
        seen.push(toBase64Url(frame));
        return [frame];
      });
      const [phone, met] = await Promise.all([
        meetAsPhone(wire.phone, credential),
        meetAsStudio(wire.studio, parts),
      ]);
      expect(met).toMatchObject({ as: 'device', deviceId });
      const heard = new Promise((resolve) => channelOf(met).onMessage(resolve));
      phone.send({ call: 1 });
      await heard;
    }
    // All but the last word of the handshake, which says "ready".
    expect(new Set(seen).size).toBe(seen.length - 1);
  });

  it('is refused when it is not known, or is somebody else', async () => {
    const { parts, credential } = studioWith();
    const unknown = wirePair();
    void meetAsStudio(unknown.studio, parts);
    await expect(
      meetAsPhone(unknown.phone, { ...credential, deviceId: 'BBBBBBBBBBBBBBBBBBBBBB' }),
    ).rejects.toMatchObject({ code: 'phoneUnknown' });

    const forged = { ...credential, privateKey: toBase64Url(newKeyPair().privateKey) };
    const wire = wirePair();
    const met = meetAsStudio(wire.studio, parts);
    // The studio's proof already fails for who holds another key.
    await expect(meetAsPhone(wire.phone, forged)).rejects.toMatchObject({ code: 'connectionUnsafe' });
    expect(await met).toBeNull();
  });

  it('does not let a forger in who ignores the studio’s proof, nor who repeats what a phone once said', async () => {
    const { parts, credential } = studioWith();
    const said: Uint8Array[] = [];
    const first = wirePair((frame, from) => {
      if (from === 'phone') said.push(frame);
      return [frame];
    });
    await Promise.all([meetAsPhone(first.phone, credential), meetAsStudio(first.studio, parts)]);

    const again = wirePair();
    const met = meetAsStudio(again.studio, parts);
    for (const frame of said) again.phone.send(frame);
    expect(await met).toBeNull();
  });

  it('does not trust a studio with another key', async () => {
    const { parts, credential } = studioWith();
    const wire = wirePair();
    const met = meetAsStudio(wire.studio, { ...parts, studioKey: newKeyPair() });
    await expect(meetAsPhone(wire.phone, credential)).rejects.toMatchObject({ code: 'connectionUnsafe' });
    expect(await met).toBeNull();
  });

  it.each([
    '',
    '{}',
    '[]',
    'null',
    '{"version":2}',
    '{"version":1,"kind":"device"}',
    `"${'x'.repeat(3000)}"`,
  ])('closes on the opening %j', async (text) => {
    const { parts } = studioWith();
    const wire = wirePair();
    const met = meetAsStudio(wire.studio, parts);
    wire.phone.send(new TextEncoder().encode(text));
    expect(await met).toBeNull();
    expect(wire.isClosed()).toBe(true);
  });

  it('keeps little of what is sent ahead of its turn', async () => {
    const { parts } = studioWith();
    for (const ahead of [
      Array.from({ length: 10 }, () => new Uint8Array(10)),
      [new Uint8Array(3000), new Uint8Array(3000)],
    ]) {
      const wire = wirePair();
      const met = meetAsStudio(wire.studio, { ...parts, deviceKey: () => null });
      for (const frame of ahead) wire.phone.send(frame);
      expect(await met).toBeNull();
      expect(wire.isClosed()).toBe(true);
    }
  });

  it('closes on a key of a small group', async () => {
    const { parts } = studioWith();
    const wire = wirePair();
    const met = meetAsStudio(wire.studio, parts);
    const share = toBase64Url(new Uint8Array(32));
    wire.phone.send(
      new TextEncoder().encode(JSON.stringify({ version: 1, kind: 'device', deviceId, share })),
    );
    expect(await met).toBeNull();
  });
});
