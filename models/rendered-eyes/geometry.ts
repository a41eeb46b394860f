/**
 * Where things lie: frame to eye units, the lids as curves, and the true ellipses.
 *
 * Pixel convention: pixel (i, j) covers [i, i+1) x [j, j+1), so its centre is at (i + 0.5, j + 0.5), and an
 * ellipse centred in a 192-px frame has cx = 96.
 */
import type { EyeParameters, LidParameters } from './eye-parameters.ts';

/** Semi-axes a >= b in pixels; `angle` in degrees is the direction of a, from +x towards +y (down). */
export interface Ellipse {
  cx: number;
  cy: number;
  a: number;
  b: number;
  angle: number;
}

/** 2x2 matrix [m00, m01, m10, m11] and a centre: maps the unit disc to an ellipse. */
export interface DiscMap {
  cx: number;
  cy: number;
  m: readonly [number, number, number, number];
  inverse: readonly [number, number, number, number];
}

export interface EyeGeometry {
  /** Iris radius (long axis) in pixels of the whole frame. */
  radius: number;
  originX: number;
  originY: number;
  cosRoll: number;
  sinRoll: number;
  side: 1 | -1;
  /** One pixel in eye units. */
  pixel: number;
  /** Eye units to the iris's unit disc. */
  iris: DiscMap;
  /** The iris's unit disc to the pupil's unit disc. */
  pupil: DiscMap;
  irisEllipse: Ellipse;
  pupilEllipse: Ellipse;
}

function discMap(cx: number, cy: number, m: DiscMap['m']): DiscMap {
  const determinant = m[0] * m[3] - m[1] * m[2];
  return {
    cx,
    cy,
    m,
    inverse: [m[3] / determinant, -m[1] / determinant, -m[2] / determinant, m[0] / determinant],
  };
}

/** R(direction) · diag(along, across) · R(direction)^T: stretches along a direction without turning. */
function stretch(direction: number, along: number, across: number): DiscMap['m'] {
  const c = Math.cos(direction);
  const s = Math.sin(direction);
  const off = (along - across) * c * s;
  return [along * c * c + across * s * s, off, off, along * s * s + across * c * c];
}

function multiply(p: DiscMap['m'], q: DiscMap['m']): DiscMap['m'] {
  return [
    p[0] * q[0] + p[1] * q[2],
    p[0] * q[1] + p[1] * q[3],
    p[2] * q[0] + p[3] * q[2],
    p[2] * q[1] + p[3] * q[3],
  ];
}

/** The ellipse that a matrix makes of the unit disc (from the eigenvectors of M·M^T). */
export function ellipseOf(cx: number, cy: number, m: DiscMap['m']): Ellipse {
  const xx = m[0] * m[0] + m[1] * m[1];
  const yy = m[2] * m[2] + m[3] * m[3];
  const xy = m[0] * m[2] + m[1] * m[3];
  const middle = (xx + yy) / 2;
  const spread = Math.hypot((xx - yy) / 2, xy);
  const degrees = (0.5 * Math.atan2(2 * xy, xx - yy) * 180) / Math.PI;
  return {
    cx,
    cy,
    a: Math.sqrt(middle + spread),
    b: Math.sqrt(Math.max(0, middle - spread)),
    angle: (degrees + 180) % 180,
  };
}

