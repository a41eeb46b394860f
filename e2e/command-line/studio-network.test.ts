/**
 * An open studio keeps to itself: it is reachable from this machine only until somebody pairs a phone, and even then
 * it calls nobody but its own address, which the connection doctor tries. Every system call is traced.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { browserHost } from '../../src/contracts/browser-host.ts';
import type { PhonesApi } from '../../src/contracts/phones.ts';
import { phonesMethods } from '../../src/contracts/phones.ts';
import { type AnswerTable, guardedClient } from '../../src/transport/guarded-client.ts';
import { linkOf, startIrisvue, temporaryDirectory } from './irisvue.ts';

const canTrace = (() => {
  try {
    execFileSync('strace', ['-f', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const anything = Object.fromEntries(
  Object.keys(phonesMethods).map((name) => [name, z.any()]),
) as unknown as AnswerTable<PhonesApi>;

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
beforeEach(async () => {
  folder = await temporaryDirectory();
});
afterEach(() => folder.remove());

/** Addresses in the calls of one kind, in order; `inet_addr("…")` and `inet_pton(AF_INET6, "…"`. */
const addressesIn = (trace: string, call: string): string[] =>
  trace
    .split('\n')
    .filter((line) => line.includes(`${call}(`) && /AF_INET6?\b/.test(line))
    .map((line) => /inet_addr\("([^"]+)"|inet_pton\(AF_INET6, "([^"]+)"/.exec(line))
    .map((found) => found?.[1] ?? found?.[2] ?? 'unreadable');

it.skipIf(!canTrace)(
  'an open studio calls nobody, and listens for phones only once one is to be paired',
  async () => {
    const path = join(folder.path, 'trace');
    const command = startIrisvue(['studio', '--no-open', '--data', join(folder.path, 'data')], {
      prefix: ['strace', '-f', '-qq', '-s', '200', '-e', 'trace=execve,connect,bind', '-o', path],
    });
    const link = new URL(await linkOf(command));
    const socket = new WebSocket(new URL(browserHost.socket, link.href.replace('http', 'ws')), {
      headers: { origin: link.origin },
    });
    await once(socket, 'open');
    const api = guardedClient<PhonesApi>(anything, {
      post: (message) => socket.send(JSON.stringify(message)),
      onMessage(listener) {
        const hear = (data: WebSocket.RawData) => listener(JSON.parse(String(data)));
        socket.on('message', hear);
        return () => socket.off('message', hear);
      },
    });

    await api.phones();
    const quiet = await readFile(path, 'utf8');
    expect(quiet).toContain('execve');
    expect(new Set(addressesIn(quiet, 'bind'))).toEqual(new Set(['127.0.0.1']));
    expect(addressesIn(quiet, 'connect')).toEqual([]);

    const { pairing } = await api.openPairing();
    await api.examineConnection();
    await api.closePairing();
    const after = await readFile(path, 'utf8');
    const own = new Set(
      Object.values(networkInterfaces())
        .flat()
        .map((each) => each?.address ?? ''),
    );
    for (const call of ['bind', 'connect']) {
      expect(addressesIn(after, call).filter((address) => !own.has(address))).toEqual([]);
    }

    if (pairing?.state === 'open') {
      const address = new URL(pairing.link).hostname;
      expect(addressesIn(after, 'bind')).toContain(address);
      expect(addressesIn(after, 'connect')).toContain(address);
    }

    socket.close();
    // The studio itself, not its tracer, which ends with it.
    const studio = Number(/^(\d+) +execve/.exec(after)?.[1]);
    process.kill(studio, 'SIGINT');
    await command.end;
  },
);
