import type { Ellipse } from '../../../contracts/geometry.ts';
import { type Component, findComponents, radialContour } from '../../imaging/contours.ts';
import { type EllipseFit, fitEllipse } from '../../imaging/ellipse-fit.ts';
import {
  drawEllipse,
  ellipseContains,
  ellipseLevel,
  ellipseOverlap,
  growEllipse,
  meanRadius,
  moveEllipse,
} from '../../imaging/ellipse-geometry.ts';
import { mapValue } from '../../imaging/sampling.ts';
import type { FinderMaps } from './finder-maps.ts';
import { outlineRules as rules } from './geometry.ts';

/** An iris's outline as the maps show it, in source pixels, with what speaks for it. */
export interface IrisOutline {
  readonly ellipse: Ellipse;
  /** Mean amodal probability inside the ellipse, 0..1. */
  readonly mean: number;
  /** Median fall of the probability across the edge, per radius. */
  readonly sharpness: number;
  /** Robust deviation of the contour from the ellipse, in radii. */
  readonly residual: number;
  /** Share of directions in which a contour was found. */
  readonly coverage: number;
}

/** @returns null when the maps show no iris near the middle of their square */
export function outlineIris(maps: FinderMaps): IrisOutline | null {
  const { size, heads } = maps;
  const regionsAbove = (level: number) => findComponents(heads.amodalIris, size, size, level, 30);
  const clear = nearestToMiddle(regionsAbove(rules.level), size);
  const component = clear ?? nearestToMiddle(regionsAbove(rules.faintLevel), size);
  if (!component) return null;
  const start = component.ellipse;
  const level = clear ? rules.level : rules.faintLevel;
  const contour = radialContour(heads.amodalIris, size, start, { ...rules, level });
  const points = contour.map((point) => ({
    ...point,
    weight:
      rules.weightUnderLid + (1 - rules.weightUnderLid) * mapValue(heads.opening, size, point.x, point.y),
  }));
  const fit = fitEllipse(points, { start, shapePenalty: rules.irisShapePenalty });
  const trusted = fit && ellipseOverlap(fit.ellipse, start) >= rules.leastOverlapWithMoments ? fit : null;
  const ellipse = trusted?.ellipse ?? start;
  const radius = meanRadius(ellipse);
  const slopes = contour.map((point) => point.slope).sort((one, two) => one - two);
  return {
    ellipse: toSource(maps, ellipse),
    mean: meanInside(heads.amodalIris, size, ellipse),
    sharpness: (slopes[slopes.length >> 1] ?? 0) * radius,
    residual: trusted ? trusted.residual / radius : 0.2,
    coverage: contour.length / rules.rays,
  };
}

/** @returns null when there is no evidence for a pupil inside `iris` (source pixels) */
export function outlinePupil(maps: FinderMaps, iris: Ellipse): Ellipse | null {
  const { size, heads } = maps;
  const irisOnMap = toMap(maps, iris);
  const map = heads.amodalPupil;
  const within = drawEllipse(irisOnMap, size, size).data;
  const peak = map.reduce(
    (highest, value, at) => (within[at]! > 127 ? Math.max(highest, value) : highest),
    0,
  );
  if (peak < rules.faintestPupil) return null;
  const weak = peak < 0.75;
  const level = weak ? rules.weakPupilLevel : rules.pupilLevel;
  const component = findComponents(map, size, size, level, 8).find(({ ellipse }) =>
    ellipseContains(growEllipse(irisOnMap, 0.75), ellipse.cx, ellipse.cy),
  );
  if (!component) return null;
  const start = component.ellipse;
  const points = radialContour(map, size, start, { ...rules, level }).map((point) => {
    const mirrored = mapValue(heads.specular, size, point.x, point.y);
    return { ...point, weight: 1 - (1 - rules.weightUnderReflection) * mirrored };
  });
  const fit: EllipseFit | null = fitEllipse(points, {
    start,
    shape: irisOnMap,
    shapePenalty: weak ? rules.weakPupilShapePenalty : rules.pupilShapePenalty,
  });
  const trusted = fit && ellipseOverlap(fit.ellipse, start) >= rules.leastPupilOverlapWithMoments;
  return keepInside(toSource(maps, trusted ? fit.ellipse : start), iris);
}

/** A pupil that is believable inside `iris`: pulled in where it touches the limbus, null where it cannot be one. */
export function keepInside(pupil: Ellipse, iris: Ellipse): Ellipse | null {
  const share = meanRadius(pupil) / meanRadius(iris);
  if (share < rules.smallestPupil || share > rules.largestPupil) return null;
  let kept = pupil;
  for (let attempt = 0; attempt < 40; attempt += 1) {
    let reach = 0;
    for (let step = 0; step < 32; step += 1) {
      const turn = (step / 16) * Math.PI;
      const tilt = (kept.angle * Math.PI) / 180;
      const along = kept.a * Math.cos(turn);
      const across = kept.b * Math.sin(turn);
      const x = kept.cx + along * Math.cos(tilt) - across * Math.sin(tilt);
      const y = kept.cy + along * Math.sin(tilt) + across * Math.cos(tilt);
      reach = Math.max(reach, ellipseLevel(iris, x, y));
    }
    if (reach <= 0.97) return kept;
    kept = {
      ...growEllipse(kept, 0.98),
      cx: kept.cx + 0.05 * (iris.cx - kept.cx),
      cy: kept.cy + 0.05 * (iris.cy - kept.cy),
    };
  }
  return null;
}

function nearestToMiddle(components: Component[], size: number): Component | undefined {
  const merit = ({ ellipse, mean, pixels }: Component) => {
    const offset = Math.hypot(ellipse.cx - size / 2, ellipse.cy - size / 2) / (size / 2);
    return mean * Math.sqrt(pixels) * Math.max(0.05, 1 - offset);
  };
  return components.sort((one, two) => merit(two) - merit(one))[0];
}

function meanInside(map: Float32Array, size: number, ellipse: Ellipse): number {
  const { data } = drawEllipse(ellipse, size, size);
  let sum = 0;
  let weight = 0;
  for (let at = 0; at < data.length; at += 1) {
    sum += map[at]! * data[at]!;
    weight += data[at]!;
  }
  return weight > 0 ? sum / weight : 0;
}

function toSource(maps: FinderMaps, ellipse: Ellipse): Ellipse {
  return moveEllipse(ellipse, maps.square.side / maps.size, maps.square.left, maps.square.top);
}

function toMap(maps: FinderMaps, ellipse: Ellipse): Ellipse {
  const perUnit = maps.size / maps.square.side;
  return moveEllipse(ellipse, perUnit, -maps.square.left * perUnit, -maps.square.top * perUnit);
}
