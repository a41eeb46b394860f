import { expect, it } from 'vitest';
import { type Symmetric, solveSymmetric } from './symmetric-equations.ts';

/** Also of channels that vary alike, as on a grey iris, told apart by next to nothing. */
it.each<[string, Symmetric]>([
  ['far from singular', [2, -0.3, 0.4, 1.5, 0.2, 3]],
  ['nearly singular', [0.01 + 2e-7, 0.01, 0.01, 0.01 + 2e-7, 0.01, 0.01 + 2e-7]],
])('equations %s are solved', (_, matrix) => {
  const [a, b, c, d, e, f] = matrix;
  const wanted = [1, -2, 0.5] as const;
  const [x, y, z] = wanted;
  const solved = solveSymmetric(matrix, [
    a * x + b * y + c * z,
    b * x + d * y + e * z,
    c * x + e * y + f * z,
  ]);
  for (const place of [0, 1, 2] as const) expect(solved[place]).toBeCloseTo(wanted[place], 6);
});
