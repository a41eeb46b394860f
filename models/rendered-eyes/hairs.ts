/** Lashes, brows, loose strands and the veins of the sclera, as strokes in eye units. */
import type { EyeParameters } from './eye-parameters.ts';
import type { LidCurves } from './geometry.ts';
import { curveAt } from './geometry.ts';
import { mixColour } from './palettes.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import type { Stroke } from './strokes.ts';

export interface EyeStrokes {
  veins: Stroke[];
  brow: Stroke[];
  lashes: Stroke[];
  strands: Stroke[];
}

export function createStrokes(parameters: EyeParameters, curves: LidCurves): EyeStrokes {
  const random = createRandom(parameters.seed).fork(101);
  return {
    veins: createVeins(random.fork(1), parameters),
    brow: createBrow(random.fork(2), parameters),
    lashes: [
      ...createLashes(random.fork(3), parameters, curves, false),
      ...createLashes(random.fork(4), parameters, curves, true),
    ],
    strands: createStrands(random.fork(5), parameters),
  };
}

function createLashes(
  random: Random,
  parameters: EyeParameters,
  curves: LidCurves,
  upper: boolean,
): Stroke[] {
  const { hair, lids, makeup } = parameters;
  const strokes: Stroke[] = [];
  const count = upper ? hair.upperLashes : hair.lowerLashes;
  const span = lids.outerX - lids.innerX;
  const middle = (lids.outerX + lids.innerX) / 2;
  const downwards = !upper || lids.closed;
  let clump = 0;
  for (let index = 0; index < count; index++) {
    const t = 0.1 + 0.92 * ((index + random.range(-0.6, 1.6)) / count);
    const x = lids.innerX + span * t;
    if (index % 3 === 0) clump = random.normal(0, 0.16);
    const lift = upper ? -0.02 : lids.waterline + random.range(-0.02, 0.05);
    const y = curveAt(upper ? curves.upper : curves.lower, x) + lift;
    const fan = ((x - middle) / span) * 2.1 + clump + random.normal(0, 0.13);
    const length =
      hair.lashLength *
      (upper ? 1 : 0.5) *
      random.range(0.55, 1.15) *
      (0.6 + 0.5 * Math.min(1, Math.max(0, t * 1.6)));
    const droop = hair.lashDroop * random.range(0.5, 1.2);
    const rise = downwards ? -0.75 : hair.lashCurl * 0.9 + 0.25 - droop * 1.4;
    strokes.push({
      x0: x,
      y0: y,
      x1: x + fan * length * 0.28,
      y1: y + (downwards ? length * 0.35 : length * (0.12 + 0.35 * droop - 0.1 * hair.lashCurl)),
      x2: x + fan * length * 0.85,
      y2: y - rise * length,
      rootHalfWidth: hair.lashWidth * 0.5 * (upper ? 1 : 0.7) * random.range(0.7, 1.3),
      tipHalfWidth: hair.lashWidth * 0.07,
      softness: hair.lashSoftness * (upper ? 1 : 0.6),
      opacity: Math.min(
        1,
        (upper ? random.range(0.75, 1) : random.range(0.35, 0.85)) + makeup.linerStrength * 0.2,
      ),
      colour: hair.colour,
    });
  }
  return strokes;
}

function createBrow(random: Random, parameters: EyeParameters): Stroke[] {
  const { hair } = parameters;
  const strokes: Stroke[] = [];
  for (let index = 0; index < hair.browHairs; index++) {
    const t = random.next();
    const x = -3 + 6.4 * t;
    const arch = -0.55 * Math.sin(Math.PI * Math.min(1, t * 0.8 + 0.1)) + 0.5 * t * t;
    const thickness = hair.browThickness * (1 - 0.75 * t * t);
    const y = -hair.browHeight + arch + random.normal(0, 0.4) * thickness;
    const length = random.range(0.35, 0.75);
    const angle = -0.9 + 1.2 * t + random.normal(0, 0.22);
    strokes.push({
      x0: x,
      y0: y,
      x1: x + 0.5 * length * Math.cos(angle - 0.25),
      y1: y + 0.5 * length * Math.sin(angle - 0.25),
      x2: x + length * Math.cos(angle),
      y2: y + length * Math.sin(angle),
      rootHalfWidth: 0.02,
      tipHalfWidth: 0.005,
      softness: 0.01,
      opacity: random.range(0.5, 0.95),
      colour: hair.browColour,
    });
  }
  return strokes;
}

