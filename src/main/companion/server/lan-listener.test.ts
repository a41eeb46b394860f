import { once } from 'node:events';
import { connect, Server } from 'node:net';
import { expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { socketPath } from '../../../transport/sealed/socket-path.ts';
import { issueAuthority, issueLeaf } from '../certificates/issue.ts';
import type { TwinCertificate } from '../ports.ts';
import { LanListener, type ListenerLimits, listenerLimits } from './lan-listener.ts';

async function twin(): Promise<TwinCertificate> {
  const authority = await issueAuthority('Test', ['irisvue-7e57.local'], Date.now());
  const { certificate, key } = await issueLeaf(authority, ['irisvue-7e57.local'], ['127.0.0.1'], Date.now());
  const pem = `-----BEGIN PRIVATE KEY-----\n${Buffer.from(key).toString('base64')}\n-----END PRIVATE KEY-----\n`;
  return { certificate: `${certificate}\n${authority.intermediate}`, key: pem, names: [] };
}

/** @param limits short ones for whoever is to be let go, and for nobody who is to be served */
const open = (certificate: TwinCertificate | null, limits: Partial<ListenerLimits> = {}) =>
  LanListener.open({
    address: '127.0.0.1',
    port: 0,
    twin: certificate,
    limits: { ...listenerLimits, ...limits },
    answer: () => (_request, response) => response.end(),
    onSocket() {},
    mayConnect: () => true,
  });

it('waits for the beginning of an encrypted connection no longer than for anything else', async () => {
  const listener = await open(await twin(), { headersMs: 200 });
  const silent = connect({ host: '127.0.0.1', port: listener.port });
  silent.on('error', () => {});
  await once(silent, 'close');
  await listener.close();
});

it('lets go of a page that answers no ping', async () => {
  const listener = await open(null, { pingEveryMs: 50, pingTimeoutMs: 50 });
  const address = `${listener.origin.replace('http', 'ws')}${socketPath}/?EIO=4&transport=websocket`;
  const asleep = new WebSocket(address, { origin: listener.origin });
  asleep.once('open', () => asleep.send('40'));
  await once(asleep, 'close');
  await listener.close();
});

it('goes on when the system could not hand it a connection', async () => {
  const listening = vi.spyOn(Server.prototype, 'listen');
  const listener = await open(null);
  const [server] = listening.mock.contexts as Server[];
  listening.mockRestore();
  server!.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }));
  expect(await fetch(`${listener.origin}/`)).toMatchObject({ status: 200 });
  await listener.close();
});
