/** Everything that enlarges: the shipped models, the user's through the product's own importer, and simple answers. */
import { mkdtemp, readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, extname, join } from 'node:path';
import { createRandom } from '../../models/rendered-eyes/random.ts';
import { renderTexture } from '../../models/rendered-eyes/write-textures.ts';
import type { OwnModelSource } from '../../src/contracts/own-model.ts';
import { importModel } from '../../src/worker/models/import/import-model.ts';
import { createOnnxRuntime } from '../../src/worker/models/onnx-runtime.ts';
import type { EnhancerModel } from '../../src/worker/models/ports.ts';
import { enhanceIris } from '../../src/worker/stages/enhance/enhance.ts';
import { Crispening } from '../../src/worker/stages/finish/crispen.ts';
import { photographAt, reduceCleanly } from './camera.ts';
import { applyLinear, type LinearFilter, LinearFit } from './linear-filter.ts';
import {
  createPicture,
  cutPicture,
  type FloatPicture,
  fromBytes,
  fromColourImage,
  toColourImage,
} from './picture.ts';
import { resample } from './resample.ts';

export interface Enlarger {
  readonly name: string;
  enlarge(small: FloatPicture, kind: 'clean' | 'camera'): Promise<FloatPicture>;
}

/** Where imported models are kept, and what the worker has to be told of each. */
export async function importWeights(folder: string, scratch: string): Promise<OwnModelSource[]> {
  const runtime = createOnnxRuntime();
  const directory = await mkdtemp(join(scratch, 'weights-'));
  const sources: OwnModelSource[] = [];
  for (const file of (await readdir(folder))
    .filter((name) => /\.(onnx|pth|safetensors)$/.test(name))
    .sort()) {
    const id = basename(file, extname(file)).toLowerCase();
    const path = join(folder, file);
    const target = join(directory, `${id}.onnx`);
    // What enlarges needs no description and no eyes to be tried on.
    const unneeded = { blend: null, description: null, samples: 'samples' };
    const request = { path, ...unneeded, target, threads: availableParallelism() };
    const computingMs = () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    };
    const imported = await importModel(request, { runtime, computingMs });
    const known = { version: '1', licence: 'unknown', licenceText: null, origin: file, addedAt: 0 };
    sources.push({ directory, model: { ...imported, formatVersion: 1, id, file: `${id}.onnx`, ...known } });
  }
  return sources;
}

/** A network through the product's own tiles and colour lock; pictures that are not square are padded. */
export function networkEnlarger(
  name: string,
  model: EnhancerModel,
  { forPrint = false }: { readonly forPrint?: boolean } = {},
): Enlarger {
  return {
    name,
    async enlarge(small) {
      const side = Math.max(small.width, small.height);
      const square = extendToSquare(small, side);
      const outputSize = side * model.scale;
      const circle = { cx: side / 2, cy: side / 2, radius: side };
      const image = await enhanceIris(toColourImage(square), { outputSize, circle, model, strength: 1 });
      if (forPrint) new Crispening(image, model.scale).advance(image.height);
      return cutPicture(fromColourImage(image), 0, 0, small.width * model.scale, small.height * model.scale);
    },
  };
}

function extendToSquare(picture: FloatPicture, side: number): FloatPicture {
  if (picture.width === side && picture.height === side) return picture;
  const square = createPicture(side, side);
  for (let at = 0; at < side * side; at += 1) {
    const x = Math.min(picture.width - 1, at % side);
    const y = Math.min(picture.height - 1, Math.floor(at / side));
    const from = (y * picture.width + x) * 3;
    square.data.set(picture.data.subarray(from, from + 3), at * 3);
  }
  return square;
}

export function simpleEnlargers(scale: number, linear: LinearFilters): Enlarger[] {
  const by = (name: string, kernel: 'bicubic' | 'lanczos'): Enlarger => ({
    name,
    enlarge: async (small) => resample(small, small.width * scale, small.height * scale, kernel),
  });
  return [
    by('bicubic', 'bicubic'),
    by('Lanczos', 'lanczos'),
    { name: 'best linear 9x9', enlarge: async (small, kind) => applyLinear(linear[kind], small) },
  ];
}

export interface LinearFilters {
  readonly clean: LinearFilter;
  readonly camera: LinearFilter;
}

const windowSide = 160;
const firstWindow = 47_000_000;

/** Fitted on drawn irises, one filter for clean and one for camera-like input: more than any user could have. */
export async function fitLinearFilters(scale: number, windows: number): Promise<LinearFilters> {
  const clean = new LinearFit(scale);
  const camera = new LinearFit(scale);
  for (let index = 0; index < windows; index += 1) {
    const seed = firstWindow + index;
    const truth = fromBytes(windowSide, windowSide, renderTexture(seed, windowSide).rgb);
    clean.add(reduceCleanly(truth, scale), truth);
    camera.add(await photographAt(truth, scale, createRandom(seed)), truth);
  }
  return { clean: clean.solve(), camera: camera.solve() };
}

/** Median milliseconds for a megapixel of input, all models taking turns on the same tile. */
export async function timeModels(
  models: readonly { readonly name: string; readonly model: EnhancerModel }[],
  rounds = 3,
): Promise<ReadonlyMap<string, number>> {
  const taken = new Map<string, number[]>(models.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, model } of models) {
      const size = Math.max(...(model.tiling?.sizes.filter((edge) => edge <= 256) ?? [256]));
      const data = Float32Array.from({ length: 3 * size * size }, (_, at) => ((at * 7919) % 1000) / 1000);
      const started = performance.now();
      await model.enhance(data, size, 1);
      // The first round warms up.
      if (round > 0) taken.get(name)!.push(((performance.now() - started) * 1e6) / (size * size));
    }
  }
  return new Map([...taken].map(([name, times]) => [name, times.sort((a, b) => a - b)[times.length >> 1]!]));
}

/** Largest difference between a tiling into small tiles and one into large ones, in levels of 255. */
export async function tileDifference(small: FloatPicture, model: EnhancerModel): Promise<number> {
  const side = Math.min(small.width, small.height);
  const source = toColourImage(cutPicture(small, 0, 0, side, side));
  const circle = { cx: side / 2, cy: side / 2, radius: side };
  const sizes = model.tiling?.sizes ?? [96, 384];
  const tiled = (tileSize: number) =>
    enhanceIris(source, { outputSize: side * model.scale, circle, model, strength: 1, tileSize });
  const one = await tiled(Math.min(...sizes.filter((size) => size - 2 * model.halo >= 16)));
  const other = await tiled(Math.max(...sizes));
  return one.data.reduce((most, value, at) => Math.max(most, Math.abs(value - other.data[at]!)), 0) / 257;
}
