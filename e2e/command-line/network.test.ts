/**
 * Nobody's iris leaves the machine: processing opens no network connection at all. Every system call of the
 * command line and of its worker is traced, native code included; only sockets of the machine's own kind
 * (AF_UNIX, AF_NETLINK) may appear.
 */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { irisvue, temporaryDirectory, writeEye } from './irisvue.ts';

const canTrace = (() => {
  try {
    execFileSync('strace', ['-f', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe('privacy', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeAll(async () => {
    directory = await temporaryDirectory();
  });
  afterAll(() => directory.remove());

  it.skipIf(!canTrace)('processing opens no network connection (traced by strace)', async () => {
    const { path } = await writeEye(directory.path, 'eye.jpg', { seed: 12, irisDiameter: 220 });
    const trace = join(directory.path, 'trace');
    const { exitCode, stderr } = await irisvue(
      ['process', path, '--out', join(directory.path, 'out'), '--data', join(directory.path, 'data')],
      {
        // Some libraries keep quiet on build machines by themselves; here they must keep quiet everywhere.
        environment: { CI: undefined, GITHUB_ACTIONS: undefined, TF_BUILD: undefined },
        prefix: [
          'strace',
          '-f',
          '-qq',
          '-s',
          '400',
          '-e',
          'trace=execve,socket,connect,sendto,sendmsg,bind',
          '-o',
          trace,
        ],
      },
    );
    expect(exitCode, stderr).toBe(0);
    const calls = (await readFile(trace, 'utf8')).split('\n');
    // The trace did follow the program into its worker.
    expect(calls.some((call) => call.includes('execve') && call.includes('gpu-worker.js'))).toBe(true);
    expect(calls.filter((call) => /AF_INET|AF_PACKET/.test(call))).toEqual([]);
  });
});
