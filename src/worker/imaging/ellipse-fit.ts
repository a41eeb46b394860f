/**
 * Robust geometric ellipse fit. The five unknowns are centre, log radius and the two components of a symmetric
 * stretch, so that a circle is an ordinary point and not a singular one, and "as round as the evidence allows" is
 * a plain quadratic penalty. Levenberg-Marquardt on distances to first order, reweighted by Huber's function
 * (P. J. Huber, 1964) with the scale taken from the residuals themselves.
 */
import type { Ellipse } from '../../contracts/geometry.ts';
import { normaliseEllipse } from './ellipse-geometry.ts';

export interface WeightedPoint {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

export interface FitOptions {
  /** Where the search begins; a good guess matters when less than half the outline is known. */
  readonly start: Ellipse;
  /** The shape (axis ratio and angle) to prefer; a circle when left out. */
  readonly shape?: Ellipse;
  /** How strongly: 0 not at all, 0.5 halves the stretch of a fully known outline. */
  readonly shapePenalty?: number;
  /** Residuals beyond this many robust standard deviations weigh less. */
  readonly huber?: number;
  /** Lower bound of the robust standard deviation, in pixels. */
  readonly noise?: number;
}

export interface EllipseFit {
  readonly ellipse: Ellipse;
  /** Robust standard deviation of the distances, in pixels. */
  readonly residual: number;
  /** Share of the weight that lies within three robust standard deviations. */
  readonly support: number;
}

type Parameters = [cx: number, cy: number, logRadius: number, stretch: number, slant: number];

/** @returns null when fewer than six points carry weight or the fit runs away */
export function fitEllipse(points: readonly WeightedPoint[], options: FitOptions): EllipseFit | null {
  const used = points.filter((point) => point.weight > 0);
  if (used.length < 6) return null;
  const { shapePenalty = 0.02, huber = 1.5, noise = 0.05 } = options;
  const [, , , preferredStretch, preferredSlant] = options.shape
    ? toParameters(options.shape)
    : [0, 0, 0, 0, 0];
  const totalWeight = used.reduce((sum, point) => sum + point.weight, 0);
  let parameters = toParameters(options.start);
  let damping = 1e-3;
  let distances = distancesTo(parameters, used);
  for (let iteration = 0; iteration < 40; iteration += 1) {
    const scale = Math.max(noise, robustDeviation(distances, used));
    const weights = used.map((point, index) => {
      const size = Math.abs(distances[index]!) / (huber * scale);
      return size <= 1 ? point.weight : point.weight / size;
    });
    // The penalty is in pixels like the distances: it acts on the stretch times the radius.
    const pull = Math.sqrt(shapePenalty * totalWeight) * Math.exp(parameters[2]);
    const cost = (candidate: Parameters, candidateDistances: Float64Array) =>
      candidateDistances.reduce((sum, distance, index) => sum + weights[index]! * distance * distance, 0) +
      pull * pull * ((candidate[3] - preferredStretch) ** 2 + (candidate[4] - preferredSlant) ** 2);
    const system = normalEquations(parameters, used, distances, weights);
    for (const [index, preferred] of [
      [3, preferredStretch],
      [4, preferredSlant],
    ] as const) {
      system.matrix[index * 5 + index]! += pull * pull;
      system.right[index]! -= pull * pull * (parameters[index] - preferred);
    }
    const before = cost(parameters, distances);
    let moved = 0;
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const step = solveDamped(system.matrix, system.right, damping);
      const candidate = parameters.map((value, index) => value + step[index]!) as Parameters;
      const candidateDistances = distancesTo(candidate, used);
      if (cost(candidate, candidateDistances) <= before) {
        const radius = Math.exp(candidate[2]);
        moved = Math.hypot(step[0]!, step[1]!, radius * step[2]!, radius * step[3]!, radius * step[4]!);
        parameters = candidate;
        distances = candidateDistances;
        damping = Math.max(1e-9, damping / 8);
        break;
      }
      damping *= 6;
    }
    if (moved < 1e-4) break;
  }
  if (!parameters.every(Number.isFinite) || Math.hypot(parameters[3], parameters[4]) > 1) return null;
  const residual = robustDeviation(distances, used);
  const limit = 3 * Math.max(noise, residual);
  const supported = used.reduce(
    (sum, point, index) => sum + (Math.abs(distances[index]!) <= limit ? point.weight : 0),
    0,
  );
  return { ellipse: toEllipse(parameters), residual, support: supported / totalWeight };
}

function toParameters(ellipse: Ellipse): Parameters {
  const stretch = Math.log(ellipse.a / ellipse.b) / 2;
  const doubled = (ellipse.angle * Math.PI) / 90;
  return [
    ellipse.cx,
    ellipse.cy,
    Math.log(ellipse.a * ellipse.b) / 2,
    stretch * Math.cos(doubled),
    stretch * Math.sin(doubled),
  ];
}

