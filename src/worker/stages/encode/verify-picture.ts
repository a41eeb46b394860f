/**
 * Reads a written picture back from the disk, as a stranger would, before anyone hears "done". Enhancers are known
 * to deliver black or colour-shifted pictures and call them finished; this is where such a picture stops.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { OutputFormat } from '../../../contracts/recipe.ts';
import { deltaE2000, type Lab, srgb16ToLab } from '../../imaging/delta-e.ts';
import type { ColourImage, MaskImage, PictureImage } from '../../imaging/image.ts';
import type { Circle } from '../../imaging/tiles.ts';
import { sharp } from '../decode/hardened-sharp.ts';

export interface ExpectedPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly format: OutputFormat;
  /** The same square before it was enhanced (reflections already removed), in any size. */
  readonly reference: ColourImage | PictureImage | ReducedReference;
  /** What is fully shown, inside the fading edge, in pixels of the picture; colours are compared inside it. */
  readonly circle: Circle;
  /** Where a lid was faded out (255), stretched over the square; not compared. */
  readonly covered?: MaskImage | null;
}

/** A reference as far as it is needed, so that it can be made while the picture is not there yet. */
export interface ReducedReference {
  readonly grid: Promise<Uint16Array>;
}

export interface VerifiedPicture {
  readonly byteLength: number;
  readonly sha256: string;
}

/** Both pictures are compared as a grid of this many cells a side. */
const gridSize = 64;

/** What an honest enhancement stays well within: it sharpens detail and leaves the large areas as they were. */
export const verificationLimits = {
  /** Mean CIEDE2000 over the iris. */
  meanDifference: 3,
  /** CIEDE2000 at which a single cell counts as wrong, and the share of such cells that is allowed. */
  cellDifference: 12,
  wrongCells: 0.01,
  /** CIEDE2000 between the mean colours of the iris before and after. */
  meanDrift: 1.5,
  /** How much of the reference's variation in lightness must remain. */
  remainingVariation: 0.5,
} as const;

/**
 * @throws StudioFailure resultNotVerified with the check that failed and its figures; storageFailed when the file
 *   cannot be read
 */
export async function verifyPicture(path: string, expected: ExpectedPicture): Promise<VerifiedPicture> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new StudioFailure('storageFailed', { reason: String(error) }, { cause: error });
  }
  // Our own profile says sRGB; libvips would take 16-bit pixels through Display P3.
  const opened = sharp(bytes, { sequentialRead: true, ignoreIcc: true });
  const written = readGrid(opened, expected.format === 'tiff');
  written.catch(() => undefined);
  await verifyHeader(bytes, expected);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { reference } = expected;
  const { grid } = 'grid' in reference ? reference : reduceReference(reference);
  verifyColours(await written, await grid, expected);
  return { byteLength: bytes.byteLength, sha256 };
}

export function reduceReference(image: ColourImage | PictureImage): ReducedReference {
  const { width, height, data } = image;
  const channels = 'channels' in image ? image.channels : 3;
  const grid = readGrid(sharp(data, { raw: { width, height, channels } }), true);
  grid.catch(() => undefined);
  return { grid };
}

function refuse(check: string, details: Record<string, unknown>): never {
  throw new StudioFailure('resultNotVerified', { check, ...details });
}

async function verifyHeader(bytes: Buffer, expected: ExpectedPicture): Promise<void> {
  const found = await sharp(bytes)
    .metadata()
    .catch((error: unknown) => refuse('readable', { reason: String(error) }));
  const { width, height, channels, format, icc, exif } = found;
  if (format !== expected.format) refuse('format', { format });
  if (width !== expected.width || height !== expected.height) refuse('size', { width, height });
  if (channels !== expected.channels) refuse('channels', { channels });
  if (found.depth !== (expected.format === 'tiff' ? 'ushort' : 'uchar'))
    refuse('depth', { depth: found.depth });
  if (icc === undefined) refuse('profile', {});
  if (exif !== undefined) refuse('noExif', { exifBytes: exif.byteLength });
}

/**
 * Every byte is decoded, then reduced to the grid: 16-bit RGB, sRGB-encoded.
 * @param deep whether the source has 16 bits per channel
 */
