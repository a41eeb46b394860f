/**
 * A network is tried before it is offered: it must enlarge a picture 2 or 4 times, keep its colours, and give only
 * numbers. Then tiles of a picture are held against the picture computed at once, which says how wide a halo has to
 * be, and whether tiles need cross-fading on top. What this machine took for it limits the size of tiles.
 */
import { StudioFailure } from '../../../contracts/failure.ts';
import type { KnownAnswer } from '../manifest.ts';
import type { InferenceRuntime, InferenceSession, TensorSignature } from '../runtime.ts';
import { openNetwork } from './open-network.ts';
import { cut, drawFibres, drawRings, ringsQuestion } from './probe-pictures.ts';

export interface ModelProbe {
  readonly scale: 2 | 4;
  readonly halo: number;
  readonly fade: number;
  readonly tileSizes: readonly number[];
  readonly input: string;
  readonly output: string;
  readonly knownAnswer: KnownAnswer;
}

export interface ProbeEnvironment {
  readonly runtime: InferenceRuntime;
  readonly threads: number;
  /** Milliseconds of computing so far, all threads together: unlike the clock, it does not count other programs. */
  readonly computingMs: () => number;
}

/** What the architecture already said; nulls where it is a network that we do not know. */
export interface KnownOfNetwork {
  readonly halo: number | null;
  readonly bytesPerPixel: number | null;
}

const questionSize = 64;
/** Moves of the mean colour beyond this are refused for every tile later on, so a model like that is of no use. */
const largestDrift = 0.06;
const core = 32;
const candidateHalos = [16, 32, 48] as const;
const widestHalo = 48;
/** Below this (of 1), tiles and whole differ by rounding only. */
const exact = 2e-5;
/** Below half a step of 8 bits nobody can see a seam, and cross-fading takes away the rest. */
const invisible = 0.5 / 255;
/**
 * Where a tile fades in it lies beyond its own core, so the fade comes on top of the context that was found to be
 * enough: a fade that eats into it makes errors larger instead of smaller (measured with general-x4v3).
 */
const fadeWidth = 16;
/** One layer of one tile; Electron refuses native buffers much larger than this. */
const largestLayerBytes = 210_000_000;
/** The worker counts as hung after a minute, and the machine may be busy with other things as well. */
const longestTileMs = 20_000;
/** x4plus and its kin work at full size with 64 channels; what we do not know is taken for one of them. */
const assumedBytesPerOutputPixel = 64 * 4;
const tileSizes = [96, 128, 160, 192, 224, 256, 288, 320, 352, 384] as const;
const smallestLargestTile = 128;

/** @throws StudioFailure 'modelUnreadable', 'modelUnsupported', 'modelWrongResult' */
export async function probeModel(
  bytes: Uint8Array,
  known: KnownOfNetwork,
  { runtime, threads, computingMs }: ProbeEnvironment,
): Promise<ModelProbe> {
  const session = await openNetwork(bytes, runtime, threads);
  try {
    const { input, output, fixedSize } = readSignature(session);
    const network = new ProbedNetwork(session, input, output);
    const size = fixedSize ?? questionSize;
    const { scale, knownAnswer } = await askRings(network, size);
    const common = { scale, input, output, knownAnswer };
    if (fixedSize !== null) {
      const halo = Math.min(widestHalo, (fixedSize - core) >> 1);
      return { ...common, halo, fade: Math.min(fadeWidth, halo >> 1), tileSizes: [fixedSize] };
    }
    const whole = core + 2 * (Math.max(known.halo ?? 0, ...candidateHalos) + 16);
    const started = computingMs();
    const { halo, fade } = await findHalo(network, scale, whole, known.halo);
    const msPerPixel = (computingMs() - started) / threads / network.pixelsSince(size);
    const bytesPerPixel = known.bytesPerPixel ?? assumedBytesPerOutputPixel * scale * scale;
    const largest = Math.max(
      smallestLargestTile,
      Math.min(Math.sqrt(largestLayerBytes / bytesPerPixel), Math.sqrt(longestTileMs / msPerPixel)),
    );
    const fitting = tileSizes.filter((edge) => edge <= largest && edge >= 2 * halo + core);
    return { ...common, halo, fade, tileSizes: fitting.length > 0 ? fitting : [2 * halo + core] };
  } finally {
    await session.release();
  }
}

class ProbedNetwork {
  readonly #session: InferenceSession;
  readonly #input: string;
  readonly #output: string;
  #pixels = 0;

  constructor(session: InferenceSession, input: string, output: string) {
    this.#session = session;
    this.#input = input;
    this.#output = output;
  }

  /** Input pixels computed so far, without the first picture of `size`. */
  pixelsSince(size: number): number {
    return this.#pixels - size * size;
  }

