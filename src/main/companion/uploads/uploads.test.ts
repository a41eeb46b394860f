import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { companionLimits } from '../../../contracts/companion/limits.ts';
import { StudioFailure } from '../../../contracts/failure.ts';
import { migrate } from '../../library/migrate.ts';
import { ManualTime } from '../../queue/manual-time.ts';
import { DeviceStore } from '../devices/device-store.ts';
import { Uploads } from './uploads.ts';

const photo = { localId: 'a-name-of-the-phone', name: 'eye.jpg', byteLength: 1000 };
const bytes = new Uint8Array(photo.byteLength);
const sha256 = createHash('sha256').update(bytes).digest('hex');

describe('uploads', () => {
  let directory: string;
  let database: Sqlite.Database;
  let deviceId: string;
  let uploads: Uploads;
  let free: number | null;
  let importing: () => Promise<{ photoId: string; duplicate: boolean }>;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'irisvue-uploads-'));
    database = new Sqlite(':memory:');
    database.pragma('foreign_keys = ON');
    migrate(database);
    const clock = new ManualTime();
    const devices = new DeviceStore(database, clock);
    deviceId = devices.add({ name: 'Phone', platform: 'ios', publicKey: new Uint8Array(32) }).deviceId;
    free = null;
    importing = async () => ({ photoId: sha256, duplicate: false });
    uploads = new Uploads({
      database,
      clock,
      directory: join(directory, 'incoming'),
      freeBytes: async () => free,
      isConnected: () => true,
      nameOf: () => 'Phone',
      importPhoto: () => importing(),
      onChange: () => {},
    });
    await uploads.start();
  });
  afterEach(async () => {
    await uploads.close();
    database.close();
    await rm(directory, { recursive: true });
  });

  it('takes nothing that would not leave room, counting what was announced, and each twice', async () => {
    free = companionLimits.freeBytes + 2 * photo.byteLength - 1;
    await expect(uploads.begin(deviceId, photo)).rejects.toMatchObject({ code: 'studioFull' });
    free += 1;
    await uploads.begin(deviceId, photo);
    await expect(uploads.begin(deviceId, { ...photo, localId: 'another-one-of-it' })).rejects.toMatchObject({
      code: 'studioFull',
    });
    // What was begun may go on.
    expect(await uploads.begin(deviceId, photo)).toMatchObject({ offset: 0 });
  });

  it('stops before it takes the last room, though there was enough when it began', async () => {
    const { uploadId } = await uploads.begin(deviceId, photo);
    free = companionLimits.freeBytes + 400;
    expect(await uploads.append(deviceId, uploadId, 0, bytes.subarray(0, 400))).toBe(400);
    const rest = () => uploads.append(deviceId, uploadId, 400, bytes.subarray(400));
    await expect(rest()).rejects.toMatchObject({ code: 'studioFull' });
    expect(uploads.arriving()).toMatchObject([{ receivedBytes: 400 }]);
    free = companionLimits.freeBytes + 600;
    expect(await rest()).toBe(1000);
  });

  it('is one upload when two tabs announce it at the same moment', async () => {
    const both = await Promise.all([uploads.begin(deviceId, photo), uploads.begin(deviceId, photo)]);
    expect(both[0]).toEqual(both[1]);
    expect(uploads.arriving()).toHaveLength(1);
  });

  it('keeps what is whole when the disk has no room for its import, and tries again', async () => {
    const { uploadId } = await uploads.begin(deviceId, photo);
    await uploads.append(deviceId, uploadId, 0, bytes);
    importing = () => Promise.reject(new StudioFailure('diskFull'));
    await expect(uploads.finish(deviceId, uploadId, sha256)).rejects.toMatchObject({ code: 'studioFull' });
    expect(uploads.arriving()).toMatchObject([{ receivedBytes: 1000, state: 'arriving' }]);
    importing = async () => ({ photoId: sha256, duplicate: false });
    expect(await uploads.finish(deviceId, uploadId, sha256)).toEqual({ photoId: sha256, duplicate: false });
    expect(uploads.arriving()).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')('keeps no file open for a phone that is gone', async () => {
    const openParts = async () => {
      const files = (await readdir('/proc/self/fd')).map((fd) =>
        readlink(`/proc/self/fd/${fd}`).catch(() => ''),
      );
      return (await Promise.all(files)).filter((path) => path.startsWith(directory)).length;
    };
    const { uploadId } = await uploads.begin(deviceId, photo);
    await uploads.append(deviceId, uploadId, 0, bytes.subarray(0, 400));
    expect(await openParts()).toBe(1);
    await uploads.rest(deviceId);
    expect(await openParts()).toBe(0);
    // It goes on where it was, and is still checked as a whole.
    expect(await uploads.append(deviceId, uploadId, 400, bytes.subarray(400))).toBe(1000);
    expect(await uploads.finish(deviceId, uploadId, sha256)).toMatchObject({ photoId: sha256 });
  });

  it('says how far a checked photo is while it is looked at', async () => {
    const { uploadId } = await uploads.begin(deviceId, photo);
    await uploads.append(deviceId, uploadId, 0, bytes);
    let look = () => {};
    importing = () =>
      new Promise((resolve) => {
        look = () => resolve({ photoId: sha256, duplicate: false });
      });
    const begun = new Promise<void>((resolve) => {
      const original = importing;
      importing = () => {
        resolve();
        return original();
      };
    });
    const finished = uploads.finish(deviceId, uploadId, sha256);
    await begun;
    expect(uploads.arriving()).toMatchObject([{ state: 'checking' }]);
    look();
    await finished;
  });
});
