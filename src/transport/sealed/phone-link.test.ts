import { beforeEach, describe, expect, it } from 'vitest';
import type { PhoneAnswer } from '../../contracts/companion/phone-api.ts';
import { StudioFailure } from '../../contracts/failure.ts';
import { toBase64Url } from './bytes.ts';
import { newKeyPair } from './device-secret.ts';
import { nobleFrameCipher } from './frame-cipher.ts';
import { type LinkStanding, PhoneLink } from './phone-link.ts';
import type { SealedChannel } from './sealed-channel.ts';
import { meetAsStudio } from './studio-handshake.ts';
import { wirePair } from './testing.ts';

const deviceId = 'A'.repeat(22);
const studioKey = newKeyPair();
const phoneKey = newKeyPair();
const device = {
  id: deviceId,
  name: 'Phone',
  platform: 'ios',
  pairedAt: 1,
  seenAt: 1,
  connected: true,
  notices: 'page',
} as const;
const hello: PhoneAnswer<'hello'> = {
  product: 'IrisVue Studio',
  version: '1',
  studio: 'Desk',
  device,
  sequence: 3,
  missed: false,
  now: 1,
};

describe('the phone’s link', () => {
  let isThere: boolean;
  let knows: boolean;
  let answersPings: boolean;
  let channels: SealedChannel[];
  let standings: LinkStanding[];
  let asked: unknown[];
  let timers: { readonly milliseconds: number; readonly run: () => void }[];
  let link: PhoneLink;
  const waiting: { readonly standing: LinkStanding; readonly go: () => void }[] = [];

  function openCarrier() {
    if (!isThere) return Promise.reject(new StudioFailure('connectionLost'));
    const wire = wirePair();
    void meetAsStudio(wire.studio, {
      studioKey,
      cipherOf: nobleFrameCipher,
      deviceKey: () => (knows ? phoneKey.publicKey : null),
      beginTry: () => 'pairingClosed',
    }).then((met) => {
      if (!met) return;
      channels.push(met.channel);
      met.channel.onMessage(({ header }) => {
        const { call, method, argument } = header as { call: number; method: string; argument: unknown };
        asked.push(argument);
        if (method === 'hello') {
          // An event that hurries ahead of the answer must not be told before it.
          met.channel.send({ event: { type: 'renamed', name: 'Counter' } });
          met.channel.send({ answer: call, value: hello });
        } else if (answersPings) met.channel.send({ answer: call, value: {} });
      });
    });
    return Promise.resolve(wire.phone);
  }

  const stands = (standing: LinkStanding) =>
    standings.at(-1) === standing
      ? Promise.resolve()
      : new Promise<void>((go) => waiting.push({ standing, go }));

  beforeEach(() => {
    [isThere, knows, answersPings] = [true, true, true];
    [channels, standings, asked, timers] = [[], [], [], []];
    let greetings = 0;
    link = new PhoneLink({
      credential: {
        deviceId,
        privateKey: toBase64Url(phoneKey.privateKey),
        studioKey: toBase64Url(studioKey.publicKey),
      },
      openCarrier,
      lastNotice: () => 2,
      notices: () => 'page',
      onStanding: (standing) => {
        standings.push(standing);
        for (const one of waiting.splice(0)) one.standing === standing ? one.go() : waiting.push(one);
      },
      onHello: () => {
        greetings += 1;
      },
      onEvent: () => expect(greetings).toBe(channels.length),
      after: (milliseconds, run) => {
        const timer = { milliseconds, run };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
      },
    });
  });

  const nextTry = () => timers.shift()?.run();

  it('says hello with the last notice seen, and is connected', async () => {
    await stands('connected');
    expect(standings).toEqual(['connecting', 'connected']);
    expect(asked).toEqual([{ after: 2, notices: 'page' }]);
    expect(await link.api.call('ping', {})).toEqual({});
  });

  it('comes back by itself after ever longer pauses, and fails calls meanwhile', async () => {
    await stands('connected');
    isThere = false;
    channels[0]!.close();
    await stands('away');
    await expect(link.api.call('ping', {})).rejects.toMatchObject({ code: 'connectionLost' });
    const pauses: number[] = [];
    for (let time = 0; time < 6; time += 1) {
      while (timers.length === 0) await Promise.resolve();
      pauses.push(timers[0]!.milliseconds);
      nextTry();
    }
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 4000]);
    isThere = true;
    while (timers.length === 0) await Promise.resolve();
    nextTry();
    await stands('connected');
  });

  it('goes at once when the page is looked at again, and wants a sign of life of what seems open', async () => {
    await stands('connected');
    link.reconnect();
    await link.api.call('ping', {});
    expect(timers).toEqual([]);

    answersPings = false;
    link.reconnect();
    expect(timers[0]?.milliseconds).toBe(1500);
    nextTry();
    await stands('away');
    answersPings = true;
    link.reconnect();
    await stands('connected');
    expect(channels).toHaveLength(2);
  });

  it.each<[string, () => void]>([
    [
      'is told that it was removed',
      () => channels[0]!.send({ event: { type: 'goodbye', reason: 'revoked' } }),
    ],
    [
      'comes back and is not known any more',
      () => {
        knows = false;
        channels[0]!.close();
      },
    ],
  ])('ends when it %s', async (_, remove) => {
    await stands('connected');
    remove();
    if (!knows) {
      await stands('away');
      nextTry();
    }
    await stands('removed');
    expect(timers).toEqual([]);
    await expect(link.api.call('ping', {})).rejects.toMatchObject({ code: 'connectionLost' });
  });
});
