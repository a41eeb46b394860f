import { once } from 'node:events';
import { connect, Server } from 'node:net';
import { expect, it, vi } from 'vitest';
import { issueAuthority, issueLeaf } from '../certificates/issue.ts';
import type { TwinCertificate } from '../ports.ts';
import { LanListener, listenerLimits } from './lan-listener.ts';

async function twin(): Promise<TwinCertificate> {
  const authority = await issueAuthority('Test', ['irisvue-7e57.local'], Date.now());
  const { certificate, key } = await issueLeaf(authority, ['irisvue-7e57.local'], ['127.0.0.1'], Date.now());
  const pem = `-----BEGIN PRIVATE KEY-----\n${Buffer.from(key).toString('base64')}\n-----END PRIVATE KEY-----\n`;
  return { certificate: `${certificate}\n${authority.intermediate}`, key: pem, names: [] };
}

const open = (certificate: TwinCertificate | null) =>
  LanListener.open({
    address: '127.0.0.1',
    port: 0,
    twin: certificate,
    limits: { ...listenerLimits, headersMs: 200 },
    answer: () => (_request, response) => response.end(),
    onSocket() {},
    mayConnect: () => true,
  });

it('waits for the beginning of an encrypted connection no longer than for anything else', async () => {
  const listener = await open(await twin());
  const silent = connect({ host: '127.0.0.1', port: listener.port });
  silent.on('error', () => {});
  await once(silent, 'close');
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
