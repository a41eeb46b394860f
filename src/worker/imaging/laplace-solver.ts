/**
 * The membrane: the smoothest field that meets given values at a hole's edge (Laplace's equation with Dirichlet
 * values, as in P. Pérez et al., "Poisson Image Editing", 2003; where a source is copied, the membrane of the
 * differences at the edge is what makes the seam vanish). Solved from coarse to fine (cascadic multigrid): every
 * level starts from the one below, so a few sweeps suffice at any hole size.
 */

/** What a cell is to the solver. Nothing flows into absent cells: the field meets them with a level slope. */
export const cellKind = { absent: 0, unknown: 1, known: 2 } as const;

export interface MembraneGrid {
  readonly width: number;
  readonly height: number;
  /** `cellKind` per cell. */
  readonly kind: Uint8Array;
  /** One plane per channel; known cells are read, unknown ones written, absent ones left alone. */
  readonly planes: readonly Float32Array[];
}

export interface MembraneOptions {
  /**
   * Distance in cells over which the edge's values fade to zero; without it they reach across the whole hole.
   * (Screened: u'' = u / reach².)
   */
  readonly reach?: number;
  /** Sweeps per level; more for exact harmonic fields, the default is enough for 8-bit pictures. */
  readonly sweeps?: number;
}

const defaultSweeps = 14;
/** The finest level is the dearest and, started from the one below, the nearest to done. */
const finestSweeps = 6;
/**
 * Cells from the hole's rim over which the two finest levels are relaxed: farther in, the field is so smooth that
 * what was interpolated from the level below is right already.
 */
const rimBand = 6;
const bandedLevels = 2;
/** Below this, relaxing everything costs nothing. */
const fewCells = 4000;
const coarsestCells = 8;
const coarsestSweeps = 120;

/** Fills the unknown cells of every plane in place. Unknown cells that no known cell reaches become 0. */
export function solveMembrane(grid: MembraneGrid, options: MembraneOptions = {}): void {
  const screening = options.reach === undefined ? 0 : 1 / (options.reach * options.reach);
  const sweeps = { below: options.sweeps ?? defaultSweeps, here: options.sweeps ?? finestSweeps };
  solveLevel(grid, screening, sweeps, options.sweeps === undefined ? bandedLevels : 0);
}

function solveLevel(
  grid: MembraneGrid,
  screening: number,
  sweeps: { readonly below: number; readonly here: number },
  banded: number,
): void {
  const { width, height, kind, planes } = grid;
  const unknown = cellsOf(kind, cellKind.unknown);
  if (unknown.length === 0) return;
  if (Math.max(width, height) > coarsestCells) {
    const coarse = coarsen(grid);
    solveLevel(coarse, screening * 4, { below: sweeps.below, here: sweeps.below }, banded - 1);
    prolong(coarse, grid, unknown);
    const near = banded > 0 && unknown.length > fewCells ? besideKnown(grid, unknown) : unknown;
    relax(grid, near, screening, sweeps.here);
  } else {
    for (const plane of planes) for (const cell of unknown) plane[cell] = 0;
    relax(grid, unknown, screening, Math.max(sweeps.here, coarsestSweeps));
  }
}

function cellsOf(kind: Uint8Array, wanted: number): Int32Array {
  let count = 0;
  for (let cell = 0; cell < kind.length; cell += 1) if (kind[cell] === wanted) count += 1;
  const cells = new Int32Array(count);
  let filled = 0;
  for (let cell = 0; cell < kind.length; cell += 1) {
    if (kind[cell] === wanted) {
      cells[filled] = cell;
      filled += 1;
    }
  }
  return cells;
}

/** The unknown cells within `rimBand` steps of a known one. */
function besideKnown({ width, height, kind }: MembraneGrid, unknown: Int32Array): Int32Array {
  const steps = new Uint8Array(kind.length);
  const found = new Int32Array(unknown.length);
  let count = 0;
  const visit = (cell: number, step: number) => {
    if (kind[cell] !== cellKind.unknown || steps[cell] !== 0) return;
    steps[cell] = step;
    found[count] = cell;
    count += 1;
  };
  const visitAround = (cell: number, step: number) => {
    const x = cell % width;
    if (x > 0) visit(cell - 1, step);
    if (x + 1 < width) visit(cell + 1, step);
    if (cell >= width) visit(cell - width, step);
    if (cell + width < width * height) visit(cell + width, step);
  };
  for (let cell = 0; cell < kind.length; cell += 1) if (kind[cell] === cellKind.known) visitAround(cell, 1);
  for (let next = 0; next < count; next += 1) {
    const cell = found[next]!;
    if (steps[cell]! < rimBand) visitAround(cell, steps[cell]! + 1);
  }
  // In reading order, as relaxing wants them.
  return found.subarray(0, count).sort();
}

