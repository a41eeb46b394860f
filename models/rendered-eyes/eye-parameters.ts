/**
 * What one rendered eye is: plain data, no pixels. Lengths are in iris radii ("eye units") unless they say
 * otherwise; x grows to the right and y downwards; the origin is where the iris centre lies when the eye
 * looks straight ahead. `side` mirrors the anatomy (inner corner left or right), not the lights.
 */
import { drawCatchlights } from './draw-catchlights.ts';
import {
  drawFrame,
  drawGaze,
  drawGlasses,
  drawHair,
  drawLids,
  drawMakeup,
  drawSclera,
  drawSkin,
} from './draw-face.ts';
import { drawIris } from './draw-iris.ts';
import type { Colour, IrisPalette } from './palettes.ts';
import { drawIrisPalette, drawSkinTone } from './palettes.ts';
import { createRandom } from './random.ts';

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
  streaks: readonly {
    x: number;
    y: number;
    angle: number;
    width: number;
    strength: number;
    colour: Colour;
  }[];
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
    glasses: shade.chance(0.1 * difficulty * (domain === 'macro' ? 0.3 : 1))
      ? drawGlasses(random.fork(13))
      : null,
    ambient: [shade.normal(1, 0.05), shade.normal(0.98, 0.03), shade.normal(0.95, 0.07)],
  };
}
