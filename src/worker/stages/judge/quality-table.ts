/**
 * Every measure of capture quality in one table: what it is, where it comes from, from where on it matters and
 * what the photographer reads. "ISO" is ISO/IEC 29794-6:2015 (the clause's name in quotes); "open-iris" is
 * worldcoin/open-iris (MIT); "ours" was calibrated on rendered eyes and looked at on colour photographs. ISO's
 * thresholds are for near-infrared cameras; in colour its contrasts only warn, because a near-black iris is a
 * perfectly good one.
 */
import { type FailureCode, failures } from '../../../contracts/failure.ts';
import type { QualityMeasure } from '../../../contracts/quality.ts';

export interface MeasureRule {
  readonly formula: string;
  readonly unit: '%' | 'pixels' | 'bits';
  readonly source: string;
  /** Which side of the thresholds is bad. */
  readonly bad: 'below' | 'above';
  readonly warn: number;
  /** Null: never rejects by itself. */
  readonly reject: number | null;
  /** Where the score's ramp is 0 and where it is 1; its weight in the score. */
  readonly worst: number;
  readonly ideal: number;
  readonly weight: number;
  readonly code: FailureCode;
  /** What a warning says; a rejection says what the failure says. */
  readonly message: string;
  readonly suggestion: string;
}

export const qualityTable: Readonly<Record<QualityMeasure, MeasureRule>> = {
  irisDiameter: {
    formula: 'long axis of the iris on the source',
    unit: 'pixels',
    source: 'ISO "iris radius" (80 px), raised for print',
    bad: 'below',
    warn: 400,
    reject: 160,
    worst: 120,
    ideal: 800,
    weight: 2,
    code: 'irisTooSmall',
    message: 'The iris is small in this photo, so the print cannot be large.',
    suggestion: 'Move closer or use a macro lens; 800 pixels across the iris are ideal.',
  },
  sharpness: {
    formula:
      '100 * fine / coarse answer of Laplacians of Gaussian (1.4, 4 cells) on the ring unwrapped to 512 x 64',
    unit: '%',
    source: 'ours, after ISO "sharpness" and open-iris, which take the fine answer alone',
    bad: 'below',
    warn: 38,
    reject: 24,
    worst: 15,
    ideal: 60,
    weight: 3,
    code: 'photoBlurred',
    message: 'The iris is a little soft.',
    suggestion: 'Focus on the iris itself and hold the camera steady.',
  },
  usableArea: {
    formula: '100 * visible iris without reflections / iris ring',
    unit: '%',
    source: 'ISO "usable iris area"',
    bad: 'below',
    warn: 70,
    reject: 40,
    worst: 30,
    ideal: 90,
    weight: 2,
    code: 'irisCovered',
    message: 'Lids, lashes or reflections cover part of the iris.',
    suggestion: 'Ask for a wide-open eye, or lift the upper lid gently if you may.',
  },
  margin: {
    formula:
      '100 * min(1, left/.6r, right/.6r, top/.2r, bottom/.2r); minus the % of the disc outside when cut off',
    unit: '%',
    source: 'ISO "margin adequacy"; negative values ours',
    bad: 'below',
    warn: 10,
    reject: -10,
    worst: -15,
    ideal: 60,
    weight: 1,
    code: 'irisCutOff',
    message: 'The iris touches the edge of the photo.',
    suggestion: 'Leave a little space around the iris.',
  },
  specularShare: {
    formula: '100 * reflections on the iris ring / iris ring',
    unit: '%',
    source: 'ours',
    bad: 'above',
    warn: 8,
    reject: 25,
    worst: 30,
    ideal: 1,
    weight: 1.5,
    code: 'reflectionsCoverIris',
    message: 'Large reflections lie on the iris; what they hide is filled in from beside them.',
    suggestion: 'Turn away from the window or move the light to the side.',
  },
  dilation: {
    formula: '100 * pupil radius / iris radius',
    unit: '%',
    source: 'ISO "pupil to iris ratio" (20 to 70)',
    bad: 'above',
    warn: 65,
    reject: 80,
    worst: 85,
    ideal: 50,
    weight: 1,
    code: 'pupilTooWide',
    message: 'The pupil is wide, so the iris is a narrow ring.',
    suggestion: 'Let the eye get used to a brighter room for a minute.',
  },
  highlightClipping: {
    formula: '100 * overexposed pixels / visible iris, reflections left out',
    unit: '%',
    source: 'ours',
    bad: 'above',
    warn: 4,
    reject: 30,
    worst: 40,
    ideal: 0.5,
    weight: 1,
    code: 'photoTooBright',
    message: 'Parts of the iris are overexposed.',
    suggestion: 'Lower the exposure a little or move the light away.',
  },
  shadowClipping: {
    formula:
      '100 * nearly black pixels / open eye without pupil, counted only as far as nothing else is bright',
    unit: '%',
    source: 'ours',
    bad: 'above',
    warn: 15,
    reject: 60,
    worst: 70,
    ideal: 2,
    weight: 1,
    code: 'photoTooDark',
    message: 'The photo is dark where the iris is.',
    suggestion: 'Add light from the side, or use a longer exposure.',
  },
  irisScleraContrast: {
    formula:
      '100 * |S - I| / (S + I - 2P), medians; I from mid-ring to .9 r, S from 1.1 to 1.2 r, P within .8 pupil radii',
    unit: '%',
    source: 'ISO "iris-sclera contrast" (more than 5)',
    bad: 'below',
    warn: 5,
    reject: null,
    worst: 0,
    ideal: 15,
    weight: 0.3,
    code: 'photoTooBright',
    message: 'The edge between the iris and the white of the eye is faint.',
    suggestion: 'Use softer light from the side, and check the outline.',
  },
  irisPupilContrast: {
    formula:
      '100 * w / (.75 + w), w = |I - P| / (20 + P), medians; I from 1.1 to 1.2 pupil radii, P within .8',
    unit: '%',
    source: 'ISO "iris-pupil contrast" (30 or more), with the ring around the pupil',
    bad: 'below',
    warn: 15,
    reject: null,
    worst: 0,
    ideal: 35,
    weight: 0.3,
    code: 'photoTooDark',
    message: 'The pupil is hard to tell from the iris.',
    suggestion: 'Add light from the side, and check the outline.',
  },
  concentricity: {
    formula: '100 * (1 - distance of the centres / iris radius)',
    unit: '%',
    source: 'ISO "iris-pupil concentricity" (90 or more)',
    bad: 'below',
    warn: 80,
    reject: null,
    worst: 60,
    ideal: 92,
    weight: 0.3,
    code: 'irisNotFound',
    message: 'The pupil sits far from the middle of the iris.',
    suggestion: 'Take the photo from straight ahead, or check the outline.',
  },
  greyscaleUtilisation: {
    formula: '-sum p log2 p over the grey levels of the visible iris',
    unit: 'bits',
    source: 'ISO "grey scale utilisation" (6 or more), lowered for dark irises in colour',
    bad: 'below',
    warn: 4,
    reject: null,
    worst: 2.5,
    ideal: 6,
    weight: 0.3,
    code: 'photoTooDark',
    message: 'The iris shows few tones.',
    suggestion: 'Add light from the side so that the fibres cast shadows.',
  },
};

/** What the photographer reads, by how bad it is. */
export function wordsFor(
  rule: MeasureRule,
  decision: 'warn' | 'reject',
): { message: string; suggestion: string } {
  if (decision === 'warn') return { message: rule.message, suggestion: rule.suggestion };
  const { message, suggestion } = failures[rule.code];
  return { message, suggestion };
}
