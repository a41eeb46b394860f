/**
 * What one rendered eye is: plain data, no pixels. Lengths are in iris radii ("eye units") unless they say
 * otherwise; x grows to the right and y downwards; the origin is where the iris centre lies when the eye
 * looks straight ahead. `side` mirrors the anatomy (inner corner left or right), not the lights.
 */
import { drawCatchlights } from './draw-catchlights.ts';
import { drawIris } from './draw-iris.ts';
import { drawIrisPalette, drawSkinTone, mixColour, scaleColour } from './palettes.ts';
import type { Colour, IrisPalette } from './palettes.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

export type Domain = 'macro' | 'crop' | 'face';

export interface FrameParameters {
  /** Diameter of the iris's long axis over the frame's height. */
  irisHeightShare: number;
  /** Iris centre from the frame's centre, in frame heights. */
  centreX: number;
  centreY: number;
  /** Head roll in degrees. */
  roll: number;
}

export interface GazeParameters {
  /** Displacement of the iris centre, eye units, at most about 1.25 long. */
  x: number;
  y: number;
  /** Eyeball radius in iris radii; sets the foreshortening. */
  eyeballRadius: number;
}

export interface LidParameters {
  innerX: number;
  innerY: number;
  outerX: number;
  outerY: number;
  /** Heights of the lid margins above and below the line between the corners. */
  upperHeight: number;
  lowerHeight: number;
  upperSkew: number;
  lowerSkew: number;
  upperPower: number;
  lowerPower: number;
  /** Softness of the margins (out of focus), eye units. */
  softness: number;
  waterline: number;
  waterlineStrength: number;
  lashLine: number;
  lashLineStrength: number;
  creaseHeight: number;
  creaseStrength: number;
  closed: boolean;
}

export interface ScleraParameters {
  colour: Colour;
  shading: number;
  lidShadow: number;
  lidShadowWidth: number;
  /** Lashes mirrored and cast on the eyeball under the upper lid, as blurred dark stripes. */
  lashShade: number;
  lashShadeReach: number;
  veins: number;
  redness: number;
  caruncle: number;
}

export interface IrisSpot {
  /** Turns, 0..1. */
  angle: number;
  /** 0 at the pupil's edge, 1 at the limbus. */
  ring: number;
  halfAngle: number;
  halfRing: number;
  strength: number;
}

export interface IrisParameters {
  palette: IrisPalette;
  fibreContrast: number;
  fibreWaviness: number;
  relief: number;
  /** Ring position of the collarette, its zigzag and how bright its ridge is. */
  collarette: number;
  collaretteZigzag: number;
  collaretteStrength: number;
  /** Where the inner colour ends, and over how much ring it fades. */
  innerZone: number;
  innerZoneSoftness: number;
  innerZoneStrength: number;
  crypts: readonly IrisSpot[];
  freckles: readonly IrisSpot[];
  furrows: readonly { ring: number; strength: number; from: number; span: number }[];
  flecks: number;
  sector: { angle: number; halfAngle: number; colour: Colour; strength: number } | null;
  limbalWidth: number;
  limbalStrength: number;
  /** Width of the blend from iris to sclera, iris radii. */
  limbusSoftness: number;
  lightX: number;
  lightY: number;
  lightStrength: number;
  haze: number;
}

export interface PupilParameters {
  /** Radius over iris radius. */
  radius: number;
  offsetX: number;
  offsetY: number;
  /** Short over long axis, and the long axis's direction in degrees. */
  roundness: number;
  direction: number;
  softness: number;
  ruff: number;
  colour: Colour;
}

export interface CatchlightParameters {
  kind: 'dot' | 'window' | 'softbox' | 'ring' | 'ledRing' | 'streak' | 'screen' | 'veil';
  x: number;
  y: number;
  halfWidth: number;
  halfHeight: number;
  rotation: number;
  colour: Colour;
  opacity: number;
  softness: number;
  haloReach: number;
  haloStrength: number;
  panesX: number;
  panesY: number;
  /** Drawn on the eyeball only, or also over lids (glints on the tear line). */
  over: 'eyeball' | 'tearLine';
}

