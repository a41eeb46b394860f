import { expect, it } from 'vitest';
import { silentLog } from '../../library/log.ts';
import { listenerLimits } from './lan-listener.ts';
import { Listening } from './listening.ts';

it('stops when it should, whatever went wrong before', async () => {
  let isDamaged = false;
  const listening = new Listening({
    log: silentLog,
    certificates: null,
    limits: listenerLimits,
    rememberedPort: () => null,
    rememberPort() {},
    onChange() {
      if (isDamaged) throw new Error('nobody expected this');
    },
    mayConnect: () => true,
    onSocket() {},
    answer: () => (_request, response) => response.end(),
  });
  await listening.listenOn('127.0.0.1');
  isDamaged = true;
  await listening.listenOn('127.0.0.2');
  isDamaged = false;
  await listening.listenOn(null);
  expect(listening.origin).toBeNull();
});
