import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { carryOverHint } from '../../transport/sealed/pairing-secret.ts';
import { PairingTalk } from '../../transport/sealed/pairing-talk.ts';
import { meetAsPhone } from '../../transport/sealed/phone-handshake.ts';
import { settled } from '../queue/manual-time.ts';
import { plainSecrets } from './companion-settings.ts';
import { loopback, openTestCompanion, photoBytes, type TestCompanion } from './testing/test-companion.ts';

const wrong = (digits: string) => String((Number(digits) + 1) % 1_000_000).padStart(6, '0');

describe('pairing', () => {
  let studio: TestCompanion;
  beforeEach(async () => {
    studio = await openTestCompanion();
  });
  afterEach(() => studio.close());

  const talk = async (by: 'link' | 'digits' | 'carryOver', secret: string) =>
    PairingTalk.open(await studio.carrier(), by, secret);

  it('listens only while a pairing is open or a phone is paired', async () => {
    const { api, companion, network } = studio;
    expect(companion.listening.origin).toBeNull();
    const view = await api.openPairing();
    expect(view.pairing).toMatchObject({ state: 'open', pageSeen: false });
    expect(view.listening).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(network.isRunning).toBe(true);
    await api.closePairing();
    await studio.time.advance(2_000);
    while (companion.listening.origin !== null) await settled();
    expect(network.isRunning).toBe(false);

    const credential = await studio.pair();
    expect((await api.phones()).listening).not.toBeNull();
    const [device] = (await api.phones()).devices;
    await (await studio.meet(credential)).connection.call('unpair', {});
    expect(device?.name).toBe('Ida’s phone');
    while (companion.listening.origin !== null) await settled();
    expect((await api.phones()).devices).toEqual([]);
  });

  it('shows a link that fits a QR code, and sees a phone before it has said who it is', async () => {
    const { api } = studio;
    await api.openPairing();
    const open = await studio.pairingState('open');
    expect(open.link.length).toBeLessThanOrEqual(60);
    expect(open.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{22}$/);
    expect(open.digits).toMatch(/^\d{6}$/);
    await fetch(studio.origin());
    expect(await studio.pairingState('open')).toMatchObject({ pageSeen: true });

    const knocking = await talk('digits', open.digits);
    expect(await studio.pairingState('seen')).toMatchObject({ from: '127.0.0.1' });
    const admitted = knocking.introduce({ name: 'Ida’s phone', platform: 'android' });
    expect(await studio.pairingState('asking')).toMatchObject({ name: 'Ida’s phone', platform: 'android' });
    await api.answerPairing({ allow: true, name: 'Counter' });
    const { admission } = await admitted;
    expect(admission).toMatchObject({ name: 'Counter', studio: expect.any(String) });
    const ended = await studio.pairingState('ended');
    expect(ended).toMatchObject({ reason: 'paired', deviceId: expect.any(String) });
    expect((await api.phones()).devices).toMatchObject([
      { id: ended.deviceId, name: 'Counter', platform: 'android', connected: false },
    ]);
  });

  it('lets nobody in whom the studio denies, nor a second time with the same code', async () => {
    const { api } = studio;
    await api.openPairing();
    const { digits, link } = await studio.pairingState('open');
    const first = await talk('digits', digits);
    const denied = expect(first.introduce({ name: 'A', platform: 'ios' })).rejects.toMatchObject({
      code: 'pairingDenied',
    });
    await studio.pairingState('asking');
    // Somebody else has the same code: one at a time.
    await expect(talk('link', link.split('#')[1]!)).rejects.toMatchObject({ code: 'pairingClosed' });
    await api.answerPairing({ allow: false, name: null });
    await denied;
    expect(await studio.pairingState('ended')).toMatchObject({ reason: 'denied' });

    await studio.pair();
    expect((await api.phones()).devices).toHaveLength(1);
    await expect(talk('digits', digits)).rejects.toMatchObject({ code: 'pairingClosed' });
  });

  it('ends after two minutes, also for a phone that is asking, and whatever the clock says', async () => {
    const { api, time } = studio;
    await api.openPairing();
    const { digits } = await studio.pairingState('open');
    const late = (await talk('digits', digits)).introduce({ name: 'Late', platform: 'ios' });
    const refused = expect(late).rejects.toMatchObject({ code: 'pairingClosed' });
    await studio.pairingState('asking');
    await time.advance(120_000);
    await refused;
    expect(await studio.pairingState('ended')).toMatchObject({ reason: 'expired' });
  });

  it('makes the code good again when a phone leaves before it has asked', async () => {
    const { api } = studio;
    await api.openPairing();
    const { digits } = await studio.pairingState('open');
    const gone = await talk('digits', digits);
    await studio.pairingState('seen');
    gone.end();
    await studio.pairingState('open');
    const again = await talk('digits', digits);
    await studio.pairingState('seen');
    void again.introduce({ name: 'A', platform: 'ios' }).catch(() => {});
    await studio.pairingState('asking');
    again.end();
    expect(await studio.pairingState('ended')).toMatchObject({ reason: 'left' });
  });

  it('takes five wrong codes a minute from one address, and twenty in all', async () => {
    const { api, time } = studio;
    await api.openPairing();
    const { digits } = await studio.pairingState('open');
    for (let minute = 0; minute < 4; minute += 1) {
      // Two minutes are all that a pairing has: time stands still for the pairing, and not for the count.
      for (let count = 0; count < 5; count += 1)
        await expect(talk('digits', wrong(digits))).rejects.toMatchObject({ code: 'pairingWrongCode' });
      await expect(talk('digits', digits)).rejects.toMatchObject({ code: 'tooManyTries' });
      if (minute === 0) expect(await studio.pairingState('open')).toMatchObject({ digits });
      time.skip(61_000);
    }
    await expect(talk('digits', digits)).rejects.toMatchObject({ code: 'pairingClosed' });
    expect(await studio.pairingState('ended')).toMatchObject({ reason: 'tooManyTries' });
  });

  it('shows a new link when the network changes, on the same port', async () => {
    const { api, network, companion } = studio;
    await api.openPairing();
    const { port } = companion.listening;
    network.change([loopback('lo1', '127.0.0.2'), loopback('lo', '127.0.0.1')]);
    while (companion.listening.address !== '127.0.0.2') await settled();
    expect(companion.listening.port).toBe(port);
    expect(await studio.pairingState('open')).toMatchObject({ address: `127.0.0.2:${port}` });
    expect(await api.chooseInterface('lo')).toMatchObject({ chosen: 'lo', chosenByUser: true });
    expect(companion.listening.origin).toBe(`http://127.0.0.1:${port}`);
    network.change([]);
    while (companion.listening.origin !== null) await settled();
    expect((await api.openPairing()).pairing).toMatchObject({ state: 'ended', reason: 'noNetwork' });
  });

  it('keeps its port across starts, and takes another when somebody else has it', async () => {
    await studio.pair();
    const { port } = studio.companion.listening;
    // Of those that no system gives to a connection while the studio is closed.
    expect(port).toBeGreaterThanOrEqual(20_000);
    expect(port).toBeLessThan(30_000);
    await studio.close({ keep: true });
    studio = await openTestCompanion({ folder: studio.root });
    expect(studio.companion.listening.port).toBe(port);
    await studio.close({ keep: true });
    const taken = createServer().listen(port!, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    studio = await openTestCompanion({ folder: studio.root });
    const other = studio.companion.listening.port;
    expect(other).not.toBe(port);
    taken.close();
    await studio.close({ keep: true });
    studio = await openTestCompanion({ folder: studio.root });
    expect(studio.companion.listening.port).toBe(other);
  });

  it('carries a pairing over to another page of the same phone, once', async () => {
    const phone = await studio.meet(await studio.pair());
    const { url } = await phone.connection.call('carryOver', { to: 'secure' });
    const secret = /#c\.([\w-]{22})$/.exec(url)?.[1] ?? '';
    const other = await (await talk('carryOver', secret)).introduce({ name: '', platform: 'ios' });
    expect(other.admission.name).toBe('Ida’s phone');
    await expect(talk('carryOver', secret)).rejects.toMatchObject({ code: 'pairingClosed' });
    await expect(talk('carryOver', 'A'.repeat(22))).rejects.toMatchObject({ code: 'pairingClosed' });
    expect(carryOverHint(secret)).not.toContain(secret.slice(0, 6));

    const { capture } = await phone.upload(photoBytes(1000));
    const twin = await studio.meet(other.credential);
    expect(await twin.connection.call('captures', { before: null, limit: 10 })).toMatchObject({
      captures: [{ id: capture.id }],
    });
    expect((await studio.api.phones()).devices).toHaveLength(1);
  });
});

describe('devices', () => {
  let studio: TestCompanion;
  beforeEach(async () => {
    studio = await openTestCompanion();
  });
  afterEach(() => studio.close());

  it('come back after a restart, with the clock wrong by a day either way', async () => {
    const credential = await studio.pair();
    await studio.close({ keep: true });
    studio = await openTestCompanion({ folder: studio.root });
    for (const shift of [86_400_000, -2 * 86_400_000]) {
      studio.time.skip(shift);
      const phone = await studio.meet(credential);
      const { capture } = await phone.upload(photoBytes(600_000));
      expect(capture.state).toBe('new');
    }
  });

  it('are renamed on both sides, on the cards of their photos too', async () => {
    const phone = await studio.meet(await studio.pair('Old name'));
    const { capture } = await phone.upload(photoBytes(1000));
    expect((await studio.api.photoDetail(capture.id))?.card.from).toBe('Old name');
    const { id } = (await studio.api.phones()).devices[0]!;
    await studio.api.renameDevice({ deviceId: id, name: 'Counter' });
    expect(await phone.told('renamed')).toMatchObject({ name: 'Counter' });
    expect((await studio.api.photoDetail(capture.id))?.card.from).toBe('Counter');
    expect(await phone.connection.call('rename', { name: 'Back room' })).toEqual({ name: 'Back room' });
    expect((await studio.api.phones()).devices[0]?.name).toBe('Back room');
  });

  it('are let go at once when they are revoked, and do not come back', async () => {
    const credential = await studio.pair();
    const phone = await studio.meet(credential);
    const begun = await phone.begin(photoBytes(900_000));
    expect(begun.state).toBe('send');
    // Another phone keeps the listener on.
    await studio.pair('Second');
    const { id } = (await studio.api.phones()).devices.find(({ name }) => name !== 'Second')!;
    await studio.api.revokeDevice(id);
    await phone.closed;
    expect(phone.events.at(-1)).toEqual({ type: 'goodbye', reason: 'revoked' });
    await expect(meetAsPhone(await studio.carrier(), credential)).rejects.toMatchObject({
      code: 'phoneUnknown',
    });
    expect(await studio.api.arriving()).toEqual([]);
    expect((await studio.api.phones()).devices.map(({ name }) => name)).toEqual(['Second']);
  });

  it('trust the host that let them in, and not another one over the same data folder', async () => {
    const credential = await studio.pair();
    await studio.close({ keep: true });
    studio = await openTestCompanion({ folder: studio.root, keeper: { ...plainSecrets, name: 'system' } });
    await expect(meetAsPhone(await studio.carrier(), credential)).rejects.toMatchObject({
      code: 'connectionUnsafe',
    });
    const there = await studio.pair();
    await studio.close({ keep: true });
    studio = await openTestCompanion({ folder: studio.root });
    await studio.meet(credential);
    await expect(meetAsPhone(await studio.carrier(), there)).rejects.toMatchObject({
      code: 'connectionUnsafe',
    });
    expect((await studio.api.phones()).devices).toHaveLength(2);
  });

  it('say when they are there, and when they were', async () => {
    const credential = await studio.pair();
    const phone = await studio.meet(credential);
    studio.time.skip(5000);
    expect((await studio.api.phones()).devices[0]).toMatchObject({ connected: true });
    phone.connection.close();
    await studio.everybodyGone();
    expect((await studio.api.phones()).devices[0]?.seenAt).toBe(studio.time.now());
  });
});
