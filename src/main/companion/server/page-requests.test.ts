import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { silentLog } from '../../library/log.ts';
import { WindowFiles } from '../../window/window-files.ts';
import { answerPageRequests } from './page-requests.ts';

it('tells whoever reaches the twin that it was reached, also a page of another origin', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const parts = {
    files: new WindowFiles('nowhere'),
    routes: [],
    log: silentLog,
    twin: () => null,
    onPage: () => {},
  };
  server.on(
    'request',
    answerPageRequests(parts, () => ({ scheme: 'http', hosts: new Set([host]) })),
  );
  try {
    const probe = await fetch(`http://${host}/reached`);
    expect(probe.status).toBe(204);
    expect(probe.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const other = await fetch(`http://${host}/reached.html`);
    expect(other.status).toBe(404);
    expect(other.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  } finally {
    server.close();
  }
});
