/**
 * Polar places on the iris as seen from the pupil's centre. Fibres run out from there, so turning about this
 * centre carries them onto fibres. Unlike the rubber sheet of `imaging/polar.ts`, one centre serves all depths,
 * which makes the inverse direct: cheap enough to ask for every pixel.
 */
import type { Ellipse } from '../../../contracts/geometry.ts';

/** Directions in one turn; edges are interpolated in between. */
export const directions = 4096;

export interface IrisPolar {
  readonly centreX: number;
  readonly centreY: number;
  /** Distance in pixels from the centre to the pupil's edge and to the limbus, per direction, first repeated. */
  readonly inner: Float32Array;
  readonly outer: Float32Array;
  /** Mean radius of the limbus in pixels: what lengths are proportional to. */
  readonly radius: number;
  /** False when no pupil was found and a small one was assumed, so depth goes on but nothing is dark. */
  readonly hasPupil: boolean;
}

const assumedPupilShare = 0.18;

export function irisPolar(iris: Ellipse, pupil: Ellipse | null): IrisPolar {
  const inside = pupil ?? { ...iris, a: iris.a * assumedPupilShare, b: iris.b * assumedPupilShare };
  const inner = new Float32Array(directions + 1);
  const outer = new Float32Array(directions + 1);
  for (let index = 0; index <= directions; index += 1) {
    const radians = (index / directions) * 2 * Math.PI;
    const near = rayLength(inside, inside.cx, inside.cy, radians);
    inner[index] = near;
    // A pupil that reaches past the limbus is wrong; the ring then still has some width.
    outer[index] = Math.max(near * 1.05 + 1, rayLength(iris, inside.cx, inside.cy, radians));
  }
  return {
    centreX: inside.cx,
    centreY: inside.cy,
    inner,
    outer,
    radius: Math.sqrt(iris.a * iris.b),
    hasPupil: pupil !== null,
  };
}

/** Distance from a point inside an ellipse to its edge in one direction; 0 where the ray misses it. */
function rayLength(ellipse: Ellipse, x: number, y: number, radians: number): number {
  const turn = (ellipse.angle * Math.PI) / 180;
  const dx = x - ellipse.cx;
  const dy = y - ellipse.cy;
  const px = (dx * Math.cos(turn) + dy * Math.sin(turn)) / ellipse.a;
  const py = (dy * Math.cos(turn) - dx * Math.sin(turn)) / ellipse.b;
  const ux = Math.cos(radians - turn) / ellipse.a;
  const uy = Math.sin(radians - turn) / ellipse.b;
  const square = ux * ux + uy * uy;
  const half = px * ux + py * uy;
  const root = half * half - square * (px * px + py * py - 1);
  return root <= 0 ? 0 : Math.max(0, (-half + Math.sqrt(root)) / square);
}

/** Turn of a place in table steps, 0 (inclusive) to `directions` (exclusive). */
export function turnAt(polar: IrisPolar, x: number, y: number): number {
  const turns = Math.atan2(y - polar.centreY, x - polar.centreX) / (2 * Math.PI);
  const turn = (turns < 0 ? turns + 1 : turns) * directions;
  return turn >= directions ? 0 : turn;
}

export function edgeAt(edge: Float32Array, turn: number): number {
  const index = Math.floor(turn);
  return edge[index]! + (edge[index + 1]! - edge[index]!) * (turn - index);
}

/** Depth of a place whose turn is known: 0 on the pupil's edge, 1 on the limbus, negative in the pupil. */
export function depthAt(polar: IrisPolar, x: number, y: number, turn: number): number {
  const near = edgeAt(polar.inner, turn);
  const dx = x - polar.centreX;
  const dy = y - polar.centreY;
  // Asked for every pixel: several times as quick as Math.hypot.
  const distance = Math.sqrt(dx * dx + dy * dy);
  return (distance - near) / (edgeAt(polar.outer, turn) - near);
}

/** Folds any turn into the table's range. */
export function foldTurn(turn: number): number {
  const folded = turn - directions * Math.floor(turn / directions);
  return folded >= directions ? 0 : folded;
}

/** Distance from the centre in pixels of a place given by turn and depth. */
export function distanceAt(polar: IrisPolar, turn: number, depth: number): number {
  const near = edgeAt(polar.inner, turn);
  return Math.max(0, near + depth * (edgeAt(polar.outer, turn) - near));
}

const cosines = Float32Array.from({ length: directions + 1 }, (_, index) =>
  Math.cos((index / directions) * 2 * Math.PI),
);
const sines = Float32Array.from({ length: directions + 1 }, (_, index) =>
  Math.sin((index / directions) * 2 * Math.PI),
);

/** A place given by turn and depth, in frame pixels: `distanceAt`, `cosineAt` and `sineAt` in one. */
export function placeAt(polar: IrisPolar, turn: number, depth: number, into: Float64Array): void {
  const { inner, outer } = polar;
  const index = Math.floor(turn);
  const share = turn - index;
  const near = inner[index]! + (inner[index + 1]! - inner[index]!) * share;
  const far = outer[index]! + (outer[index + 1]! - outer[index]!) * share;
  const distance = Math.max(0, near + depth * (far - near));
  into[0] = polar.centreX + distance * (cosines[index]! + (cosines[index + 1]! - cosines[index]!) * share);
  into[1] = polar.centreY + distance * (sines[index]! + (sines[index + 1]! - sines[index]!) * share);
}

export function cosineAt(turn: number): number {
  return edgeAt(cosines, turn);
}

export function sineAt(turn: number): number {
  return edgeAt(sines, turn);
}
