import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StudioFailure } from '../../contracts/failure.ts';
import type { ImportedEnhancer, ImportedModel } from '../../contracts/own-model.ts';
import { nodeFileStore } from '../library/file-store.ts';
import { catalogue } from './catalogue.ts';
import type { ImportModel } from './import-in-child.ts';
import { idFor, OwnModelStore } from './own-model-store.ts';

const onnx = Buffer.from('not really a network');
const imported = (bytes: Uint8Array, sourceSha256 = 'b'.repeat(64)): ImportedModel => ({
  role: 'enhance',
  architecture: 'test',
  parameters: 1,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  bytes: bytes.byteLength,
  scale: 4,
  halo: 18,
  fade: 0,
  tileSizes: [256],
  input: { name: 'image', strength: null },
  output: { name: 'enhanced' },
  knownAnswer: {},
  sourceSha256,
});

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'store-'));
});
afterEach(() => rm(directory, { recursive: true }));

const importing =
  (bytes: Uint8Array = onnx, source?: string): ImportModel =>
  async ({ target }) => {
    await writeFile(target, bytes);
    return imported(bytes, source);
  };
const store = (importModel: ImportModel = importing()) =>
  new OwnModelStore({
    directory: join(directory, 'models'),
    files: nodeFileStore,
    clock: { now: () => 1_700_000_000_000 },
    importModel,
  });
const names = () => readdir(join(directory, 'models'));

test('a model is kept with its licence and origin, found by others, and removed whole', async () => {
  const licence = `Creative Commons\n${'terms '.repeat(40)}`;
  const model = await store().add({ path: '/home/somebody/4x Nomos (strong).pth', licence });
  expect(model).toMatchObject({
    id: '4x-nomos-strong',
    licence: 'Creative Commons',
    licenceText: licence.trim(),
    origin: '4x Nomos (strong).pth',
    addedAt: 1_700_000_000_000,
  });
  expect(await names()).toEqual(['4x-nomos-strong.json', '4x-nomos-strong.onnx']);
  expect(await readFile(join(directory, 'models', model.file))).toEqual(onnx);
  const another = store();
  expect(another.list()).toEqual([model]);
  expect(another.source(model.id)).toEqual({ directory: join(directory, 'models'), model });
  await another.remove(model.id);
  expect(await names()).toEqual([]);
  expect(another.list()).toEqual([]);
  await expect(another.remove(model.id)).rejects.toMatchObject({ code: 'ownModelMissing' });
});

test('the same network again is the same model; another one of that name gets a number', async () => {
  const first = await store().add({ path: 'a/model.pth', licence: null });
  expect(await store().add({ path: 'b/model.pth', licence: null })).toEqual(first);
  const other = await store(importing(Buffer.from('another'))).add({ path: 'c/model.pth', licence: null });
  expect(other.id).toBe('model-2');
  expect(await names()).toHaveLength(4);
});

test('official weights are recognised by their hash, whatever they are called', async () => {
  const [official] = catalogue;
  const model = await store(importing(onnx, official!.sha256)).add({ path: 'x.pth', licence: null });
  expect(model).toMatchObject({ licence: 'BSD-3-Clause', origin: official!.address });
  expect(model.licenceText).toContain('Xintao Wang');
  const unknown = await store(importing(Buffer.from('y'))).add({ path: 'y.pth', licence: null });
  expect(unknown).toMatchObject({ licence: 'unknown', licenceText: null });
});

test('a finder’s own word on its licence is kept unless the user has another', async () => {
  const finding =
    (bytes: Uint8Array): ImportModel =>
    async ({ target, description }) => {
      await writeFile(target, bytes);
      const { scale, halo, fade, tileSizes, input, ...common } = imported(bytes) as ImportedEnhancer;
      return {
        ...common,
        role: 'find',
        input: { name: input.name },
        segmentation: {
          input: { layout: 'NCHW', colours: 'rgb', scale: 1, mean: 0, std: 1, size: null, channels: 3 },
          output: { layout: 'NCHW', activation: 'softmax', channels: 3 },
          classes: { visibleIris: 1 },
        },
        describedLicence: description,
        tried: { eyes: 3, found: 2, overlap: 0.9 },
      };
    };
  const own = store(finding(onnx));
  const model = await own.add({ path: 'eyes.onnx', licence: null, description: 'CC-BY-4.0' });
  expect(model).toMatchObject({ id: 'eyes', role: 'find', licence: 'CC-BY-4.0' });
  expect(store().list()).toEqual([model]);
  const other = await store(finding(Buffer.from('z'))).add({
    path: 'z.onnx',
    licence: 'MIT',
    description: 'CC',
  });
  expect(other.licence).toBe('MIT');
});

test('whatever the importer refuses or lies about leaves nothing behind', async () => {
  const refusing: ImportModel = async ({ target }) => {
    await writeFile(target, 'half');
    throw new StudioFailure('modelUntrusted');
  };
  await expect(store(refusing).add({ path: 'a.pth', licence: null })).rejects.toMatchObject({
    code: 'modelUntrusted',
  });
  const lying: ImportModel = async ({ target }) => {
    await writeFile(target, 'something else');
    return imported(onnx);
  };
  await expect(store(lying).add({ path: 'a.pth', licence: null })).rejects.toMatchObject({
    code: 'modelUnreadable',
  });
  expect(await names()).toEqual([]);
});

test('names that are no ids reach no file', () => {
  for (const id of ['../secret', 'A', '', 'a/b', '.hidden', 'x'.repeat(70)])
    expect(store().find(id)).toBeNull();
});

test('ids are plain names', () => {
  expect(idFor({ path: '/x/RealESRGAN_x4plus.pth' })).toBe('realesrgan_x4plus');
  expect(idFor({ path: 'général.pth', blend: { path: 'b.pth', share: 0.5 } })).toBe('ge-ne-ral-denoise-50');
  expect(idFor({ path: '---.onnx' })).toBe('model');
  expect(idFor({ path: `${'long'.repeat(40)}.pth` }).length).toBeLessThanOrEqual(60);
});

test('the catalogue names each file once, with an address, a size and a hash', () => {
  expect(new Set(catalogue.flatMap(({ name, sha256, address }) => [name, sha256, address])).size).toBe(
    3 * catalogue.length,
  );
  for (const { name, address, bytes, sha256 } of catalogue) {
    expect(idFor({ path: name })).toBe(name);
    expect(address).toMatch(/^https:\/\//);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(bytes).toBeGreaterThan(1_000_000);
  }
});
