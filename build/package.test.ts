/** The look at a package, on small ones that were made for it: what it finds right, and each thing that it must find. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPackage } from '@electron/asar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPackage } from './check-package.ts';
import { hasFuses } from './electron-dist.ts';
import { makeStandIn } from './package-stand-in.ts';

const model = 'weights';
const manifest = {
  models: [{ file: 'm.onnx', sha256: createHash('sha256').update(model).digest('hex'), bytes: model.length }],
};
const natives = [
  'node_modules/better-sqlite3/prebuilds/linux-x64.node',
  'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1',
  'node_modules/@img/sharp-linux-x64/lib/sharp-linux-x64.node',
];

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'irisvue-package-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(path: string, text = ''): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** @param changes files more, or others, in the archive and beside it; null leaves one out */
async function pack(
  changes: { inside?: Record<string, string | null>; beside?: Record<string, string | null> } = {},
): Promise<void> {
  const resources = join(root, 'dist/linux-unpacked/resources');
  const listed = Object.fromEntries(natives.map((path) => [path, 'hash']));
  const inside = {
    'out/main/desktop.js': '',
    'out/preload/desktop.cjs': '',
    'out/renderer/index.html': '',
    'out/main/natives.json': JSON.stringify(listed),
    'package.json': '{}',
    ...changes.inside,
  };
  const beside = {
    'models/manifest.json': JSON.stringify(manifest),
    'models/m.onnx': model,
    'samples/eye.jpg': '',
    ...Object.fromEntries(natives.map((path) => [path, ''])),
    ...changes.beside,
  };
  const source = join(root, 'source');
  for (const [path, text] of Object.entries(inside)) if (text !== null) await write(join(source, path), text);
  await mkdir(resources, { recursive: true });
  await createPackage(source, join(resources, 'app.asar'));
  for (const [path, text] of Object.entries(beside))
    if (text !== null) await write(join(resources, 'app.asar.unpacked', path), text);
}

const check = () =>
  checkPackage(root, { isForTests: false, isElectron: false, platform: 'linux', arch: 'x64' });

describe('a package', () => {
  it('is as it should be, and says what was not looked at', async () => {
    await pack();
    expect(await check()).toEqual([
      join(root, 'dist/linux-unpacked'),
      'NOT CHECKED: the fuses. What ELECTRON_DIST names is not Electron; this studio cannot start.',
      '3 native files, all of linux x64, each with its hash in the archive',
      '1 models are as their manifest has them',
    ]);
  });

  it.each([
    ['nothing was packed', null],
    ['/out/preload/desktop.cjs is not in the archive', { inside: { 'out/preload/desktop.cjs': null } }],
    ['sources were packed: /src/main', { inside: { 'src/main/studio.ts': '' } }],
    ['sources were packed: /out/main/desktop.js.map', { inside: { 'out/main/desktop.js.map': '' } }],
    ['samples is not beside the archive', { beside: { 'samples/eye.jpg': null } }],
    [
      'native code of other systems was packed: node_modules/better-sqlite3/prebuilds/win32-x64.node',
      { beside: { 'node_modules/better-sqlite3/prebuilds/win32-x64.node': '' } },
    ],
    [
      'native code of other systems was packed: node_modules/better-sqlite3/prebuilds/linux-arm64.node',
      { beside: { 'node_modules/better-sqlite3/prebuilds/linux-arm64.node': '' } },
    ],
    ['@img/sharp has no native code for this system', { beside: { [natives[2]!]: null } }],
    [
      'native code that nobody listed was packed: node_modules/stranger/stranger.node',
      { beside: { 'node_modules/stranger/stranger.node': '' } },
    ],
    ['m.onnx is not the model that the manifest names', { beside: { 'models/m.onnx': 'others' } }],
  ] as const)('is refused: %s', async (words, changes) => {
    if (changes !== null) await pack(changes);
    await expect(check()).rejects.toThrow(words);
  });
});

it('a stand-in of Electron’s shape is told from Electron, which has fuses', async () => {
  await makeStandIn(root, '45.0.0', 'linux');
  expect(await hasFuses(root, 'linux')).toBe(false);
  // At the end of one piece that is read and the beginning of the next.
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
  await writeFile(join(root, 'electron'), `${'.'.repeat((1 << 20) - 7)}${sentinel}...`);
  expect(await hasFuses(root, 'linux')).toBe(true);
  expect(await hasFuses(join(root, 'nowhere'), 'linux')).toBe(false);
  await expect(makeStandIn(root, '45.0.0', 'darwin')).rejects.toThrow('nothing stands in');
});