/** Vessels come from the corners, branch, thin out and end before the limbus. */
function createVeins(random: Random, parameters: EyeParameters): Stroke[] {
  const { sclera, gaze } = parameters;
  const strokes: Stroke[] = [];
  const count = Math.round(sclera.veins * 30);
  for (let index = 0; index < count; index++) {
    const side = random.chance(0.5) ? -1 : 1;
    const x = gaze.x + side * random.range(1.5, 2.7);
    const y = random.normal(0.1, 0.5);
    const heading = Math.atan2(gaze.y - y, gaze.x - x) + random.normal(0, 0.6);
    const halfWidth = random.range(0.002, 0.007) * (random.chance(0.15) ? 2 : 1);
    const opacity = random.range(0.12, 0.5) * (0.5 + 0.5 * sclera.veins);
    growVein(random, gaze, { x, y, heading, halfWidth, opacity }, 2, strokes);
  }
  return strokes;
}

interface VeinTip {
  x: number;
  y: number;
  heading: number;
  halfWidth: number;
  opacity: number;
}

function growVein(
  random: Random,
  gaze: EyeParameters['gaze'],
  tip: VeinTip,
  branchings: number,
  strokes: Stroke[],
): void {
  let { x, y, heading, halfWidth } = tip;
  const softness = random.range(0.003, 0.012);
  const colour = mixColour([172, 40, 40], [198, 108, 104], random.next());
  const own: Stroke[] = [];
  const branches: VeinTip[] = [];
  const pieces = random.integer(4, 14);
  for (let piece = 0; piece < pieces; piece++) {
    const step = random.range(0.05, 0.16);
    const midX = x + step * 0.5 * Math.cos(heading);
    const midY = y + step * 0.5 * Math.sin(heading);
    heading += random.normal(0, 0.5);
    const endX = midX + step * 0.5 * Math.cos(heading);
    const endY = midY + step * 0.5 * Math.sin(heading);
    if (Math.hypot(endX - gaze.x, endY - gaze.y) < 1.1) break;
    const thinner = halfWidth * 0.9;
    own.push({
      x0: x,
      y0: y,
      x1: midX,
      y1: midY,
      x2: endX,
      y2: endY,
      rootHalfWidth: halfWidth,
      tipHalfWidth: thinner,
      softness,
      opacity: tip.opacity,
      colour,
      continues: true,
    });
    x = endX;
    y = endY;
    halfWidth = thinner;
    if (branchings > 0 && random.chance(0.22)) {
      const turn = random.range(0.4, 1) * (random.chance(0.5) ? 1 : -1);
      branches.push({
        x,
        y,
        heading: heading + turn,
        halfWidth: halfWidth * 0.7,
        opacity: tip.opacity * 0.85,
      });
    }
  }
  const last = own.at(-1);
  if (last !== undefined) last.continues = false;
  strokes.push(...own);
  for (const branch of branches) growVein(random, gaze, branch, branchings - 1, strokes);
}

function createStrands(random: Random, parameters: EyeParameters): Stroke[] {
  return Array.from({ length: parameters.hair.strands }, () => {
    const x = random.normal(0, 2);
    const lean = random.normal(0, 1.6);
    return {
      x0: x,
      y0: -5,
      x1: x + lean * 0.3 + random.normal(0, 0.5),
      y1: random.range(-1, 1),
      x2: x + lean,
      y2: 5,
      rootHalfWidth: random.range(0.012, 0.03),
      tipHalfWidth: 0.012,
      softness: random.range(0.005, 0.06),
      opacity: random.range(0.5, 0.95),
      colour: parameters.hair.colour,
    };
  });
}