async function readGrid(source: Sharp, deep: boolean): Promise<Uint16Array> {
  try {
    const { data, info } = await source
      .removeAlpha()
      .resize({ width: gridSize, height: gridSize, fit: 'fill', kernel: 'cubic' })
      .toColourspace(deep ? 'rgb16' : 'srgb')
      .raw({ depth: deep ? 'ushort' : 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) refuse('channels', { channels: info.channels });
    if (deep) return new Uint16Array(Uint8Array.from(data).buffer);
    return Uint16Array.from(data, (value) => value * 257);
  } catch (error) {
    if (error instanceof StudioFailure) throw error;
    return refuse('readable', { reason: String(error) });
  }
}

function verifyColours(written: Uint16Array, reference: Uint16Array, expected: ExpectedPicture): void {
  const before: Lab[] = [];
  const after: Lab[] = [];
  for (const cell of comparedCells(expected)) {
    before.push(labAt(reference, cell));
    after.push(labAt(written, cell));
  }
  if (before.length === 0) refuse('iris', { reason: 'nothing of the iris is left to compare' });

  const differences = before.map((colour, index) => deltaE2000(colour, after[index]!));
  const limits = verificationLimits;
  const meanDifference = mean(differences);
  const wrongCells = differences.filter((value) => value > limits.cellDifference).length / differences.length;
  const meanDrift = deltaE2000(meanColour(before), meanColour(after));
  const variationBefore = deviation(before);
  const variationAfter = deviation(after);
  const figures = { meanDifference, wrongCells, meanDrift, variationBefore, variationAfter };
  if (variationAfter < variationBefore * limits.remainingVariation) refuse('blank', figures);
  if (meanDrift > limits.meanDrift) refuse('colourDrift', figures);
  if (meanDifference > limits.meanDifference) refuse('colours', figures);
  if (wrongCells > limits.wrongCells) refuse('patches', figures);
}

/** Cells that lie wholly inside the circle and wholly uncovered. */
function comparedCells({ width, height, circle, covered }: ExpectedPicture): number[] {
  const cells: number[] = [];
  const cellWidth = width / gridSize;
  const cellHeight = height / gridSize;
  const reach = circle.radius - Math.hypot(cellWidth, cellHeight);
  const hidden = covered == null ? null : touchedCells(covered);
  for (let row = 0; row < gridSize; row += 1) {
    for (let column = 0; column < gridSize; column += 1) {
      const dx = (column + 0.5) * cellWidth - circle.cx;
      const dy = (row + 0.5) * cellHeight - circle.cy;
      if (Math.hypot(dx, dy) > reach) continue;
      if (hidden?.[row * gridSize + column] === 1) continue;
      cells.push(row * gridSize + column);
    }
  }
  return cells;
}

/** 1 where the mask covers any of a cell or of its neighbours, which the reduction mixes in. */
function touchedCells({ width, height, data }: MaskImage): Uint8Array {
  const touched = new Uint8Array(gridSize * gridSize);
  const cellsAround = (place: number, length: number) => {
    const first = Math.floor((place * gridSize) / length) - 1;
    const last = Math.ceil(((place + 1) * gridSize) / length);
    return { first: Math.max(0, first), last: Math.min(gridSize - 1, last) };
  };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (data[y * width + x] === 0) continue;
      const across = cellsAround(x, width);
      const down = cellsAround(y, height);
      for (let row = down.first; row <= down.last; row += 1)
        touched.fill(1, row * gridSize + across.first, row * gridSize + across.last + 1);
    }
  }
  return touched;
}

function labAt(grid: Uint16Array, cell: number): Lab {
  return srgb16ToLab(grid[cell * 3]!, grid[cell * 3 + 1]!, grid[cell * 3 + 2]!);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanColour(colours: readonly Lab[]): Lab {
  return [0, 1, 2].map((channel) => mean(colours.map((colour) => colour[channel]!))) as unknown as Lab;
}

/** Standard deviation of lightness. */
function deviation(colours: readonly Lab[]): number {
  const [average] = meanColour(colours);
  return Math.sqrt(mean(colours.map(([lightness]) => (lightness - average) ** 2)));
}
