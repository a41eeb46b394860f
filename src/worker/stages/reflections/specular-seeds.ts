/** Where reflections certainly are, and how far each of them goes on from there. */
import { burntOut, type Excess } from './excess-light.ts';
import { type SearchedCells, workingRadius } from './searched-cells.ts';

/** Shares of the photo's own white and of its range, 0..1, sRGB-encoded. */
const thresholds = {
  /** Least excess over the usual that makes a reflection, on the iris and in the pupil. */
  seedOnIris: 0.15,
  seedInPupil: 0.03,
  /** The same for a single cell, which may be a bright fibre. */
  seedOfOneCell: 0.26,
  /** The same in spreads. */
  seedSpreads: 5,
  /** More than this above the usual is a reflection, however lively the iris. */
  seedAtMost: 0.34,
  /** A reflection goes on, connected, down to this. */
  growOnIris: 0.055,
  growInPupil: 0.014,
  growSpreads: 2.2,
  /** As light as this share of the seed that it hangs together with. */
  plateau: 0.94,
  /** How far the network's hint lowers the seeds' bar. */
  hinted: 0.6,
} as const;

/** Iris radii: lids and their glints are kept off by this. */
const lidMargin = { burntOut: 0.015, other: 0.05 } as const;

/** Where a light is sought: cell by cell, and averaged over the width of a fibre. */
export interface LightExcess {
  readonly sharp: Excess;
  readonly soft: Excess;
  /** The averaged values themselves. */
  readonly blurred: Float32Array;
  /** 1 where the picture is flat. */
  readonly calm: Uint8Array;
}

/** 255 where there is certainly light. */
export function findSeeds(cells: SearchedCells, { sharp, soft }: LightExcess): Uint8Array {
  const { searched, fromLid, pupil, white, least, hint } = cells;
  const seeds = new Uint8Array(least.length);
  for (let cell = 0; cell < least.length; cell += 1) {
    if (searched[cell] === 0) continue;
    const ease = hint[cell]! >= 128 ? thresholds.hinted : 1;
    const spreads = thresholds.seedSpreads;
    const dark = pupil[cell] === 1;
    const burnt = least[cell]! > burntOut * white && sharp.value[cell]! > 0.12;
    const margin = (burnt ? lidMargin.burntOut : lidMargin.other) * workingRadius;
    if (fromLid[cell]! < margin) continue;
    const softBar = Math.max(
      dark ? thresholds.seedInPupil : thresholds.seedOnIris,
      spreads * soft.spread[cell]!,
    );
    const sharpBar = Math.max(
      dark ? thresholds.seedInPupil : thresholds.seedOfOneCell,
      spreads * sharp.spread[cell]!,
    );
    const blob = soft.value[cell]! > Math.min(softBar, thresholds.seedAtMost) * ease;
    seeds[cell] = burnt || blob || sharp.value[cell]! > sharpBar * ease ? 255 : 0;
  }
  return seeds;
}

/** Spreads from the seeds over connected cells that are lighter than usual, or as light as the seed was. */
export function growSeeds(seeds: Uint8Array, cells: SearchedCells, light: LightExcess): Uint8Array {
  const { sharp, soft, blurred, calm } = light;
  const { width, height } = cells.planes;
  const found = Uint8Array.from(seeds);
  const stack: number[] = [];
  const level = new Float32Array(seeds.length);
  for (let cell = 0; cell < seeds.length; cell += 1) {
    if (seeds[cell] === 0) continue;
    stack.push(cell);
    level[cell] = blurred[cell]!;
  }
  while (stack.length > 0) {
    const from = stack.pop()!;
    const y = Math.floor(from / width);
    const x = from - y * width;
    for (let ny = Math.max(0, y - 1); ny <= y + 1 && ny < height; ny += 1) {
      for (let nx = Math.max(0, x - 1); nx <= x + 1 && nx < width; nx += 1) {
        const cell = ny * width + nx;
        if (found[cell] !== 0 || cells.searched[cell] === 0) continue;
        const floor = cells.pupil[cell] === 1 ? thresholds.growInPupil : thresholds.growOnIris;
        const spreads = thresholds.growSpreads;
        const lighter =
          soft.value[cell]! > Math.max(floor, spreads * soft.spread[cell]!) &&
          sharp.value[cell]! > Math.max(floor, spreads * sharp.spread[cell]! * 0.5);
        const plateau =
          calm[cell] === 1 && soft.value[cell]! > floor && blurred[cell]! > thresholds.plateau * level[from]!;
        if (!lighter && !plateau) continue;
        found[cell] = 255;
        level[cell] = level[from]!;
        stack.push(cell);
      }
    }
  }
  return found;
}