export interface SkinParameters {
  colour: Colour;
  blotches: number;
  texture: number;
  wrinkles: number;
  bag: number;
  freckles: number;
  oil: number;
  socketShadow: number;
  lightX: number;
  lightY: number;
  detailBlur: number;
  shadowColour: Colour;
}

export interface MakeupParameters {
  shadowColour: Colour;
  shadowStrength: number;
  shadowReach: number;
  linerStrength: number;
  linerWidth: number;
  wing: number;
  lowerLiner: number;
}

export interface HairParameters {
  colour: Colour;
  upperLashes: number;
  lowerLashes: number;
  lashLength: number;
  lashCurl: number;
  lashWidth: number;
  lashDroop: number;
  lashSoftness: number;
  falseLashes: boolean;
  browHairs: number;
  browHeight: number;
  browThickness: number;
  browColour: Colour;
  strands: number;
}

export interface GlassesParameters {
  frameColour: Colour;
  frameWidth: number;
  lensTop: number;
  lensBottom: number;
  streaks: readonly { x: number; y: number; angle: number; width: number; strength: number; colour: Colour }[];
}

export interface EyeParameters {
  seed: number;
  domain: Domain;
  side: 1 | -1;
  frame: FrameParameters;
  gaze: GazeParameters;
  lids: LidParameters;
  sclera: ScleraParameters;
  iris: IrisParameters;
  pupil: PupilParameters;
  catchlights: readonly CatchlightParameters[];
  skin: SkinParameters;
  makeup: MakeupParameters;
  hair: HairParameters;
  glasses: GlassesParameters | null;
  /** Light of the whole scene: multiplies every colour. */
  ambient: Colour;
}

export interface DrawOptions {
  /** 0: plain, open, frontal eyes; 1: everything, heavy make-up, glasses, squint and extreme gaze included. */
  difficulty?: number;
}

/** Draws the parameters of one eye. The same arguments always give the same eye. */
export function drawEyeParameters(seed: number, domain: Domain, options: DrawOptions = {}): EyeParameters {
  const difficulty = Math.min(1, Math.max(0, options.difficulty ?? 1));
  const random = createRandom(seed);
  const gaze = drawGaze(random.fork(1), domain, difficulty);
  const lids = drawLids(random.fork(2), domain, difficulty, gaze);
  const skinTone = drawSkinTone(random.fork(3));
  const palette = drawIrisPalette(random.fork(4));
  const { iris, pupil } = drawIris(random.fork(5), domain, difficulty, palette);
  const shade = random.fork(6);
  const skin = drawSkin(random.fork(7), domain, skinTone);
  return {
    seed,
    domain,
    side: shade.chance(0.5) ? 1 : -1,
    frame: drawFrame(random.fork(8), domain),
    gaze,
    lids,
    sclera: drawSclera(random.fork(9), difficulty),
    iris,
    pupil,
    catchlights: drawCatchlights(random.fork(10), domain, difficulty, gaze, pupil),
    skin,
    makeup: drawMakeup(random.fork(11), difficulty),
    hair: drawHair(random.fork(12), domain, difficulty, skinTone),
    glasses: shade.chance(0.1 * difficulty * (domain === 'macro' ? 0.3 : 1)) ? drawGlasses(random.fork(13)) : null,
    ambient: [shade.normal(1, 0.05), shade.normal(0.98, 0.03), shade.normal(0.95, 0.07)],
  };
}

function drawFrame(random: Random, domain: Domain): FrameParameters {
  const share =
    domain === 'macro' ? random.range(0.35, 0.92) : domain === 'crop' ? random.range(0.2, 0.6) : random.range(0.1, 0.25);
  const room = Math.max(0.02, 0.5 - share * 0.45);
  return {
    irisHeightShare: share,
    centreX: random.normal(0, room * 0.36),
    centreY: random.normal(0, room * 0.3),
    roll: random.normal(0, 9),
  };
}

