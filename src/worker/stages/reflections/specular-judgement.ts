/** Tells lights from pale iris, group by group. */
import { type Component, close, connectedComponents, distanceTo } from '../../imaging/morphology.ts';
import { type SearchedCells, workingRadius } from './searched-cells.ts';

/** Iris radii: parts nearer than this belong together; what a group is held against lies between the other two. */
const groupGap = 0.025;
const neighbourhood = { least: 0.04, most: 0.22 } as const;

/** What tells lights from pale iris; calibrated on rendered eyes, where the two are far apart. */
const judgement = {
  /** Slope per cell below which a place is flat; the share of flat places that proves a light, if it is large. */
  calmSlope: 0.012,
  flat: 0.62,
  /** In squared iris radii. */
  large: 0.03,
  /** From here on the network's word is enough; it takes small pale patches for lights too. */
  veryLarge: 0.09,
  /** How far a light outshines the brightest twentieth around it, also in units of that one's lead. */
  lead: 0.1,
  leadInTails: 2.7,
  /** The same where the network agrees. */
  leadInTailsHinted: 1.5,
  /** Shares of a group: in the pupil everything bright is mirrored; from there on the network agrees fully. */
  inPupil: 0.25,
  hinted: 0.4,
} as const;

/** 1 where the picture is flat, as the inside of a light is and fibres are not. */
export function calmCells(values: Float32Array, width: number): Uint8Array {
  const calm = new Uint8Array(values.length);
  for (let cell = width; cell < values.length - width; cell += 1) {
    const across = values[cell + 1]! - values[cell - 1]!;
    const down = values[cell + width]! - values[cell - width]!;
    calm[cell] = across * across + down * down < (2 * judgement.calmSlope) ** 2 ? 1 : 0;
  }
  return calm;
}

/**
 * Drops what is no reflection: patches of pale fibres have others nearly as bright nearby and are lively inside,
 * while a light outshines its whole neighbourhood or is flat. Panes of a window and dots of a ring count as one.
 */
export function keepReflections(
  grown: Uint8Array,
  cells: SearchedCells,
  light: { blurred: Float32Array; calm: Uint8Array },
): Uint8Array {
  const { width, height } = cells.planes;
  const away = distanceTo({ width, height, data: grown });
  const kept = new Uint8Array(grown.length);
  for (const group of connectedComponents(close({ width, height, data: grown }, groupGap * workingRadius))) {
    const own = group.pixels.filter((cell) => grown[cell] !== 0);
    if (isReflection(own, group, { values: light.blurred, away, calm: light.calm }, cells))
      for (const cell of own) kept[cell] = 255;
  }
  return kept;
}

interface Evidence {
  readonly values: Float32Array;
  /** Distance in cells to anything that may be a reflection. */
  readonly away: Float32Array;
  readonly calm: Uint8Array;
}

function isReflection(own: Int32Array, group: Component, evidence: Evidence, cells: SearchedCells): boolean {
  const { values, away, calm } = evidence;
  const { width, height, depth } = cells.planes;
  const share = (test: (cell: number) => boolean, of = own) =>
    of.filter(test).length / Math.max(1, of.length);
  if (share((cell) => cells.pupil[cell] === 1) > judgement.inPupil) return true;
  const hint = share((cell) => cells.hint[cell]! >= 128);
  const area = own.length / workingRadius ** 2;
  if (hint > judgement.hinted && area > judgement.veryLarge) return true;
  const brightness = quantile(
    Array.from(own, (cell) => values[cell]!),
    0.8,
  );
  const middle = quantile(
    Array.from(own, (cell) => values[cell]!),
    0.5,
  );
  const core = own.filter((cell) => values[cell]! >= middle);
  const flat = share((cell) => calm[cell] === 1, core);
  if (flat > judgement.flat && area > judgement.large) return true;
  const reach = Math.round(neighbourhood.most * workingRadius);
  const around: number[] = [];
  for (let y = Math.max(0, group.top - reach); y < Math.min(height, group.bottom + reach); y += 1) {
    for (let x = Math.max(0, group.left - reach); x < Math.min(width, group.right + reach); x += 1) {
      const cell = y * width + x;
      const onIris = depth[cell]! > 0 && depth[cell]! < 0.93 && cells.searched[cell] === 1;
      if (onIris && away[cell]! > neighbourhood.least * workingRadius) around.push(values[cell]!);
    }
  }
  if (around.length < 30) return true;
  const usual = quantile(around, 0.5);
  const bright = quantile(around, 0.95);
  const lead = brightness - bright;
  const belief = Math.min(1, hint / judgement.hinted);
  const { leadInTails, leadInTailsHinted } = judgement;
  const tails = leadInTails + belief * (leadInTailsHinted - leadInTails);
  const outshines = lead > tails * (bright - usual + 0.01);
  return lead > judgement.lead && (outshines || flat > judgement.flat);
}

function quantile(values: number[], share: number): number {
  values.sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
}