function toEllipse([cx, cy, logRadius, stretch, slant]: Parameters): Ellipse {
  const amount = Math.hypot(stretch, slant);
  const angle = (Math.atan2(slant, stretch) * 90) / Math.PI;
  return normaliseEllipse(cx, cy, Math.exp(logRadius + amount), Math.exp(logRadius - amount), angle);
}

/** Distances to first order: exact on the edge, right in sign everywhere. */
function distancesTo(parameters: Parameters, points: readonly WeightedPoint[]): Float64Array {
  const { cx, cy, a, b, angle } = toEllipse(parameters);
  const cosine = Math.cos((angle * Math.PI) / 180);
  const sine = Math.sin((angle * Math.PI) / 180);
  const distances = new Float64Array(points.length);
  for (let index = 0; index < points.length; index += 1) {
    const dx = points[index]!.x - cx;
    const dy = points[index]!.y - cy;
    const along = (dx * cosine + dy * sine) / a;
    const across = (dy * cosine - dx * sine) / b;
    const level = Math.sqrt(along * along + across * across);
    const slope = Math.sqrt((along / a) ** 2 + (across / b) ** 2);
    distances[index] = level < 1e-9 ? -b : ((level - 1) * level) / slope;
  }
  return distances;
}

function normalEquations(
  parameters: Parameters,
  points: readonly WeightedPoint[],
  distances: Float64Array,
  weights: readonly number[],
): { matrix: Float64Array; right: Float64Array } {
  const radius = Math.exp(parameters[2]);
  const nudges = [1e-4 * radius, 1e-4 * radius, 1e-4, 1e-4, 1e-4];
  const slopes = nudges.map((nudge, index) => {
    const moved = [...parameters] as Parameters;
    moved[index]! += nudge;
    const changes = distancesTo(moved, points);
    for (let point = 0; point < points.length; point += 1) {
      changes[point] = (changes[point]! - distances[point]!) / nudge;
    }
    return changes;
  });
  const matrix = new Float64Array(25);
  const right = new Float64Array(5);
  for (let row = 0; row < 5; row += 1) {
    for (let point = 0; point < points.length; point += 1) {
      const weighted = weights[point]! * slopes[row]![point]!;
      right[row]! -= weighted * distances[point]!;
      for (let column = row; column < 5; column += 1) {
        matrix[row * 5 + column]! += weighted * slopes[column]![point]!;
      }
    }
    for (let column = 0; column < row; column += 1) matrix[row * 5 + column] = matrix[column * 5 + row]!;
  }
  return { matrix, right };
}

/** Gaussian elimination with pivoting on (matrix + damping * diagonal). */
function solveDamped(matrix: Float64Array, right: Float64Array, damping: number): number[] {
  const rows = Array.from({ length: 5 }, (_, row) => [...matrix.subarray(row * 5, row * 5 + 5), right[row]!]);
  for (let index = 0; index < 5; index += 1) rows[index]![index]! += damping * rows[index]![index]! + 1e-12;
  for (let pivot = 0; pivot < 5; pivot += 1) {
    let best = pivot;
    for (let row = pivot + 1; row < 5; row += 1) {
      if (Math.abs(rows[row]![pivot]!) > Math.abs(rows[best]![pivot]!)) best = row;
    }
    [rows[pivot], rows[best]] = [rows[best]!, rows[pivot]!];
    for (let row = pivot + 1; row < 5; row += 1) {
      const factor = rows[row]![pivot]! / rows[pivot]![pivot]!;
      for (let column = pivot; column < 6; column += 1) rows[row]![column]! -= factor * rows[pivot]![column]!;
    }
  }
  const solution = [0, 0, 0, 0, 0];
  for (let row = 4; row >= 0; row -= 1) {
    let rest = rows[row]![5]!;
    for (let column = row + 1; column < 5; column += 1) rest -= rows[row]![column]! * solution[column]!;
    solution[row] = rest / rows[row]![row]!;
  }
  return solution;
}

/** Weighted median of the absolute distances, scaled to a Gaussian's standard deviation. */
function robustDeviation(distances: Float64Array, points: readonly WeightedPoint[]): number {
  const order = [...distances.keys()].sort(
    (one, two) => Math.abs(distances[one]!) - Math.abs(distances[two]!),
  );
  const half = points.reduce((sum, point) => sum + point.weight, 0) / 2;
  let sum = 0;
  for (const index of order) {
    sum += points[index]!.weight;
    if (sum >= half) return 1.4826 * Math.abs(distances[index]!);
  }
  return 0;
}