function drawGaze(random: Random, domain: Domain, difficulty: number): GazeParameters {
  const eyeballRadius = random.range(1.95, 2.25);
  let x = random.normal(0, domain === 'macro' ? 0.12 : 0.22);
  let y = random.normal(0, domain === 'macro' ? 0.07 : 0.1);
  if (random.chance(0.3 * difficulty * (domain === 'macro' ? 0.4 : 1))) {
    const length = random.range(0.35, 1.25);
    const angle = random.chance(0.7) ? random.normal(0, 0.35) + (random.chance(0.5) ? Math.PI : 0) : random.range(0, 6.28);
    x = length * Math.cos(angle);
    y = length * Math.sin(angle) * 0.75;
  }
  const length = Math.hypot(x, y);
  const scale = length > 1.25 ? 1.25 / length : 1;
  return { x: x * scale, y: y * scale, eyeballRadius };
}

function drawLids(random: Random, domain: Domain, difficulty: number, gaze: GazeParameters): LidParameters {
  const squint = random.chance(domain === 'macro' ? 0.12 * difficulty : 0.3 * difficulty);
  const wide = domain === 'macro' && random.chance(0.55);
  const tilt = random.normal(0.12, 0.14);
  const corner = random.range(0.1, 0.35);
  const upper = squint ? random.range(0.15, 0.6) : wide ? random.range(0.85, 1.5) : random.range(0.55, 1.1);
  const lower = squint ? random.range(0.3, 0.75) : wide ? random.range(0.85, 1.35) : random.range(0.72, 1.12);
  const follow = gaze.y > 0 ? 0.8 * gaze.y : 0.65 * gaze.y;
  return {
    innerX: -random.range(2.25, 2.85),
    innerY: corner + tilt,
    outerX: random.range(2.2, 2.8),
    outerY: corner - tilt,
    upperHeight: Math.max(0.35, upper + corner - follow),
    lowerHeight: Math.max(0.12, lower - corner + follow * 0.7),
    upperSkew: random.range(0.82, 1.1),
    lowerSkew: random.range(0.95, 1.3),
    upperPower: random.range(0.66, 1),
    lowerPower: random.range(0.7, 1.05),
    softness: domain === 'macro' ? (random.chance(0.5) ? random.range(0.02, 0.12) : 0.012) : random.range(0.01, 0.05),
    waterline: random.range(0.03, 0.1),
    waterlineStrength: random.range(0.15, 0.8),
    lashLine: random.range(0.03, 0.12),
    lashLineStrength: random.chance(0.3) ? random.range(0.1, 0.5) : random.range(0.5, 1.1),
    creaseHeight: random.range(0.15, 0.75),
    creaseStrength: random.chance(0.2) ? random.range(0, 0.15) : random.range(0.2, 0.75),
    closed: false,
  };
}

function drawSclera(random: Random, difficulty: number): ScleraParameters {
  const dim = random.chance(0.1 + 0.2 * difficulty);
  const brightness = dim ? random.range(0.32, 0.8) : random.range(0.7, 1);
  const tint = random.next();
  const white: Colour = tint < 0.4 ? [246, 240, 236] : tint < 0.65 ? [234, 240, 248] : tint < 0.85 ? [248, 226, 218] : [242, 232, 204];
  return {
    colour: scaleColour(white, brightness),
    shading: random.range(0.1, 0.55),
    lidShadow: random.range(0.1, 0.65),
    lidShadowWidth: random.range(0.15, 0.6),
    lashShade: random.chance(0.4) ? random.range(0.1, 0.7) : 0,
    lashShadeReach: random.range(0.25, 0.9),
    veins: random.chance(0.25) ? random.range(0.4, 1) : random.range(0, 0.4),
    redness: random.chance(0.3) ? random.range(0.2, 0.8) : random.range(0, 0.2),
    caruncle: random.range(0.2, 0.5),
  };
}

