/** What is usual at each depth of the iris: middle and spread of the clear cells, by bands. */
import type { IrisPlanes } from '../reflections/iris-planes.ts';

export interface RingLevel {
  readonly level: number;
  /** Half the distance between the 16th and the 84th percentile. */
  readonly spread: number;
}

export interface RingLevels {
  /** @param depth 0 at the pupil's edge, 1 at the limbus */
  at(depth: number): RingLevel;
}

const bands = 12;
/** Cells that a band needs for its percentiles to mean anything. */
const fewest = 60;
/** No iris is evener than this, in what the values are measured in: where it seems so, a few cells agree by chance. */
export const leastSpread = 0.05;

/**
 * @param value per cell, in whatever unit
 * @param clear 1 at the cells that count
 * @returns null where no band has enough of them; single bands that have not take the nearest one's
 */
export function ringLevels(value: Float32Array, planes: IrisPlanes, clear: Uint8Array): RingLevels | null {
  const lists: number[][] = Array.from({ length: bands }, () => []);
  for (let cell = 0; cell < value.length; cell += 1) {
    if (clear[cell] === 0) continue;
    // Bands overlap by half: each cell counts in the two whose middles it lies between.
    const band = Math.floor(planes.depth[cell]! * bands - 0.5);
    lists[band]?.push(value[cell]!);
    lists[band + 1]?.push(value[cell]!);
  }
  const own = lists.map(levelOf);
  const known = own.flatMap((level, band) => (level === null ? [] : [{ band, level }]));
  if (known.length === 0) return null;
  const all = own.map(
    (level, band) =>
      level ??
      known.reduce((best, next) => (Math.abs(next.band - band) < Math.abs(best.band - band) ? next : best))
        .level,
  );
  return {
    at(depth) {
      const place = Math.min(bands - 1, Math.max(0, depth * bands - 0.5));
      const near = all[Math.floor(place)]!;
      const far = all[Math.min(bands - 1, Math.floor(place) + 1)]!;
      const share = place - Math.floor(place);
      return {
        level: near.level + (far.level - near.level) * share,
        spread: near.spread + (far.spread - near.spread) * share,
      };
    },
  };
}

function levelOf(values: number[]): RingLevel | null {
  if (values.length < fewest) return null;
  const sorted = Float32Array.from(values).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
  return { level: at(0.5), spread: Math.max(leastSpread, (at(0.84) - at(0.16)) / 2) };
}