/** Half the size: a cell is known by the mean of its known children, else unknown if any child is. */
function coarsen(grid: MembraneGrid): MembraneGrid {
  const width = (grid.width + 1) >> 1;
  const height = (grid.height + 1) >> 1;
  const kind = new Uint8Array(width * height);
  const planes = grid.planes.map(() => new Float32Array(width * height));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const cell = y * width + x;
      let known = 0;
      let open = false;
      for (let part = 0; part < 4; part += 1) {
        const cx = 2 * x + (part & 1);
        const cy = 2 * y + (part >> 1);
        if (cx >= grid.width || cy >= grid.height) continue;
        const child = cy * grid.width + cx;
        if (grid.kind[child] === cellKind.unknown) open = true;
        if (grid.kind[child] !== cellKind.known) continue;
        known += 1;
        for (let channel = 0; channel < planes.length; channel += 1) {
          planes[channel]![cell]! += grid.planes[channel]![child]!;
        }
      }
      if (known > 0) {
        kind[cell] = cellKind.known;
        for (const plane of planes) plane[cell]! /= known;
      } else if (open) kind[cell] = cellKind.unknown;
    }
  }
  return { width, height, kind, planes };
}

/** Bilinear, over the coarse cells that are there. */
function prolong(coarse: MembraneGrid, fine: MembraneGrid, unknown: Int32Array): void {
  const channels = fine.planes.length;
  const places = new Int32Array(4);
  const shares = new Float64Array(4);
  for (let place = 0; place < unknown.length; place += 1) {
    const cell = unknown[place]!;
    const y = Math.floor(cell / fine.width);
    const x = cell - y * fine.width;
    const nearX = x >> 1;
    const nearY = y >> 1;
    const sideX = Math.min(coarse.width - 1, Math.max(0, nearX + ((x & 1) === 1 ? 1 : -1)));
    const sideY = Math.min(coarse.height - 1, Math.max(0, nearY + ((y & 1) === 1 ? 1 : -1)));
    let weights = 0;
    for (let part = 0; part < 4; part += 1) {
      const at = ((part & 2) === 0 ? nearY : sideY) * coarse.width + ((part & 1) === 0 ? nearX : sideX);
      const weight =
        coarse.kind[at] === cellKind.absent ? 0 : ((part & 1) === 0 ? 3 : 1) * ((part & 2) === 0 ? 3 : 1);
      places[part] = at;
      shares[part] = weight;
      weights += weight;
    }
    for (let channel = 0; channel < channels; channel += 1) {
      const from = coarse.planes[channel]!;
      let sum = 0;
      for (let part = 0; part < 4; part += 1) {
        // What is absent may hold anything.
        if (shares[part] !== 0) sum += shares[part]! * from[places[part]!]!;
      }
      fine.planes[channel]![cell] = weights > 0 ? sum / weights : 0;
    }
  }
}

/** Successive over-relaxation, forwards and backwards in turn. */
function relax(grid: MembraneGrid, unknown: Int32Array, screening: number, sweeps: number): void {
  const { width, height, kind, planes } = grid;
  const omega = 1.5;
  // Up to four present neighbours per cell; missing ones point at the cell itself and weigh nothing.
  const neighbours = new Int32Array(unknown.length * 4);
  const divisor = new Float32Array(unknown.length);
  const missing = new Uint8Array(unknown.length);
  for (let place = 0; place < unknown.length; place += 1) {
    const cell = unknown[place]!;
    const y = Math.floor(cell / width);
    const x = cell - y * width;
    let present = 0;
    for (let side = 0; side < 4; side += 1) {
      const other = neighbourOf(cell, x, y, side, width, height);
      const there = other >= 0 && kind[other] !== cellKind.absent;
      neighbours[place * 4 + side] = there ? other : cell;
      if (there) present += 1;
    }
    missing[place] = 4 - present;
    divisor[place] = present + screening > 0 ? 1 / (present + screening) : 0;
  }
  for (const plane of planes) {
    for (let sweep = 0; sweep < sweeps; sweep += 1) {
      const backwards = (sweep & 1) === 1;
      for (let step = 0; step < unknown.length; step += 1) {
        const place = backwards ? unknown.length - 1 - step : step;
        const cell = unknown[place]!;
        const old = plane[cell]!;
        const at = place * 4;
        const sum =
          plane[neighbours[at]!]! +
          plane[neighbours[at + 1]!]! +
          plane[neighbours[at + 2]!]! +
          plane[neighbours[at + 3]!]! -
          missing[place]! * old;
        plane[cell] = old + omega * (sum * divisor[place]! - old);
      }
    }
  }
}

/** The neighbour on one side (left, right, above, below); -1 beyond the grid. */
function neighbourOf(
  cell: number,
  x: number,
  y: number,
  side: number,
  width: number,
  height: number,
): number {
  if (side === 0) return x > 0 ? cell - 1 : -1;
  if (side === 1) return x + 1 < width ? cell + 1 : -1;
  if (side === 2) return y > 0 ? cell - width : -1;
  return y + 1 < height ? cell + width : -1;
}
