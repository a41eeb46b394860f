/** Three equations in three unknowns whose matrix is symmetric, as sums of products are. */

/** The upper right half of the matrix, row by row. */
export type Symmetric = readonly [number, number, number, number, number, number];

/** Nothing finite where the matrix is singular: its diagonal has to be kept off zero. */
export function solveSymmetric(
  [a, b, c, d, e, f]: Symmetric,
  [first, second, third]: readonly [number, number, number],
): [number, number, number] {
  // Cofactors, and so the inverse: it is symmetric as well.
  const aa = d * f - e * e;
  const ab = c * e - b * f;
  const ac = b * e - c * d;
  const determinant = a * aa + b * ab + c * ac;
  const bb = (a * f - c * c) / determinant;
  const bc = (b * c - a * e) / determinant;
  const cc = (a * d - b * b) / determinant;
  const [ia, ib, ic] = [aa / determinant, ab / determinant, ac / determinant];
  return [
    ia * first + ib * second + ic * third,
    ib * first + bb * second + bc * third,
    ic * first + bc * second + cc * third,
  ];
}
