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
  const { width, domain, cost } = problem;
  const inside = Float32Array.from(cost, (value, cell) => (domain[cell] === 1 && value < 0 ? 1 : 0));
  const state: Iterate = {
    inside,
    ahead: inside.slice(),
    across: new Float32Array(inside.length),
    // One row more above the first.
    down: new Float32Array(inside.length + width),
  };
  const cells = cellsOf(problem);
  for (let iteration = 0; iteration < iterations; iteration += 1) iterate(state, cells, problem);
  return Uint8Array.from(inside, (value) => (value > 0.5 ? 255 : 0));
}

interface Iterate {
  /** 0 outside, 1 inside, in between undecided. */
  readonly inside: Float32Array;
  /** `inside`, one step farther the way it went last. */
  readonly ahead: Float32Array;
  /** How hard the border between a cell and the one to its right, or the one below, is pulled: no more than its cost. */
  readonly across: Float32Array;
  /** One row later than the others. */
  readonly down: Float32Array;
}

/**
 * Both halves in one pass: a border's pull asks for the cells to the right and below, which have not moved yet, and a
 * cell for the borders to the left and above, which have. Borders of the domain are never pulled and stay 0.
 */
function iterate(
  { inside, ahead, across, down }: Iterate,
  { places, rightOf, belowOf }: DomainCells,
  { width, cost, border }: RegionProblem,
): void {
  // Well within, so that rounding cannot matter: up to here a pull certainly costs less than its border.
  const untilHeld = border * border * (1 - 1e-9);
  for (let index = 0; index < places.length; index += 1) {
    const cell = places[index]!;
    const here = ahead[cell]!;
    let x = across[cell]! + step * (ahead[rightOf[index]!]! - here);
    let y = down[cell + width]! + step * (ahead[belowOf[index]!]! - here);
    const squared = x * x + y * y;
    if (squared > untilHeld) {
      const held = Math.max(1, Math.sqrt(squared) / border);
      x /= held;
      y /= held;
    }
    across[cell] = x;
    down[cell + width] = y;
    const fromLeft = cell > 0 ? across[cell - 1]! : 0;
    const flow = across[cell]! - fromLeft + down[cell + width]! - down[cell]!;
    const before = inside[cell]!;
    const now = Math.min(1, Math.max(0, before + step * (flow - cost[cell]!)));
    inside[cell] = now;
    ahead[cell] = 2 * now - before;
  }
}

interface DomainCells {
  /** In reading order. */
  readonly places: Int32Array;
  /** The cell to the right of each, and the one below; the cell itself where that is outside of the domain. */
  readonly rightOf: Int32Array;
  readonly belowOf: Int32Array;
}

function cellsOf({ width, domain }: RegionProblem): DomainCells {
  const cells: number[] = [];
  for (let cell = 0; cell < domain.length; cell += 1) if (domain[cell] === 1) cells.push(cell);
  const places = Int32Array.from(cells);
  return {
    places,
    rightOf: places.map((cell) => ((cell + 1) % width !== 0 && domain[cell + 1] === 1 ? cell + 1 : cell)),
    belowOf: places.map((cell) => (domain[cell + width] === 1 ? cell + width : cell)),
  };
}
