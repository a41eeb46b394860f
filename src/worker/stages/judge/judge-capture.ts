/**
 * Judges whether a photograph is worth finishing, after ISO/IEC 29794-6: twelve measures, one table of thresholds,
 * one decision with reasons that a photographer can act on.
 */
import type { Ellipse } from '../../../contracts/geometry.ts';
import type {
  Quality,
  QualityDecision,
  QualityMeasure,
  QualityMeasures,
  QualityReason,
} from '../../../contracts/quality.ts';
import { chordAt, ellipseBounds, meanRadius } from '../../imaging/ellipse-geometry.ts';
import type { MaskImage } from '../../imaging/image.ts';
import type { IrisFrame } from '../iris-frame.ts';
import { type JudgedEye, reduceForJudging } from './judged-eye.ts';
import { type MeasureRule, qualityTable, wordsFor } from './quality-table.ts';
import { measureRingSharpness } from './ring-sharpness.ts';
import { countTones, type Tones } from './tones.ts';

/** What the frame no longer tells: where the iris lies on the whole photograph, in source pixels. */
export interface SourceGeometry {
  readonly irisDiameter: number;
  readonly iris: Ellipse;
  readonly width: number;
  readonly height: number;
}

/** What is judged besides the pixels. */
export interface Capture {
  /** In pixels of the frame. */
  readonly iris: Ellipse;
  readonly pupil: Ellipse | null;
  readonly source: SourceGeometry;
}

/** @param specular the reflections, on the frame's pixels; 128 and more is reflection */
export function judgeCapture(frame: IrisFrame, specular: MaskImage, source: SourceGeometry): Quality {
  const { iris, pupil } = frame;
  return judgeEye(reduceForJudging(frame, specular), { iris, pupil, source });
}

/** The same, of an eye that is reduced already. */
export function judgeEye(eye: JudgedEye, { iris, pupil, source }: Capture): Quality {
  const tones = countTones(eye);
  return decide({
    usableArea: share(tones.usable, tones.ring),
    irisScleraContrast: irisScleraContrast(tones),
    irisPupilContrast: irisPupilContrast(tones),
    dilation: pupil && (100 * meanRadius(pupil)) / meanRadius(iris),
    concentricity: pupil && 100 * (1 - Math.hypot(pupil.cx - iris.cx, pupil.cy - iris.cy) / meanRadius(iris)),
    margin: measureMargin(source),
    sharpness: measureRingSharpness(eye),
    irisDiameter: source.irisDiameter,
    specularShare: share(tones.specular, tones.ring),
    shadowClipping: shadowClipping(tones),
    highlightClipping: tones.usable > 0 ? share(tones.overexposed, tones.usable) : null,
    greyscaleUtilisation: tones.visible.entropy(),
  });
}

/**
 * The decision that follows from the measures. The score is the geometric mean of every known measure's ramp from
 * its worst to its ideal value, weighted by the table: one useless measure makes a useless photograph.
 */
export function decide(measures: QualityMeasures): Quality {
  const reasons: (QualityReason & { readonly badness: number })[] = [];
  let logarithm = 0;
  let weights = 0;
  for (const [measure, rule] of Object.entries(qualityTable) as [QualityMeasure, MeasureRule][]) {
    const value = measures[measure];
    if (value === null) continue;
    const worth = Math.min(1, Math.max(0, (value - rule.worst) / (rule.ideal - rule.worst)));
    logarithm += rule.weight * Math.log(Math.max(0.01, worth));
    weights += rule.weight;
    const decision = decisionFor(rule, value);
    if (decision === 'accept') continue;
    reasons.push({ measure, decision, code: rule.code, ...wordsFor(rule, decision), badness: 1 - worth });
  }
  const rank = (reason: (typeof reasons)[number]) => reason.badness + (reason.decision === 'reject' ? 2 : 0);
  reasons.sort((one, two) => rank(two) - rank(one));
  return {
    decision: reasons[0]?.decision ?? 'accept',
    score: weights > 0 ? Math.exp(logarithm / weights) : 0,
    measures,
    reasons: reasons.map(({ badness: _, ...reason }) => reason),
  };
}

function decisionFor(rule: MeasureRule, value: number): QualityDecision {
  const beyond = (limit: number) => (rule.bad === 'below' ? value < limit : value > limit);
  if (rule.reject !== null && beyond(rule.reject)) return 'reject';
  return beyond(rule.warn) ? 'warn' : 'accept';
}

function share(part: number, whole: number): number {
  return whole > 0 ? (100 * part) / whole : 0;
}

function irisScleraContrast({ sclera, outerIris, pupil }: Tones): number | null {
  const [white, iris, black] = [sclera, outerIris, pupil].map((tone) => tone.quantile(0.5));
  if (white == null || iris == null || black == null) return null;
  const range = white + iris - 2 * black;
  return range > 0 ? Math.min(100, (100 * Math.abs(white - iris)) / range) : 0;
}

function irisPupilContrast({ innerIris, pupil }: Tones): number | null {
  const [iris, black] = [innerIris, pupil].map((tone) => tone.quantile(0.5));
  if (iris == null || black == null) return null;
  const weber = Math.abs(iris - black) / (20 + black);
  return (100 * weber) / (0.75 + weber);
}

const nearlyBlack = 16;
/** The brightest that a dark photograph and the darkest that a bright one gets, lids included (grey levels). */
const darkWhite = 45;
const brightWhite = 95;

/**
 * Near-black irises are not underexposed: black pixels count only as far as nothing else in the frame, be it the
 * sclera or the skin, shows that there was light.
 */
function shadowClipping({ open, everything }: Tones): number | null {
  const black = open.shareBelow(nearlyBlack);
  const white = everything.quantile(0.9);
  if (black === null || white === null) return null;
  const unlit = Math.min(1, Math.max(0, (brightWhite - white) / (brightWhite - darkWhite)));
  return 100 * black * unlit;
}

/** ISO's margin adequacy; for an iris that is cut off, minus the share of its disc that lies outside. */
function measureMargin({ iris, width, height }: SourceGeometry): number {
  const outside = 100 * shareOutside(iris, width, height);
  if (outside > 0) return -outside;
  const bounds = ellipseBounds(iris);
  const radius = meanRadius(iris);
  const aside = Math.min(bounds.left, width - bounds.right) / (0.6 * radius);
  const above = Math.min(bounds.top, height - bounds.bottom) / (0.2 * radius);
  return 100 * Math.min(1, Math.max(0, aside), Math.max(0, above));
}

function shareOutside(iris: Ellipse, width: number, height: number): number {
  const { top, bottom } = ellipseBounds(iris);
  const rows = 400;
  const step = (bottom - top) / rows;
  let inside = 0;
  let all = 0;
  for (let row = 0; row < rows; row += 1) {
    const y = top + (row + 0.5) * step;
    const chord = chordAt(iris, y);
    if (!chord) continue;
    all += chord[1] - chord[0];
    if (y >= 0 && y <= height) inside += Math.max(0, Math.min(width, chord[1]) - Math.max(0, chord[0]));
  }
  return 1 - inside / all;
}
