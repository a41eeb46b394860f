import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyNatives } from './verify-natives.ts';

let folder: string;
let list: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'irisvue-natives-'));
  await mkdir(join(folder, 'a'));
  await writeFile(join(folder, 'a/b.node'), 'native');
  list = join(folder, 'natives.json');
  const sha256 = createHash('sha256').update('native').digest('hex');
  await writeFile(list, JSON.stringify({ 'a/b.node': sha256 }));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('takes what is as it was packed, and refuses what was changed or is gone', async () => {
  expect(await verifyNatives(list, folder)).toBe(1);
  await writeFile(join(folder, 'a/b.node'), 'natives');
  await expect(verifyNatives(list, folder)).rejects.toMatchObject({ code: 'modelChanged' });
  await rm(join(folder, 'a/b.node'));
  await expect(verifyNatives(list, folder)).rejects.toMatchObject({ code: 'modelMissing' });
});
