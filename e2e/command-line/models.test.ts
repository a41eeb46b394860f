import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFixture, renderFixture } from '../../models/rendered-eyes/fixtures.ts';
import { failures } from '../../src/contracts/failure.ts';
import { tinyCompact } from '../../src/worker/models/import/testing/tiny-weights.ts';
import { writePytorch } from '../../src/worker/models/import/testing/write-pytorch.ts';
import { softmaxRows, tinySegmenter } from '../../src/worker/models/testing/tiny-segmenters.ts';
import { irisvue, temporaryDirectory } from './irisvue.ts';

/** One user's way: a model is added from a file, shown, used, and removed. */
describe('a model of somebody else', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  const at = (name: string) => join(directory.path, name);
  const data = () => ['--data', at('data')];

  beforeAll(async () => {
    directory = await temporaryDirectory();
    await writeFile(at('4x_Tiny.pth'), writePytorch(tinyCompact({ scale: 4, amount: 0.02 })));
    await writeFile(at('cut.pth'), writePytorch(tinyCompact({ scale: 4 })).subarray(0, 900));
    const eye = renderFixture({ seed: 5, irisDiameter: 230, palette: 'hazel' });
    await writeFile(at('eye.jpg'), await encodeFixture(eye, 'jpeg'));
  });
  afterAll(() => directory.remove());

  it('is added with its licence and listed', async () => {
    const added = await irisvue(['models', 'add', at('4x_Tiny.pth'), '--licence', 'CC0-1.0', ...data()]);
    expect(added).toMatchObject({ exitCode: 0, stderr: '' });
    expect(added.stdout).toContain('4x_tiny');
    const { stdout } = await irisvue(['models', 'list', '--json', ...data()]);
    expect(JSON.parse(stdout)).toMatchObject([
      { id: '4x_tiny', scale: 4, licence: 'CC0-1.0', origin: '4x_Tiny.pth', fade: 0 },
    ]);
  });

  it('makes a picture of its own, beside the one of ours', async () => {
    const common = ['process', at('eye.jpg'), '--size', '512', '--json', ...data()];
    const theirs = await irisvue([...common, '--out', at('theirs'), '--model', '4x_tiny']);
    const ours = await irisvue([...common, '--out', at('ours')]);
    expect([theirs.exitCode, ours.exitCode]).toEqual([0, 0]);
    expect(theirs.lines[0]!.models!.enhance).toMatch(/^4x_tiny@[0-9a-f]{12}$/);
    expect(ours.lines[0]!.models!.enhance).toMatch(/^iris-enhancer/);
    const [first, second] = await Promise.all(
      [theirs, ours].map(({ lines }) => sharp(lines[0]!.output!).raw().toBuffer()),
    );
    expect(first!.equals(second!)).toBe(false);
  });

  it('is refused when it is cut short, and leaves nothing behind', async () => {
    const before = await readdir(at('data/models'));
    const { exitCode, stderr } = await irisvue(['models', 'add', at('cut.pth'), ...data()]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(failures.modelUnreadable.message);
    expect(await readdir(at('data/models'))).toEqual(before);
  });

  it('is missed by name once it is gone or changed', async () => {
    const path = at('data/models/4x_tiny.onnx');
    const bytes = await readFile(path);
    bytes[bytes.length >> 1] = bytes[bytes.length >> 1]! ^ 1;
    await writeFile(path, bytes);
    const use = ['process', at('eye.jpg'), '--out', at('again'), '--model', '4x_tiny', '--again', ...data()];
    expect(await irisvue(use)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(failures.ownModelMissing.message),
    });
    expect(await irisvue(['models', 'remove', '4x_tiny', ...data()])).toMatchObject({ exitCode: 0 });
    expect(await readdir(at('data/models'))).toEqual([]);
    expect(await irisvue(['models', 'remove', '4x_tiny', ...data()])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(failures.ownModelMissing.message),
    });
  });
});

/** The same with a network that marks the parts of an eye, tried on the samples that the product ships. */
describe('a finder of somebody else', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  const at = (name: string) => join(directory.path, name);
  const data = () => ['--data', at('data')];
  const description = {
    kind: 'segmentation',
    licence: 'CC0-1.0',
    input: { layout: 'NHWC', mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    output: { activation: 'softmax' },
    classes: { sclera: 1, visibleIris: 2, visiblePupil: 3 },
  };
  const write = (change: object) =>
    writeFile(at('Eye_Parts.json'), JSON.stringify({ ...description, ...change }));

  beforeAll(async () => {
    directory = await temporaryDirectory();
    const { mean, std } = description.input;
    const file = tinySegmenter({ rows: softmaxRows, inputLayout: 'NHWC', mean, std });
    await writeFile(at('Eye_Parts.onnx'), file);
    const eye = renderFixture({ seed: 5, irisDiameter: 230, palette: 'green' });
    await writeFile(at('eye.jpg'), await encodeFixture(eye, 'jpeg'));
  });
  afterAll(() => directory.remove());

  it('is refused with a word that helps, and leaves nothing behind', async () => {
    const add = () => irisvue(['models', 'add', at('Eye_Parts.onnx'), ...data()]);
    expect(await add()).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(failures.modelUndescribed.message),
    });
    await write({ classes: { visibleIris: 7 } });
    const { exitCode, stderr } = await add();
    expect(exitCode).toBe(1);
    expect(stderr).toContain('classes.visibleIris: there is no channel 7; the model has 4');
    expect(stderr).toContain(failures.modelDescriptionWrong.message);
    expect(await readdir(at('data/models'))).toEqual([]);
  });

  it('is tried on drawn eyes, and listed as what it is', async () => {
    await write({});
    const { exitCode, stdout } = await irisvue(['models', 'add', at('Eye_Parts.onnx'), ...data()]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/eye_parts\n {2}finds the iris .* found [23] of 3 drawn eyes, overlap 0\.9/);
    expect(stdout).toContain('licence: CC0-1.0');
    const list = await irisvue(['models', 'list', '--json', ...data()]);
    expect(JSON.parse(list.stdout)).toMatchObject([{ id: 'eye_parts', role: 'find' }]);
  });

  it('finds the iris where ours does', async () => {
    const common = ['process', at('eye.jpg'), '--size', '512', '--json', ...data()];
    const theirs = await irisvue([...common, '--out', at('theirs'), '--finder', 'eye_parts']);
    const ours = await irisvue([...common, '--out', at('ours')]);
    expect([theirs.exitCode, ours.exitCode]).toEqual([0, 0]);
    const [found, expected] = [theirs, ours].map(({ lines }) => lines[0]!);
    expect(found!.models!.find).toMatch(/^eye_parts@[0-9a-f]{12}$/);
    expect(expected!.models!.find).toMatch(/^iris-finder/);
    for (const part of ['iris', 'pupil'] as const) {
      const [one, other] = [found![part]!, expected![part]!];
      expect(Math.hypot(one.cx - other.cx, one.cy - other.cy)).toBeLessThan(4);
      expect(one.a / other.a).toBeCloseTo(1, 1);
    }
  });

  it('does not enhance', async () => {
    const use = ['process', at('eye.jpg'), '--out', at('wrong'), '--model', 'eye_parts', ...data()];
    expect(await irisvue(use)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(failures.modelOtherKind.message),
    });
  });
});
