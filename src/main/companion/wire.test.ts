/** What somebody in the same Wi-Fi hears of pairing, upload, following and looking: nothing that is anybody's. */
import { expect, it } from 'vitest';
import { PairingTalk } from '../../transport/sealed/pairing-talk.ts';
import { recordingProxy } from './testing/recording-proxy.ts';
import { openTestCompanion, photoBytes, sha256 } from './testing/test-companion.ts';

it('neither secrets nor pictures cross the wire', async () => {
  const studio = await openTestCompanion();
  await studio.api.openPairing();
  const proxy = await recordingProxy(studio.companion.listening.port!);
  const open = () => studio.carrier(proxy.origin);
  try {
    const { link, digits } = await studio.pairingState('open');
    const secret = link.slice(link.indexOf('#') + 1);
    const byDigits = await PairingTalk.open(await open(), 'digits', digits);
    await studio.pairingState('seen');
    byDigits.end();
    await studio.pairingState('open');
    const talk = await PairingTalk.open(await open(), 'link', secret);
    const admitted = talk.introduce({ name: 'Ida’s secret phone', platform: 'ios' });
    await studio.pairingState('asking');
    await studio.api.answerPairing({ allow: true, name: null });
    const { credential } = await admitted;

    const phone = await studio.meet(credential, 0, await open());
    const bytes = photoBytes(700_000);
    const { capture } = await phone.upload(bytes, { name: 'customer-anna.jpg' });
    await phone.connection.call('process', { captureIds: [capture.id], again: false });
    const work = await studio.worker.next();
    await studio.worker.complete(work);
    await phone.told('notice', ({ notice }) => notice.type === 'finished');
    const { bytes: picture } = await phone.connection.readPicture({
      captureId: capture.id,
      kind: 'after',
      offset: 0,
    });
    expect(new TextDecoder().decode(picture)).toBe('a finished picture');
    phone.connection.close();

    const wire = proxy.heard();
    const frames = proxy.unmasked();
    const chunks = frames.filter(({ length }) => length > 100_000);
    expect(chunks.length).toBe(2);
    // The search finds what is there in the clear: the shares of the handshake.
    const clear = [...wire, ...frames];
    const crosses = (text: string | Uint8Array) =>
      clear.some((part) => part.includes(typeof text === 'string' ? text : Buffer.from(text)));
    expect(crosses('"kind":"pair"')).toBe(true);
    expect(crosses(credential.deviceId)).toBe(true);

    const raw = (base64: string) => Buffer.from(base64, 'base64url');
    for (const never of [
      secret,
      raw(secret),
      digits,
      credential.privateKey,
      raw(credential.privateKey),
      'Ida’s secret phone',
      'customer-anna',
      'beginUpload',
      'introduce',
      sha256(bytes),
      capture.id,
      'a finished picture',
      'finished',
    ])
      expect([never, crosses(never)]).toEqual([never, false]);
    // Any sixteen bytes of the photo.
    for (let at = 0; at + 16 <= bytes.length; at += 997)
      expect(crosses(bytes.subarray(at, at + 16))).toBe(false);
  } finally {
    proxy.close();
    await studio.close();
  }
});
