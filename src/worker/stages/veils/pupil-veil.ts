/**
 * Veils as the pupil shows them. A pupil is dark and even, so what the cornea mirrors faintly, a window or a softbox,
 * stands there as an even patch of the light's own colour and strength: the one place where a veil can be
 * told from what lies behind it.
 */
import { connectedComponents, erode } from '../../imaging/morphology.ts';
import type { Channels, VeilCells } from './veil-cells.ts';

export interface PupilVeil {
  /** What it adds to each channel, linear light, 0..1. */
  readonly added: Channels<number>;
  /** The pupil's own colour without it, linear light. */
  readonly dark: Channels<number>;
  /** 255 at the cells of the pupil that show it. */
  readonly cells: Uint8Array;
}

/** Depth in the pupil, below 0, up to which it is clear of its edge's blur; as far outside, the iris is. */
export const clearDepth = -0.06;

const limits = {
  /** The pupil's darkest part is the pupil itself: a share of its cells, and at least so many. */
  darkShare: 0.25,
  fewestDarkCells: 20,
  /** In fewer nothing can be told apart. */
  fewestPupilCells: 100,
  /** Least light above the dark, linear, and the same in multiples of the noise and of the dark itself. */
  least: 0.004,
  noises: 6,
  darks: 0.35,
  /** Smallest patch, without its rim of so many cells: share of the pupil, and cells. */
  smallestShare: 0.02,
  smallestCells: 25,
  rim: 2,
  /** So far from the level counts to it, and so much of a patch has to. */
  levelTolerance: 0.2,
  evenShare: 0.38,
  /** Lamps and daylight differ from the camera's white by less than this, strongest over weakest channel. */
  mostColour: 1.7,
  /** Weaker ones are left alone, linear light; what is stronger hides more than it shows. */
  weakest: 0.01,
  strongest: 0.2,
  /** Patches within this ratio of the largest belong to the same light: the panes of a window. */
  sameLight: 1.5,
} as const;

/** One standard deviation of Gaussian noise over the median difference of two samples of it. */
const medianToDeviation = 1.05;

interface Patch {
  readonly cells: readonly number[];
  readonly added: Channels<number>;
}

/** Null where the pupil shows no veil, or is too small or too bright to tell. */
export function findPupilVeil(cells: VeilCells): PupilVeil | null {
  const { planes, open } = cells;
  const pupil: number[] = [];
  for (let cell = 0; cell < open.length; cell += 1) {
    if (planes.depth[cell]! < clearDepth && open[cell] === 1) pupil.push(cell);
  }
  if (pupil.length < limits.fewestPupilCells) return null;
  const dark = darkOf(pupil, cells);
  const patches = patchesOf(pupil, dark, cells).sort((a, b) => b.cells.length - a.cells.length);
  const largest = patches[0];
  if (largest === undefined) return null;
  const covered = new Uint8Array(open.length);
  const sums = [0, 0, 0];
  let total = 0;
  for (const patch of patches) {
    if (!alike(patch.added, largest.added)) continue;
    for (const cell of patch.cells) covered[cell] = 255;
    for (const channel of [0, 1, 2] as const) sums[channel]! += patch.added[channel] * patch.cells.length;
    total += patch.cells.length;
  }
  return { dark: dark.colour, added: [sums[0]! / total, sums[1]! / total, sums[2]! / total], cells: covered };
}

interface Dark {
  readonly colour: Channels<number>;
  /** One standard deviation of the noise between neighbours, in the least channel. */
  readonly noise: number;
}

function darkOf(pupil: readonly number[], { planes, light }: VeilCells): Dark {
  const least = (cell: number) => Math.min(light[0][cell]!, light[1][cell]!, light[2][cell]!);
  const sorted = [...pupil].sort((a, b) => least(a) - least(b));
  const darkest = sorted.slice(
    0,
    Math.max(limits.fewestDarkCells, Math.floor(sorted.length * limits.darkShare)),
  );
  const colour = light.map((plane) => median(darkest.map((cell) => plane[cell]!)));
  // The last cell of a row has its neighbour on the other side.
  const neighbour = (cell: number) => ((cell + 1) % planes.width === 0 ? cell - 1 : cell + 1);
  const noise =
    medianToDeviation * median(darkest.map((cell) => Math.abs(least(cell) - least(neighbour(cell)))));
  return { colour: [colour[0]!, colour[1]!, colour[2]!], noise };
}

/** Even patches of nearly colourless light in the pupil. */
function patchesOf(pupil: readonly number[], { colour, noise }: Dark, cells: VeilCells): Patch[] {
  const { planes, light, blinded } = cells;
  const { width, height } = planes;
  const excess = new Float32Array(blinded.length);
  const bar = Math.max(limits.least, limits.noises * noise, limits.darks * Math.max(...colour));
  const lighter = new Uint8Array(blinded.length);
  for (const cell of pupil) {
    excess[cell] = Math.min(
      light[0][cell]! - colour[0],
      light[1][cell]! - colour[1],
      light[2][cell]! - colour[2],
    );
    if (excess[cell]! > bar && blinded[cell] === 0) lighter[cell] = 255;
  }
  const inner = erode({ width, height, data: lighter }, limits.rim).data;
  const fewest = Math.max(limits.smallestCells, limits.smallestShare * pupil.length);
  return connectedComponents({ width, height, data: lighter }).flatMap(({ pixels }) => {
    const core = [...pixels].filter((cell) => inner[cell] === 255);
    if (core.length < fewest) return [];
    const level = commonLevel(core.map((cell) => excess[cell]!));
    const even = core.filter((cell) => Math.abs(excess[cell]! / level - 1) < limits.levelTolerance);
    if (even.length < limits.evenShare * pixels.length) return [];
    const added = light.map((plane, channel) => median(even.map((cell) => plane[cell]! - colour[channel]!)));
    const [least, most] = [Math.min(...added), Math.max(...added)];
    if (least < limits.weakest || most > limits.mostColour * least || most > limits.strongest) return [];
    return [{ cells: [...pixels], added: [added[0]!, added[1]!, added[2]!] } satisfies Patch];
  });
}

/** The middle of the shortest interval that holds half of the values. */
function commonLevel(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  let best = 0;
  for (let first = 0; first + half < sorted.length; first += 1) {
    if (sorted[first + half]! - sorted[first]! < sorted[best + half]! - sorted[best]!) best = first;
  }
  return (sorted[best]! + sorted[best + half]!) / 2;
}

function alike(one: Channels<number>, other: Channels<number>): boolean {
  return one.every((value, channel) => {
    const ratio = value / other[channel]!;
    return ratio < limits.sameLight && ratio > 1 / limits.sameLight;
  });
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[values.length >> 1] ?? 0;
}
