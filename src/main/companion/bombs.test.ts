/** Files that are small and want to be large, or want to be something else, before the media worker that ships. */
import { fileURLToPath } from 'node:url';
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forkedProcesses } from '../workers/forked-process.ts';
import { createMediaWorker } from '../workers/media-supervisor.ts';
import { workerEnvironment } from '../workers/worker-environment.ts';
import { openTestCompanion, type TestCompanion, type TestPhone } from './testing/test-companion.ts';

describe('a phone that sends', () => {
  let studio: TestCompanion;
  let phone: TestPhone;
  beforeAll(async () => {
    const mediaWorker = createMediaWorker({
      spawnPort: forkedProcesses,
      entry: fileURLToPath(new URL('../../worker/media/entry.ts', import.meta.url)),
      environment: workerEnvironment(process.env),
      log: () => {},
    });
    studio = await openTestCompanion({ mediaWorker });
    phone = await studio.meet(await studio.pair());
  });
  afterAll(() => studio.close());

  it.each([
    ['a PNG of three billion pixels in a few kilobytes', () => png(60_000, 60_000), 'photoTooLarge'],
    ['a zip file that unpacks to a gigabyte', zipBomb, 'fileNotAPhoto'],
    [
      'a JPEG that is none',
      () => Uint8Array.of(0xff, 0xd8, 0xff, ...new Uint8Array(3000).fill(65)),
      'fileDamaged',
    ],
    [
      'a vector drawing',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      'formatUnsupported',
    ],
  ])('%s is told so, and the studio goes on', async (_, make, code) => {
    const end = await phone.upload(new Uint8Array(make())).then(
      () => 'accepted',
      (error) => error.code,
    );
    expect(end).toBe(code);
    expect(await studio.api.arriving()).toEqual([]);
    expect((await studio.api.hello()).counts.all).toBe(0);
    expect(await phone.connection.call('ping', {})).toEqual({});
  });
});

/** Grey, one colour, rows of nothing: what a decompressor blows up. */
function png(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = [Buffer.alloc(4), Buffer.alloc(4)] as const;
    ends[0].writeUInt32BE(data.length);
    ends[1].writeUInt32BE(crc32(body));
    return Buffer.concat([ends[0], body, ends[1]]);
  };
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(4_000_000))),
    chunk('IEND', new Uint8Array()),
  ]);
}

function zipBomb(): Uint8Array {
  const packed = deflateRawSync(Buffer.alloc(20_000_000));
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(1_000_000_000, 22);
  local.writeUInt16LE(7, 26);
  return Buffer.concat([local, Buffer.from('eye.jpg'), packed]);
}
