/**
 * The region that pays best: each cell has a cost of lying inside (negative: a gain), and each cell's width of border
 * costs the same everywhere. The relaxed problem is convex, so its answer does not depend on where one starts
 * (T. Chan, S. Esedoglu and M. Nikolova, 2006); solved by A. Chambolle's and T. Pock's first-order method (2011).
 */

export interface RegionProblem {
  readonly width: number;
  readonly height: number;
  /** 1 where a cell may lie inside; borders along what is outside of this cost nothing. */
  readonly domain: Uint8Array;
  /** What it costs that a cell lies inside. */
  readonly cost: Float32Array;
  /** What one cell's width of border costs. */
  readonly border: number;
}

/** Step sizes of the two halves of an iteration; their product may be up to an eighth. */
const step = 0.35;

/** @returns 255 inside, 0 outside */
export function cheapestRegion(problem: RegionProblem, iterations: number): Uint8Array {
  const { width, domain, cost, border } = problem;
  const cells = cellsOf(domain);
  const inside = Float32Array.from(cost, (value, cell) => (domain[cell] === 1 && value < 0 ? 1 : 0));
  const ahead = inside.slice();
  const across = new Float32Array(inside.length);
  const down = new Float32Array(inside.length);
  const { right, below } = neighboursWithin(problem);
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    for (const cell of cells) {
      const x = across[cell]! + (right[cell] === 1 ? step * (ahead[cell + 1]! - ahead[cell]!) : 0);
      const y = down[cell]! + (below[cell] === 1 ? step * (ahead[cell + width]! - ahead[cell]!) : 0);
      const held = Math.max(1, Math.sqrt(x * x + y * y) / border);
      across[cell] = x / held;
      down[cell] = y / held;
    }
    for (const cell of cells) {
      const fromLeft = cell > 0 && right[cell - 1] === 1 ? across[cell - 1]! : 0;
      const fromAbove = cell >= width && below[cell - width] === 1 ? down[cell - width]! : 0;
      const flow = across[cell]! - fromLeft + down[cell]! - fromAbove;
      const before = inside[cell]!;
      const now = Math.min(1, Math.max(0, before + step * (flow - cost[cell]!)));
      inside[cell] = now;
      ahead[cell] = 2 * now - before;
    }
  }
  return Uint8Array.from(inside, (value) => (value > 0.5 ? 255 : 0));
}

function cellsOf(domain: Uint8Array): Int32Array {
  const cells: number[] = [];
  for (let cell = 0; cell < domain.length; cell += 1) if (domain[cell] === 1) cells.push(cell);
  return Int32Array.from(cells);
}

/** 1 where the cell to the right, or below, belongs to the domain as well. */
function neighboursWithin({ width, height, domain }: RegionProblem): {
  right: Uint8Array;
  below: Uint8Array;
} {
  const right = new Uint8Array(domain.length);
  const below = new Uint8Array(domain.length);
  for (let cell = 0; cell < domain.length; cell += 1) {
    if (domain[cell] === 0) continue;
    if ((cell + 1) % width !== 0 && domain[cell + 1] === 1) right[cell] = 1;
    if (cell + width < width * height && domain[cell + width] === 1) below[cell] = 1;
  }
  return { right, below };
}