export function prepareGeometry(parameters: EyeParameters, width: number, height: number): EyeGeometry {
  const { frame, gaze, pupil, side } = parameters;
  const radius = (frame.irisHeightShare * height) / 2;
  const roll = (frame.roll * Math.PI) / 180;
  const cosRoll = Math.cos(roll);
  const sinRoll = Math.sin(roll);
  const displacement = Math.hypot(gaze.x, gaze.y);
  const foreshortening = Math.sqrt(Math.max(0.05, 1 - (displacement / gaze.eyeballRadius) ** 2));
  const iris = discMap(gaze.x, gaze.y, stretch(Math.atan2(gaze.y, gaze.x), foreshortening, 1));
  const pupilMap = discMap(
    pupil.offsetX,
    pupil.offsetY,
    stretch((pupil.direction * Math.PI) / 180, pupil.radius, pupil.radius * pupil.roundness),
  );
  // Eye units to pixels: mirror, scale, roll.
  const toPixels: DiscMap['m'] = [
    radius * side * cosRoll,
    -radius * sinRoll,
    radius * side * sinRoll,
    radius * cosRoll,
  ];
  const centreX = width / 2 + frame.centreX * height;
  const centreY = height / 2 + frame.centreY * height;
  const originX = centreX - (toPixels[0] * gaze.x + toPixels[1] * gaze.y);
  const originY = centreY - (toPixels[2] * gaze.x + toPixels[3] * gaze.y);
  const irisPixels = multiply(toPixels, iris.m);
  const pupilPixels = multiply(irisPixels, pupilMap.m);
  return {
    radius,
    originX,
    originY,
    cosRoll,
    sinRoll,
    side,
    pixel: 1 / radius,
    iris,
    pupil: pupilMap,
    irisEllipse: ellipseOf(centreX, centreY, irisPixels),
    pupilEllipse: ellipseOf(
      centreX + irisPixels[0] * pupil.offsetX + irisPixels[1] * pupil.offsetY,
      centreY + irisPixels[2] * pupil.offsetX + irisPixels[3] * pupil.offsetY,
      pupilPixels,
    ),
  };
}

const LID_REACH = 6;
const LID_STEPS = 768;

/** Both lid margins sampled along x, with the factor that turns a vertical distance into a normal one. */
export interface LidCurves {
  upper: Float32Array;
  lower: Float32Array;
  upperNormal: Float32Array;
  lowerNormal: Float32Array;
  innerX: number;
  outerX: number;
  closed: boolean;
}

export function prepareLids(lids: LidParameters): LidCurves {
  const upper = new Float32Array(LID_STEPS + 1);
  const lower = new Float32Array(LID_STEPS + 1);
  for (let step = 0; step <= LID_STEPS; step++) {
    const x = -LID_REACH + (2 * LID_REACH * step) / LID_STEPS;
    const t = (x - lids.innerX) / (lids.outerX - lids.innerX);
    const inside = Math.min(1, Math.max(0, t));
    const base = lids.innerY + (lids.outerY - lids.innerY) * Math.min(1.6, Math.max(-0.6, t));
    const lowerArc = lids.lowerHeight * Math.sin(Math.PI * inside ** lids.lowerSkew) ** lids.lowerPower;
    lower[step] = base + lowerArc;
    upper[step] = lids.closed
      ? base + lowerArc
      : base - lids.upperHeight * Math.sin(Math.PI * inside ** lids.upperSkew) ** lids.upperPower;
  }
  const normal = (curve: Float32Array): Float32Array => {
    const factors = new Float32Array(LID_STEPS + 1);
    const h = (2 * LID_REACH) / LID_STEPS;
    for (let step = 0; step <= LID_STEPS; step++) {
      const before = curve[Math.max(0, step - 2)] as number;
      const after = curve[Math.min(LID_STEPS, step + 2)] as number;
      factors[step] = 1 / Math.hypot(1, (after - before) / (4 * h));
    }
    return factors;
  };
  return {
    upper,
    lower,
    upperNormal: normal(upper),
    lowerNormal: normal(lower),
    innerX: lids.innerX,
    outerX: lids.outerX,
    closed: lids.closed,
  };
}

export function curveAt(curve: Float32Array, x: number): number {
  const position = ((x + LID_REACH) / (2 * LID_REACH)) * LID_STEPS;
  if (position <= 0) return curve[0] as number;
  if (position >= LID_STEPS) return curve[LID_STEPS] as number;
  const index = Math.floor(position);
  const from = curve[index] as number;
  return from + ((curve[index + 1] as number) - from) * (position - index);
}
