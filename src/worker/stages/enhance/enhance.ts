import { StudioFailure } from '../../../contracts/failure.ts';
import type { Rectangle } from '../../../contracts/geometry.ts';
import { type ColourImage, createColourImage } from '../../imaging/image.ts';
import { lanczosWeights, type ResamplingWeights } from '../../imaging/resampling.ts';
import { type Circle, chooseTileSize, planTiles } from '../../imaging/tiles.ts';
import type { EnhancerModel } from '../../models/ports.ts';
import { ColourLock } from './colour-lock.ts';
import { driftOf, type PatchSums, patchesOf } from './patch-sums.ts';
import { fillTile } from './tile-input.ts';
import { copyFading, type Fade, readCore, resampleCore, spreadOf, type TileOutput } from './tile-output.ts';

/** What a failing tile is cut down to before the photo is given up. */
const smallTileSizeOf = ({ tiling }: EnhancerModel) => (tiling ? Math.min(...tiling.sizes) : 128);

/** A tile whose mean colour moved by more than this (0..1) is wrong, whatever the network meant. */
const largestDrift = 0.06;

export interface EnhanceOptions {
  readonly outputSize: number;
  /** The iris in source pixels; tiles that do not touch it are not computed and stay black. */
  readonly circle: Circle;
  readonly model: EnhancerModel;
  readonly strength: number;
  /** Called after each tile. */
  readonly onTile?: (done: number, total: number) => void;
  /** Called with the picture as it grows: its rows above `end` are finished. */
  readonly onRows?: (picture: ColourImage, end: number) => void;
  readonly signal?: AbortSignal;
  /** Tests compare tilings with it. */
  readonly tileSize?: number;
}

/** How many tiles `enhanceIris` will compute, and their pixels: what progress counts. */
export function countTiles(
  sourceSize: number,
  options: Pick<EnhanceOptions, 'outputSize' | 'circle' | 'model' | 'tileSize'>,
): { tiles: number; megapixels: number } {
  const size = tileSizeOf(sourceSize, options);
  const tiles = planTiles(sourceSize, size - 2 * paddingOf(sourceSize, options), options.circle).length;
  return { tiles, megapixels: (tiles * size * size) / 1e6 };
}

/**
 * Enlarges a square picture of an iris tile by tile. With the network's halo around every tile the result does
 * not depend on where tiles lie; the source's colours are locked (see ColourLock).
 *
 * @returns outputSize x outputSize
 * @throws StudioFailure enhancementFailed when a tile is not a picture even after a second try on smaller tiles;
 *   cancelled within one tile when the signal aborts.
 */
export async function enhanceIris(source: ColourImage, options: EnhanceOptions): Promise<ColourImage> {
  const { outputSize, model } = options;
  const size = tileSizeOf(source.width, options);
  const padding = paddingOf(source.width, options);
  const picture = createColourImage(outputSize, outputSize);
  const lock = new ColourLock(source.width);
  const weights =
    outputSize === source.width * model.scale ? null : lanczosWeights(source.width * model.scale, outputSize);
  const tiles = planTiles(source.width, size - 2 * padding, options.circle);
  const context = { source, picture, lock, weights, padding, options, inputs: new Map() };
  let finished = 0;
  const finishRows = (end: number) => {
    if (end <= finished) return;
    lock.apply(picture, finished, end, options.circle);
    finished = end;
    options.onRows?.(picture, end);
  };
  for (const [index, tile] of tiles.entries()) {
    await enhanceTile(tile, size, context);
    options.onTile?.(index + 1, tiles.length);
    const next = tiles[index + 1];
    if (next !== undefined && next.top > tile.top) finishRows(settledRows(next, lock, outputSize, options));
  }
  finishRows(outputSize);
  return picture;
}

/** The rows that neither the band of tiles below, its fade, nor the colours it brings will change. */
function settledRows(
  next: Rectangle,
  lock: ColourLock,
  outputSize: number,
  { model }: EnhanceOptions,
): number {
  return lock.settledRows(next.top - (model.tiling?.fade ?? 0), outputSize);
}

interface TileContext {
  readonly source: ColourImage;
  readonly picture: ColourImage;
  readonly lock: ColourLock;
  readonly weights: ResamplingWeights | null;
  readonly padding: number;
  readonly options: EnhanceOptions;
  /** The network's input, by its length: used again from tile to tile. */
  readonly inputs: Map<number, Float32Array>;
}