  /** @param image 3 x size x size */
  async run(image: Float32Array, size: number) {
    try {
      const answer = await this.#session.run(
        { [this.#input]: { data: image, dims: [1, 3, size, size] } },
        this.#output,
      );
      this.#pixels += size * size;
      return answer;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StudioFailure('modelUnsupported', { reason: reason.slice(0, 500), size }, { cause: error });
    }
  }
}

interface Signature {
  readonly input: string;
  readonly output: string;
  /** For networks made for pictures of one size only. */
  readonly fixedSize: number | null;
}

function readSignature({ signature }: InferenceSession): Signature {
  const [input] = signature?.inputs ?? [];
  const [output] = signature?.outputs ?? [];
  if (signature === undefined || input === undefined || output === undefined)
    throw unfit('it has no inputs or no outputs');
  if (signature.inputs.length > 1 || signature.outputs.length > 1)
    throw unfit('it has several inputs or outputs');
  for (const { name, type } of [input, output])
    if (type !== 'float32') throw unfit(`${name} is ${type}, not float32`);
  return { input: input.name, output: output.name, fixedSize: fixedSizeOf(input) };
}

function fixedSizeOf({ shape }: TensorSignature): number | null {
  const [batch, channels, height, width] = shape ?? [];
  if (
    shape?.length !== 4 ||
    (typeof batch === 'number' && batch > 1) ||
    (typeof channels === 'number' && channels > 0 && channels !== 3)
  )
    throw unfit('its input is not one RGB picture by planes', { shape });
  const fixed = [height, width].filter((size) => typeof size === 'number' && size > 0);
  if (fixed.length === 0) return null;
  if (height !== width || typeof height !== 'number' || height < 96 || height > 384)
    throw unfit('it only takes pictures of a size that we cannot use', { shape });
  return height;
}

/** The first picture: are these numbers, of which scale, and is it still the same picture? */
async function askRings(
  network: ProbedNetwork,
  size: number,
): Promise<{ scale: 2 | 4; knownAnswer: KnownAnswer }> {
  const image = drawRings(size);
  const { data, dims } = await network.run(image, size);
  const scale = (dims[2] ?? 0) / size;
  if (dims.length !== 4 || dims[1] !== 3 || dims[2] !== dims[3] || (scale !== 2 && scale !== 4))
    throw unfit('it does not enlarge 2 or 4 times', { dims });
  const drift = Math.max(...colourDrift(image, data, scale));
  if (!Number.isFinite(drift))
    throw new StudioFailure('modelWrongResult', { reason: 'values are not finite' });
  if (drift > largestDrift) throw new StudioFailure('modelWrongResult', { reason: 'colours move', drift });
  const similarity = likeness(image, data, size, scale);
  if (!(similarity > 0.8))
    throw new StudioFailure('modelWrongResult', { reason: 'another picture', similarity });
  const samples = Array.from({ length: 12 }, (_, index) => {
    const at = Math.floor(((index + 0.37) / 12) * data.length);
    return { index: at, value: data[at] as number };
  });
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  return {
    scale,
    knownAnswer: { input: ringsQuestion(size), output: { shape: [...dims], mean, samples }, tolerance: 2e-3 },
  };
}

/** How far each channel's mean has moved; NaN where a value is not finite. */
function colourDrift(image: Float32Array, enlarged: Float32Array, scale: number): number[] {
  const plane = image.length / 3;
  return [0, 1, 2].map((channel) => {
    let before = 0;
    let after = 0;
    for (let index = 0; index < plane; index++) before += image[channel * plane + index] as number;
    const large = plane * scale * scale;
    for (let index = 0; index < large; index++) after += enlarged[channel * large + index] as number;
    return Math.abs(before / plane - after / large);
  });
}

/** Correlation between a picture and the enlarged one at its pixels' centres, over all channels. */
function likeness(image: Float32Array, enlarged: Float32Array, size: number, scale: number): number {
  let sums = { a: 0, b: 0, aa: 0, bb: 0, ab: 0 };
  for (let index = 0; index < image.length; index++) {
    const x = (index % size) * scale + (scale >> 1);
    const y = Math.floor(index / size) * scale + (scale >> 1);
    const a = image[index] as number;
    const b = enlarged[y * size * scale + x] as number;
    sums = { a: sums.a + a, b: sums.b + b, aa: sums.aa + a * a, bb: sums.bb + b * b, ab: sums.ab + a * b };
  }
  const count = image.length;
  const covariance = sums.ab / count - (sums.a / count) * (sums.b / count);
  const spread = (sum: number, squares: number) => Math.sqrt(squares / count - (sum / count) ** 2);
  return covariance / (spread(sums.a, sums.aa) * spread(sums.b, sums.bb));
}

async function findHalo(network: ProbedNetwork, scale: number, whole: number, knownHalo: number | null) {
  const picture = drawFibres(whole);
  const reference = await network.run(picture, whole);
  const halos = knownHalo === null ? candidateHalos : [knownHalo];
  for (const halo of halos) {
    const origin = (whole - core) / 2 - halo;
    const edge = core + 2 * halo;
    const tile = await network.run(cut(picture, whole, origin, edge), edge);
    const error = largestDifference(
      cut(reference.data, whole * scale, (origin + halo) * scale, core * scale),
      cut(tile.data, edge * scale, halo * scale, core * scale),
    );
    if (!Number.isFinite(error))
      throw new StudioFailure('modelWrongResult', { reason: 'values are not finite' });
    if (error <= exact) return { halo, fade: 0 };
    if (error <= invisible) return { halo: Math.min(halo + fadeWidth, widestHalo), fade: fadeWidth };
  }
  return { halo: widestHalo, fade: fadeWidth };
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  let largest = 0;
  for (let index = 0; index < a.length; index++) {
    const difference = Math.abs((a[index] as number) - (b[index] as number));
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

const unfit = (reason: string, details: object = {}) =>
  new StudioFailure('modelUnsupported', { reason, ...details });
