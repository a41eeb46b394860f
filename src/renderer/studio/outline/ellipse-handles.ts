/**
 * Moving, resizing and turning an ellipse by its handles, in picture coordinates. A result is always a valid
 * ellipse: a >= b, angle in (-90, 90], at least `smallest` pixels across.
 */
import type { Ellipse } from '../../../contracts/geometry.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The ends of both axes, and the knob that turns. */
export type Handle = 'east' | 'west' | 'south' | 'north' | 'turn' | 'centre';

export const smallest = 6;

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;

/** Into (-90, 90]. */
export function normaliseAngle(angle: number): number {
  const turned = ((((angle + 90) % 180) + 180) % 180) - 90;
  return turned === -90 ? 90 : turned;
}

/** Keeps the longer axis in `a`. */
export function normalise(ellipse: Ellipse): Ellipse {
  const swapped = ellipse.b > ellipse.a;
  return {
    cx: ellipse.cx,
    cy: ellipse.cy,
    a: swapped ? ellipse.b : ellipse.a,
    b: swapped ? ellipse.a : ellipse.b,
    angle: normaliseAngle(swapped ? ellipse.angle + 90 : ellipse.angle),
  };
}

/**
 * While a handle is held, axes keep their names even where one outgrows the other: swapping them in the middle of
 * a gesture would throw the handle to another place. `normalise` is for the end of it.
 */
export function handlePoint(ellipse: Ellipse, handle: Handle, turnDistance: number): Point {
  const angle = radians(ellipse.angle);
  const along = { x: Math.cos(angle), y: Math.sin(angle) };
  const across = { x: -along.y, y: along.x };
  const at = (direction: Point, length: number) => ({
    x: ellipse.cx + direction.x * length,
    y: ellipse.cy + direction.y * length,
  });
  switch (handle) {
    case 'east':
      return at(along, ellipse.a);
    case 'west':
      return at(along, -ellipse.a);
    case 'south':
      return at(across, ellipse.b);
    case 'north':
      return at(across, -ellipse.b);
    case 'turn':
      return at(across, -(ellipse.b + turnDistance));
    case 'centre':
      return { x: ellipse.cx, y: ellipse.cy };
  }
}

/**
 * Drags a handle to `to`. An axis handle keeps the opposite end where it is; `symmetric` keeps the centre instead.
 */
export function dragHandle(ellipse: Ellipse, handle: Handle, to: Point, symmetric = false): Ellipse {
  if (handle === 'centre') return { ...ellipse, cx: to.x, cy: to.y };
  if (handle === 'turn') {
    const angle = degrees(Math.atan2(to.y - ellipse.cy, to.x - ellipse.cx)) + 90;
    return { ...ellipse, angle: normaliseNear(angle, ellipse.angle) };
  }
  const horizontal = handle === 'east' || handle === 'west';
  const sign = handle === 'east' || handle === 'south' ? 1 : -1;
  const angle = radians(ellipse.angle);
  const direction = horizontal
    ? { x: Math.cos(angle), y: Math.sin(angle) }
    : { x: -Math.sin(angle), y: Math.cos(angle) };
  const half = horizontal ? ellipse.a : ellipse.b;
  const reach = ((to.x - ellipse.cx) * direction.x + (to.y - ellipse.cy) * direction.y) * sign;
  const length = symmetric ? Math.max(smallest / 2, reach) : Math.max(smallest / 2, (reach + half) / 2);
  const shift = symmetric ? 0 : (length - half) * sign;
  return {
    ...ellipse,
    cx: ellipse.cx + direction.x * shift,
    cy: ellipse.cy + direction.y * shift,
    ...(horizontal ? { a: length } : { b: length }),
  };
}

/** An ellipse looks the same after half a turn; takes the value nearest to where it was. */
function normaliseNear(angle: number, near: number): number {
  return angle - 180 * Math.round((angle - near) / 180);
}

export type Nudge =
  | { kind: 'move'; x: number; y: number }
  | { kind: 'grow'; by: number }
  | { kind: 'turn'; degrees: number };

export function nudge(ellipse: Ellipse, change: Nudge): Ellipse {
  switch (change.kind) {
    case 'move':
      return { ...ellipse, cx: ellipse.cx + change.x, cy: ellipse.cy + change.y };
    case 'grow': {
      const factor = Math.max(smallest / 2 / ellipse.b, 1 + change.by / ellipse.a);
      return { ...ellipse, a: ellipse.a * factor, b: ellipse.b * factor };
    }
    case 'turn':
      return { ...ellipse, angle: ellipse.angle + change.degrees };
  }
}

/** A pupil lies within its iris; an outline that does not cannot be processed. */
export function pupilFits(iris: Ellipse, pupil: Ellipse): boolean {
  const distance = Math.hypot(pupil.cx - iris.cx, pupil.cy - iris.cy);
  return pupil.a < iris.a && distance + pupil.b <= iris.b;
}

/** Where an outline begins when nothing was found: a third of the photo's shorter side, in its middle. */
export function firstOutline(width: number, height: number): { iris: Ellipse; pupil: Ellipse } {
  const radius = Math.min(width, height) / 3;
  const centre = { cx: width / 2, cy: height / 2, angle: 0 };
  return {
    iris: { ...centre, a: radius, b: radius },
    pupil: { ...centre, a: radius * 0.35, b: radius * 0.35 },
  };
}

/** The pupil goes where its iris goes. */
export function follow(pupil: Ellipse, before: Ellipse, after: Ellipse): Ellipse {
  const factor = after.b / before.b;
  const turn = radians(after.angle - before.angle);
  const x = (pupil.cx - before.cx) * factor;
  const y = (pupil.cy - before.cy) * factor;
  return {
    cx: after.cx + x * Math.cos(turn) - y * Math.sin(turn),
    cy: after.cy + x * Math.sin(turn) + y * Math.cos(turn),
    a: pupil.a * factor,
    b: pupil.b * factor,
    angle: pupil.angle + after.angle - before.angle,
  };
}