function inputOf({ inputs }: TileContext, size: number): Float32Array {
  const length = 3 * size * size;
  const input = inputs.get(length) ?? new Float32Array(length);
  inputs.set(length, input);
  return input;
}

async function enhanceTile(core: Rectangle, size: number, context: TileContext): Promise<void> {
  const { source, picture, lock, weights, padding, options } = context;
  if (options.signal?.aborted) throw new StudioFailure('cancelled');
  const originX = core.left - padding;
  const originY = core.top - padding;
  const input = inputOf(context, size);
  fillTile(input, size, source, originX, originY);
  let failure: unknown = null;
  try {
    const data = await options.model.enhance(input, size, options.strength);
    const tile = { data, edge: size * options.model.scale, scale: options.model.scale, originX, originY };
    const fade = fadeOf(core, options.model);
    const copies = weights === null && fade.left === 0 && fade.top === 0;
    const patches = patchesOf(core, input, size, originX, originY);
    readCore(tile, core, copies ? picture : null, patches);
    failure = findFault(patches, tile, core, input);
    if (failure === null) {
      lock.note(patches);
      if (weights === null) {
        if (!copies) copyFading(tile, core, picture, fade);
      } else resampleCore(tile, core, picture, source.width, weights, fade);
      return;
    }
  } catch (error) {
    failure = error;
  }
  const smallSize = smallTileSizeOf(options.model);
  const isSmallest = size <= smallSize;
  if (isSmallest && failure instanceof StudioFailure && failure.code === 'memoryShort') throw failure;
  if (isSmallest || options.signal?.aborted)
    throw new StudioFailure('enhancementFailed', { tile: core, size }, { cause: failure });
  for (const part of quarter(core, smallSize - 2 * padding)) await enhanceTile(part, smallSize, context);
}

/** Says what is wrong with a tile, or null. */
function findFault(
  patches: PatchSums,
  { data, edge, scale, originX, originY }: TileOutput,
  core: Rectangle,
  input: Float32Array,
): Error | null {
  const drift = driftOf(patches);
  if (!Number.isFinite(drift)) return new Error('the tile holds values that are not numbers');
  if (drift > largestDrift) return new Error(`the tile's mean colour moved by ${drift.toFixed(3)}`);
  const size = edge / scale;
  const left = core.left - originX;
  const top = core.top - originY;
  const source = spreadOf(green(input, size), size, { ...core, left, top }, 1);
  const part = {
    left: left * scale,
    top: top * scale,
    width: core.width * scale,
    height: core.height * scale,
  };
  const result = spreadOf(green(data, edge), edge, part, scale);
  return source > 0.02 && result < source / 20 ? new Error('the tile is blank') : null;
}

function green(planes: Float32Array, edge: number): Float32Array {
  return planes.subarray(edge * edge, 2 * edge * edge);
}

function quarter(core: Rectangle, cell: number): Rectangle[] {
  const parts: Rectangle[] = [];
  for (let top = 0; top < core.height; top += cell)
    for (let left = 0; left < core.width; left += cell)
      parts.push({
        left: core.left + left,
        top: core.top + top,
        width: Math.min(cell, core.width - left),
        height: Math.min(cell, core.height - top),
      });
  return parts;
}

/**
 * Tiles come from left to right and from top to bottom, so what a tile fades into was written before it. Where
 * nothing was, the iris does not reach.
 */
function fadeOf(core: Rectangle, { tiling }: EnhancerModel): Fade {
  const reach = tiling?.fade ?? 0;
  return { left: Math.min(reach, core.left), top: Math.min(reach, core.top) };
}

function tileSizeOf(
  sourceSize: number,
  options: Pick<EnhanceOptions, 'outputSize' | 'circle' | 'model' | 'tileSize'>,
): number {
  const padding = paddingOf(sourceSize, options);
  return options.tileSize ?? chooseTileSize(sourceSize, padding, options.circle, options.model.tiling?.sizes);
}

/** Source pixels around a tile's core that are computed and thrown away. */
function paddingOf(
  sourceSize: number,
  { outputSize, model }: Pick<EnhanceOptions, 'outputSize' | 'model'>,
): number {
  const enlarged = sourceSize * model.scale;
  if (outputSize === enlarged) return model.halo;
  const support = 3 * Math.max(1, enlarged / outputSize);
  return model.halo + Math.ceil(support / model.scale) + 1;
}
