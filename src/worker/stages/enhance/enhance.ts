import { StudioFailure } from '../../../contracts/failure.ts';
import type { Rectangle } from '../../../contracts/geometry.ts';
import type { ColourImage } from '../../imaging/image.ts';
import { type Circle, chooseTileSize, planTiles } from '../../imaging/tiles.ts';
import type { EnhancerModel } from '../../models/ports.ts';
import { type EnhancedTile, noNumbers, TileAssembly, type TileGrid } from './assemble-tiles.ts';
import { fillTile } from './tile-input.ts';

/** What a failing tile is cut down to before the photo is given up. */
const smallTileSizeOf = ({ tiling }: EnhancerModel) => (tiling ? Math.min(...tiling.sizes) : 128);

export interface TilePlan {
  readonly outputSize: number;
  /** The iris in source pixels; tiles that do not touch it are not computed and stay black. */
  readonly circle: Circle;
  readonly model: EnhancerModel;
  /** Tests compare tilings with it. */
  readonly tileSize?: number;
}

export interface TileOptions extends TilePlan {
  readonly strength: number;
  /** Called after each tile. */
  readonly onTile?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface EnhanceOptions extends TileOptions {
  /** Called with the picture as it grows: its rows above `end` are finished. */
  readonly onRows?: (picture: ColourImage, end: number) => void;
}

/** Where tiles go; `TileAssembly` behind whatever lies between. What is asked of it is done in that order. */
export interface TileTaker {
  /** As `TileAssembly.put`; the tile's data may be gone afterwards. */
  put(tile: EnhancedTile): Promise<string | null>;
  /** As `TileAssembly.settle`. */
  settle(top: number): Promise<void>;
}

/** How many tiles will be computed, and their pixels: what progress counts. */
export function countTiles(sourceSize: number, options: TilePlan): { tiles: number; megapixels: number } {
  const size = tileSizeOf(sourceSize, options);
  const tiles = planTiles(sourceSize, size - 2 * paddingOf(sourceSize, options), options.circle).length;
  return { tiles, megapixels: (tiles * size * size) / 1e6 };
}

/** How the tiles of a source of that edge lie. */
export function gridOf(sourceSize: number, options: TilePlan): TileGrid {
  const { outputSize, circle, model } = options;
  const padding = paddingOf(sourceSize, options);
  return { scale: model.scale, outputSize, padding, fade: model.tiling?.fade ?? 0, circle };
}

/**
 * Enlarges a square picture of an iris tile by tile. With the network's halo around every tile the result does
 * not depend on where tiles lie; the source's colours are locked (see ColourLock).
 *
 * @returns outputSize x outputSize
 * @throws StudioFailure as `enhanceTiles`
 */
export async function enhanceIris(source: ColourImage, options: EnhanceOptions): Promise<ColourImage> {
  const assembly = new TileAssembly(source, gridOf(source.width, options), options.onRows);
  await enhanceTiles(source, options, {
    put: async (tile) => assembly.put(tile),
    settle: async (top) => assembly.settle(top),
  });
  return assembly.picture;
}

/**
 * Runs the network on every tile of a square picture that its iris touches, and hands what it makes to `taker`, which
 * may take its time: it is heard once the next tile is computed.
 *
 * @throws StudioFailure enhancementFailed when a tile is not a picture even after a second try on smaller tiles;
 *   cancelled within one tile when the signal aborts; what `taker` throws.
 */
export async function enhanceTiles(
  source: ColourImage,
  options: TileOptions,
  taker: TileTaker,
): Promise<void> {
  const size = tileSizeOf(source.width, options);
  const padding = paddingOf(source.width, options);
  const tiles = planTiles(source.width, size - 2 * padding, options.circle);
  const context: TileContext = { source, padding, options, taker, inputs: new Map(), isDistrusted: false };
  const settling: Promise<void>[] = [];
  let previous: { readonly tile: Rectangle; readonly taken: Promise<Error | null> } | null = null;
  /** Hears of the tile before, which comes again where it is wrong, and settles what no tile from `top` on changes. */
  const follow = async (top: number) => {
    const failure = await previous?.taken;
    if (previous !== null && failure) await tryAgain(previous.tile, size, failure, context);
    if (previous === null || top > previous.tile.top) settling.push(heardLater(taker.settle(top)));
  };
  for (const [index, tile] of tiles.entries()) {
    const enhanced = await enhance(tile, size, context);
    if (index > 0) await follow(tile.top);
    previous = { tile, taken: heardLater(hand(enhanced, taker)) };
    options.onTile?.(index + 1, tiles.length);
  }
  await follow(source.height);
  await Promise.all(settling);
}

interface TileContext {
  readonly source: ColourImage;
  readonly padding: number;
  readonly options: TileOptions;
  readonly taker: TileTaker;
  /** The network's input, by its length: used again from tile to tile. */
  readonly inputs: Map<number, Float32Array>;
  /** The model has changed its way of computing; tiles of the old way may still come. */
  isDistrusted: boolean;
}

/**
 * @returns the tile, or why there is none
 * @throws StudioFailure cancelled
 */
async function enhance(core: Rectangle, size: number, context: TileContext): Promise<EnhancedTile | Error> {
  const { source, padding, options, inputs } = context;
  if (options.signal?.aborted) throw new StudioFailure('cancelled');
  const length = 3 * size * size;
  const input = inputs.get(length) ?? new Float32Array(length);
  inputs.set(length, input);
  fillTile(input, size, source, core.left - padding, core.top - padding);
  try {
    return { core, size, data: await options.model.enhance(input, size, options.strength) };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** @returns what is wrong with the tile, or null where it is in its place */
async function hand(enhanced: EnhancedTile | Error, taker: TileTaker): Promise<Error | null> {
  if (enhanced instanceof Error) return enhanced;
  const fault = await taker.put(enhanced);
  return fault === null ? null : new Error(fault);
}

/** Makes once more what came out wrong in a tile of `size`: as it was where the model has another way, then in smaller ones. */
async function tryAgain(core: Rectangle, size: number, failure: Error, context: TileContext): Promise<void> {
  const { padding, options, taker } = context;
  if (failure.message === noNumbers) {
    if (options.model.distrust?.() === true) context.isDistrusted = true;
    if (context.isDistrusted) {
      const again = await hand(await enhance(core, size, context), taker);
      if (again === null) return;
    }
  }
  const smallSize = smallTileSizeOf(options.model);
  const isSmallest = size <= smallSize;
  if (isSmallest && failure instanceof StudioFailure && failure.code === 'memoryShort') throw failure;
  if (isSmallest) throw new StudioFailure('enhancementFailed', { tile: core, size }, { cause: failure });
  for (const part of quarter(core, smallSize - 2 * padding)) {
    const again = await hand(await enhance(part, smallSize, context), taker);
    if (again !== null) await tryAgain(part, smallSize, again, context);
  }
}

/** Its failure is met where it is awaited, even if that is not soon. */
function heardLater<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
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

function tileSizeOf(sourceSize: number, options: TilePlan): number {
  const padding = paddingOf(sourceSize, options);
  return options.tileSize ?? chooseTileSize(sourceSize, padding, options.circle, options.model.tiling?.sizes);
}

/** Source pixels around a tile's core that are computed and thrown away. */
function paddingOf(sourceSize: number, { outputSize, model }: TilePlan): number {
  const enlarged = sourceSize * model.scale;
  if (outputSize === enlarged) return model.halo;
  const support = 3 * Math.max(1, enlarged / outputSize);
  return model.halo + Math.ceil(support / model.scale) + 1;
}