function drawSkin(random: Random, domain: Domain, colour: Colour): SkinParameters {
  return {
    colour,
    blotches: random.range(0.2, 1),
    texture: random.range(0.2, 1),
    wrinkles: random.chance(0.4) ? random.range(0.4, 1) : random.range(0, 0.3),
    bag: random.range(0, 0.6),
    freckles: random.chance(0.2) ? random.range(0.3, 1) : 0,
    oil: random.chance(0.5) ? random.range(0.1, 0.6) : 0,
    socketShadow: random.range(0, 0.6),
    lightX: random.range(-1, 1),
    lightY: random.range(-1, 0.4),
    detailBlur: domain === 'macro' ? random.range(0, 0.06) : random.range(0, 0.02),
    shadowColour: mixColour(scaleColour(colour, 0.35), [70, 20, 20], 0.15),
  };
}

function drawMakeup(random: Random, difficulty: number): MakeupParameters {
  const wears = random.chance(0.15 + 0.3 * difficulty);
  const heavy = wears && random.chance(0.5 * difficulty);
  const shadowColours: readonly Colour[] = [
    [60, 40, 40], [90, 60, 50], [40, 40, 60], [120, 70, 90], [80, 90, 110], [40, 70, 80], [140, 100, 60], [30, 26, 28], [150, 60, 70],
  ];
  return {
    shadowColour: random.pick(shadowColours),
    shadowStrength: wears ? (heavy ? random.range(0.4, 0.85) : random.range(0.1, 0.4)) : 0,
    shadowReach: random.range(0.3, 1.2),
    linerStrength: wears && random.chance(0.7) ? random.range(0.5, 1) : 0,
    linerWidth: heavy ? random.range(0.08, 0.25) : random.range(0.04, 0.1),
    wing: heavy ? random.range(0, 0.6) : 0,
    lowerLiner: heavy && random.chance(0.6) ? random.range(0.4, 1) : 0,
  };
}

function drawHair(random: Random, domain: Domain, difficulty: number, skin: Colour): HairParameters {
  const dark = random.range(0.4, 1);
  const hair = mixColour(random.pick<Colour>([[24, 18, 16], [40, 28, 20], [62, 42, 28], [96, 66, 40], [140, 100, 60]]), [20, 16, 15], dark);
  const falseLashes = random.chance(0.12 * difficulty);
  return {
    colour: hair,
    upperLashes: falseLashes ? random.integer(70, 130) : random.integer(25, 90),
    lowerLashes: random.integer(8, 55),
    lashLength: falseLashes ? random.range(0.9, 1.5) : random.range(0.45, 1.05),
    lashCurl: random.range(0.1, 1),
    lashWidth: falseLashes ? random.range(0.025, 0.05) : random.range(0.014, 0.034),
    lashDroop: random.chance(0.25) ? random.range(0.2, 0.9) : random.range(0, 0.15),
    lashSoftness: domain === 'macro' && random.chance(0.6) ? random.range(0.01, 0.07) : 0.004,
    falseLashes,
    browHairs: random.integer(90, 260),
    browHeight: random.range(2.2, 3.4),
    browThickness: random.range(0.35, 0.8),
    browColour: mixColour(hair, skin, random.range(0, 0.35)),
    strands: random.chance(0.08 * difficulty) ? random.integer(1, 9) : 0,
  };
}

function drawGlasses(random: Random): GlassesParameters {
  const streaks = Array.from({ length: random.integer(0, 3) }, () => ({
    x: random.normal(0, 1.2),
    y: random.normal(0, 0.8),
    angle: random.range(-60, 60),
    width: random.range(0.08, 0.5),
    strength: random.range(0.1, 0.6),
    colour: random.pick<Colour>([[240, 245, 255], [180, 220, 255], [200, 255, 220], [255, 230, 210]]),
  }));
  return {
    frameColour: random.pick<Colour>([[20, 18, 18], [60, 40, 28], [120, 116, 112], [30, 34, 60], [150, 120, 70]]),
    frameWidth: random.range(0.12, 0.5),
    lensTop: -random.range(1.6, 2.8),
    lensBottom: random.range(2, 3.6),
    streaks,
  };
}
