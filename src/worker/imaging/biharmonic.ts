/**
 * The thin plate: the field through a hole that meets its edge in value and slope (biharmonic equation, as in
 * S. Damelin and N. Hoang, "On Surface Completion and Image Inpainting by Biharmonic Functions", 2018). Right for
 * holes no wider than the texture's grain; wider ones come out as smooth blobs. Solved exactly by a banded
 * Cholesky factorisation shared by all channels, so the cost grows with area times width squared.
 */
import { StudioFailure } from '../../contracts/failure.ts';

/** Distance in pixels that a hole must keep from the edge of the planes it is given in. */
export const biharmonicMargin = 2;

/** The 13-point stencil of the squared Laplacian. */
const stencil: readonly (readonly [number, number, number])[] = [
  [0, 0, 20],
  [1, 0, -8],
  [-1, 0, -8],
  [0, 1, -8],
  [0, -1, -8],
  [1, 1, 2],
  [1, -1, 2],
  [-1, 1, 2],
  [-1, -1, 2],
  [2, 0, 1],
  [-2, 0, 1],
  [0, 2, 1],
  [0, -2, 1],
];

/**
 * Fills the cells of `hole` (non-zero) in every plane in place; everything else is taken as known.
 * @throws StudioFailure unexpected when the hole comes nearer to the edge than `biharmonicMargin`.
 */
export function solveBiharmonic(
  width: number,
  height: number,
  hole: Uint8Array,
  planes: readonly Float32Array[],
): void {
  const order = new Int32Array(width * height).fill(-1);
  const cells: number[] = [];
  for (let cell = 0; cell < hole.length; cell += 1) {
    if (hole[cell] === 0) continue;
    const y = Math.floor(cell / width);
    const x = cell - y * width;
    const margin = Math.min(x, y, width - 1 - x, height - 1 - y);
    if (margin < biharmonicMargin) throw new StudioFailure('unexpected', { stage: 'biharmonic', x, y });
    order[cell] = cells.length;
    cells.push(cell);
  }
  const count = cells.length;
  if (count === 0) return;
  let band = 0;
  for (let row = 0; row < count; row += 1) {
    for (const [dx, dy] of stencil) {
      const other = order[cells[row]! + dy * width + dx]!;
      if (other >= 0 && row - other > band) band = row - other;
    }
  }
  // Lower triangle by rows: entry (row, column) lies at row * stride + column - row + band.
  const stride = band + 1;
  const matrix = new Float64Array(count * stride);
  const sides = planes.map(() => new Float64Array(count));
  for (let row = 0; row < count; row += 1) {
    for (const [dx, dy, weight] of stencil) {
      const cell = cells[row]! + dy * width + dx;
      const column = order[cell]!;
      if (column < 0) {
        for (let channel = 0; channel < planes.length; channel += 1) {
          sides[channel]![row]! -= weight * planes[channel]![cell]!;
        }
      } else if (column <= row) matrix[row * stride + column - row + band] = weight;
    }
  }
  factorise(matrix, count, band);
  for (let channel = 0; channel < planes.length; channel += 1) {
    const solution = substitute(matrix, count, band, sides[channel]!);
    for (let row = 0; row < count; row += 1) planes[channel]![cells[row]!] = solution[row]!;
  }
}

function factorise(matrix: Float64Array, count: number, band: number): void {
  const stride = band + 1;
  for (let row = 0; row < count; row += 1) {
    const first = Math.max(0, row - band);
    const rowStart = row * stride - row + band;
    for (let column = first; column <= row; column += 1) {
      const columnStart = column * stride - column + band;
      let sum = matrix[rowStart + column]!;
      for (let k = Math.max(first, column - band); k < column; k += 1) {
        sum -= matrix[rowStart + k]! * matrix[columnStart + k]!;
      }
      matrix[rowStart + column] =
        column === row ? Math.sqrt(Math.max(sum, 1e-12)) : sum / matrix[columnStart + column]!;
    }
  }
}

function substitute(matrix: Float64Array, count: number, band: number, side: Float64Array): Float64Array {
  const stride = band + 1;
  for (let row = 0; row < count; row += 1) {
    const start = row * stride - row + band;
    let sum = side[row]!;
    for (let k = Math.max(0, row - band); k < row; k += 1) sum -= matrix[start + k]! * side[k]!;
    side[row] = sum / matrix[start + row]!;
  }
  for (let row = count - 1; row >= 0; row -= 1) {
    const start = row * stride - row + band;
    const value = side[row]! / matrix[start + row]!;
    side[row] = value;
    for (let k = Math.max(0, row - band); k < row; k += 1) side[k]! -= matrix[start + k]! * value;
  }
  return side;
}
