/**
 * Sharpness of the iris at the scale of the iris: the ring is unwrapped to a fixed rectangle, so that more pixels
 * of the same blur score no better. Two Laplacians of Gaussians answer to fine and to coarse structure; blur takes
 * the fine answer first, while a dark or plain iris has less of both, so their ratio tells blur from plainness.
 * Noise answers too, so what the smoothest parts of the ring answer is taken off. Luma and red compete, because
 * dark brown irises keep their structure in red.
 */
import type { MaskImage } from '../../imaging/image.ts';
import { ringOf, unwrapColour, unwrapMask } from '../../imaging/polar.ts';
import type { JudgedEye } from './judged-eye.ts';

const rectangle = { width: 512, height: 64, from: 0.06, to: 0.94 };
const { width, height } = rectangle;
const cells = width * height;
const fine = createBand(1.4, 1);
const coarse = createBand(4, 2);
/** Planes repeat this many columns on either side, so that a kernel need not ask where the ring closes. */
const overhang = 10;
const stride = width + 2 * overhang;
const fewestCells = 300;
/** Grey levels of coarse structure below which there is nothing to be sharp. */
const plainest = 0.8;
const blockSize = 8;
/** The share of blocks taken to show nothing but noise. */
const smoothShare = 0.1;

/** @returns per cent of the coarse answer that the fine one reaches, null when too little of the ring can be seen */
export function measureRingSharpness(eye: JudgedEye): number | null {
  const ring = ringOf(eye.iris, eye.pupil);
  const { data } = unwrapColour(eye.image, ring, rectangle);
  const open = findOpenCells(
    unwrapMask(eye.visible, ring, rectangle),
    unwrapMask(eye.specular, ring, rectangle),
  );
  const clearFine = erode(open, fine.reach);
  const clearCoarse = erode(open, coarse.reach);
  let best: { coarse: number; sharpness: number } | null = null;
  for (const [red, green, blue] of [
    [0.299, 0.587, 0.114],
    [1, 0, 0],
  ] as const) {
    const plane = new Float32Array(stride * height);
    for (let y = 0, at = 0; y < height; y += 1) {
      const start = y * stride + overhang;
      for (let x = 0; x < width; x += 1, at += 3) {
        plane[start + x] = (red * data[at]! + green * data[at + 1]! + blue * data[at + 2]!) / 257;
      }
      plane.copyWithin(start - overhang, start + width - overhang, start + width);
      plane.copyWithin(start + width, start, start + overhang);
    }
    const noise = estimateNoise(plane, open);
    const details = deviationOfAnswer(plane, clearFine, fine, noise);
    const structure = deviationOfAnswer(plane, clearCoarse, coarse, noise);
    if (details === null || structure === null) return null;
    const sharpness = (100 * details) / Math.hypot(structure, plainest);
    if (!best || structure > best.coarse) best = { coarse: structure, sharpness };
  }
  return best?.sharpness ?? null;
}

interface Band {
  readonly kernel: Float32Array;
  readonly reach: number;
  /** Every how many cells an answer is taken. */
  readonly spacing: number;
  /** Deviation of the answer to white noise of deviation 1. */
  readonly noiseGain: number;
}

/** A Laplacian of Gaussian with sum zero, scaled so that both bands answer alike to structure of their own size. */
function createBand(sigma: number, spacing: number): Band {
  const reach = Math.ceil(2.5 * sigma);
  const values: number[] = [];
  for (let y = -reach; y <= reach; y += 1) {
    for (let x = -reach; x <= reach; x += 1) {
      const radius = (x * x + y * y) / (2 * sigma * sigma);
      values.push((radius - 1) * Math.exp(-radius));
    }
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const balanced = values.map((value) => value - mean);
  const positive = balanced.reduce((sum, value) => sum + Math.max(0, value), 0);
  const kernel = Float32Array.from(balanced, (value) => value / positive);
  return {
    kernel,
    reach,
    spacing,
    noiseGain: Math.sqrt(kernel.reduce((sum, value) => sum + value * value, 0)),
  };
}

function deviationOfAnswer(plane: Float32Array, clear: Uint8Array, band: Band, noise: number): number | null {
  const { kernel, reach, spacing, noiseGain } = band;
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = reach; y < height - reach; y += spacing) {
    for (let x = 0; x < width; x += spacing) {
      if (!clear[y * width + x]) continue;
      let answer = 0;
      let at = (y - reach) * stride + overhang + x - reach;
      for (let tap = 0; tap < kernel.length; at += stride - 2 * reach - 1) {
        for (const end = at + 2 * reach + 1; at < end; at += 1, tap += 1) {
          answer += kernel[tap]! * plane[at]!;
        }
      }
      sum += answer;
      squares += answer * answer;
      count += 1;
    }
  }
  if (count * spacing * spacing < fewestCells) return null;
  const variance = squares / count - (sum / count) ** 2;
  return Math.sqrt(Math.max(0, variance - (noiseGain * noise) ** 2));
}

/** Noise deviation from the smoothest blocks (J. Immerkaer, "Fast noise variance estimation", 1996). */
function estimateNoise(plane: Float32Array, open: Uint8Array): number {
  const blocks: number[] = [];
  for (let top = blockSize; top < height - blockSize; top += blockSize) {
    for (let left = 0; left < width; left += blockSize) {
      let sum = 0;
      let count = 0;
      for (let y = top; y < top + blockSize; y += 1) {
        for (let x = left; x < left + blockSize; x += 1) {
          if (!open[y * width + x]) continue;
          const at = y * stride + overhang + x;
          const above = at - stride;
          const below = at + stride;
          const corners = plane[above - 1]! + plane[above + 1]! + plane[below - 1]! + plane[below + 1]!;
          const sides = plane[above]! + plane[below]! + plane[at - 1]! + plane[at + 1]!;
          sum += Math.abs(corners - 2 * sides + 4 * plane[at]!);
          count += 1;
        }
      }
      if (count >= (blockSize * blockSize) / 2) blocks.push((Math.sqrt(Math.PI / 2) * sum) / (6 * count));
    }
  }
  blocks.sort((one, two) => one - two);
  return blocks[Math.floor(blocks.length * smoothShare)] ?? 0;
}

/** 1 where the ring shows visible iris without reflections. */
function findOpenCells(visible: MaskImage, specular: MaskImage): Uint8Array {
  const open = new Uint8Array(cells);
  for (let cell = 0; cell < cells; cell += 1) {
    open[cell] = visible.data[cell]! >= 230 && specular.data[cell]! < 26 ? 1 : 0;
  }
  return open;
}

/** Keeps the cells whose neighbours up to `reach` are set too; columns wrap around, rows end. */
function erode(open: Uint8Array, reach: number): Uint8Array {
  const alongRows = new Uint8Array(cells);
  for (let y = 0; y < height; y += 1) {
    let run = 0;
    for (let x = -reach; x < width + reach; x += 1) {
      run = open[y * width + ((x + width) % width)] ? run + 1 : 0;
      const middle = x - reach;
      if (middle >= 0 && run > 2 * reach) alongRows[y * width + middle] = 1;
    }
  }
  const clear = new Uint8Array(cells);
  for (let x = 0; x < width; x += 1) {
    let run = 0;
    for (let y = 0; y < height; y += 1) {
      run = alongRows[y * width + x] ? run + 1 : 0;
      if (run > 2 * reach) clear[(y - reach) * width + x] = 1;
    }
  }
  return clear;
}
