import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { companionLimits } from '../../contracts/companion/limits.ts';
import { openCarrier } from '../../transport/sealed/open-carrier.ts';
import { PhoneConnection } from '../../transport/sealed/phone-connection.ts';
import { meetAsPhone } from '../../transport/sealed/phone-handshake.ts';
import { patienceMs, photoBytes, sha256, TestPhone } from './testing/test-companion.ts';

const child = fileURLToPath(new URL('./testing/upload-kill-child.ts', import.meta.url));
const chunk = companionLimits.chunkBytes;

it('a studio that is killed in the middle of an upload goes on with it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'irisvue-killed-'));
  const start = async (pairs: string) => {
    const studio = fork(child, [folder, pairs]);
    const [{ origin, credential }] = await once(studio, 'message');
    return { studio, origin, credential };
  };
  const meet = async (origin: string, credential: Parameters<typeof meetAsPhone>[1]) => {
    const carrier = await openCarrier(origin, { timeoutMs: patienceMs, headers: { origin } });
    const phone = new TestPhone(new PhoneConnection(await meetAsPhone(carrier, credential)));
    await phone.connection.call('hello', { after: null, notices: 'page' });
    return phone;
  };
  const bytes = photoBytes(chunk * 4 + 99);
  const first = await start('pair');
  const phone = await meet(first.origin, first.credential);
  const begun = await phone.beginSending(bytes);
  await phone.send(begun.uploadId, bytes, 0, chunk * 2);
  // The third is on its way.
  const third = phone.connection.sendChunk(
    { uploadId: begun.uploadId, offset: chunk * 2 },
    bytes.subarray(chunk * 2, chunk * 3),
  );
  // A machine that pauses here lets it arrive after all.
  const end = third.then(
    () => 'taken',
    ({ code }) => code,
  );
  const died = once(first.studio, 'exit');
  first.studio.kill('SIGKILL');
  await died;
  expect(['taken', 'connectionLost']).toContain(await end);

  const second = await start('');
  expect(second.origin).toBe(first.origin);
  const back = await meet(second.origin, first.credential);
  const again = await back.begin(bytes);
  expect(again).toMatchObject({ state: 'send', uploadId: begun.uploadId });
  expect(again.state === 'send' && again.offset).toBeGreaterThanOrEqual(chunk * 2);
  expect(await back.upload(bytes)).toMatchObject({ capture: { id: sha256(bytes) }, duplicate: false });
  second.studio.send(sha256(bytes));
  const [kept] = await once(second.studio, 'message');
  expect(kept).toMatchObject({ byteLength: bytes.length, counts: { all: 1 } });
  back.connection.close();
  const ended = once(second.studio, 'exit');
  second.studio.kill('SIGKILL');
  await ended;
  await rm(folder, { recursive: true, force: true });
});
