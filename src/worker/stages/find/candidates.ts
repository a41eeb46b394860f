import type { Ellipse } from '../../../contracts/geometry.ts';
import { findComponents } from '../../imaging/contours.ts';
import { ellipseContains, meanRadius, moveEllipse } from '../../imaging/ellipse-geometry.ts';
import type { FinderMaps } from './finder-maps.ts';
import { candidateRules } from './geometry.ts';

/** A region of the whole photograph that may be an iris. */
export interface Candidate {
  readonly ellipse: Ellipse;
  /** Mean amodal probability inside, 0..1. */
  readonly mean: number;
  readonly rank: number;
}

/**
 * Everything that could be an eye, best first: certain, large and near the middle wins, because the eye that the
 * photographer meant is all three.
 */
export function rankCandidates(maps: FinderMaps): Candidate[] {
  const { size, square } = maps;
  const map = maps.heads.amodalIris;
  const look = (threshold: number) =>
    findComponents(map, size, size, threshold, candidateRules.fewestPixels).filter(
      (component) => component.ellipse.b / component.ellipse.a >= candidateRules.flattest,
    );
  const clear = look(candidateRules.threshold);
  const components = clear.length > 0 ? clear : look(candidateRules.faintThreshold);
  const perCell = square.side / size;
  return components
    .map((component) => {
      const { cx, cy } = component.ellipse;
      const offset = Math.hypot(cx - size / 2, cy - size / 2) / (size / 2);
      const radius = meanRadius(component.ellipse) / (size / 2);
      return {
        ellipse: moveEllipse(component.ellipse, perCell, square.left, square.top),
        mean: component.mean,
        rank: component.mean ** 2 * Math.sqrt(radius) * (1 - 0.5 * Math.min(1, offset)),
      };
    })
    .sort((one, two) => two.rank - one.rank);
}

/** How many irises the photograph shows, given the candidates and the one that was taken. */
export function countEyes(candidates: readonly Candidate[], best: Candidate): number {
  const others = candidates.filter(
    (candidate) =>
      candidate !== best &&
      candidate.mean >= candidateRules.otherEyeMean &&
      meanRadius(candidate.ellipse) >= candidateRules.otherEyeRadius * meanRadius(best.ellipse) &&
      !ellipseContains(best.ellipse, candidate.ellipse.cx, candidate.ellipse.cy),
  );
  return 1 + others.length;
}
