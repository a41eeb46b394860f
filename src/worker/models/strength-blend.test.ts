import { expect, test } from 'vitest';
import { enlargeBicubic, withStrength } from './strength-blend.ts';

const ramp = (size: number) =>
  Float32Array.from(
    { length: 3 * size * size },
    (_, index) => (index % size) / size + Math.floor(index / size ** 2),
  );

test('bicubic enlargement keeps flat pictures flat and straight ramps straight', () => {
  const flat = enlargeBicubic(new Float32Array(3 * 25).fill(0.3), 5, 4);
  expect(Math.max(...flat.map((value) => Math.abs(value - 0.3)))).toBeLessThan(1e-6);
  for (const scale of [2, 4]) {
    const size = 9;
    const enlarged = enlargeBicubic(ramp(size), size, scale);
    expect(enlarged).toHaveLength(3 * (size * scale) ** 2);
    // Away from the edges, which are repeated, output pixel x lies at (x + 0.5) / scale - 0.5.
    const row = 2 * (size * scale) ** 2 + 4 * scale * size * scale;
    for (let x = 2 * scale; x < 7 * scale; x++)
      expect(enlarged[row + x]).toBeCloseTo(((x + 0.5) / scale - 0.5) / size + 2, 5);
  }
});

test('strength goes straight from bicubic to what the network gives', async () => {
  let runs = 0;
  const enhance = withStrength(2, async (_image, size) => {
    runs++;
    return new Float32Array(3 * 4 * size * size).fill(1);
  });
  const image = new Float32Array(3 * 64).fill(0.2);
  const at = async (strength: number) => (await enhance(image, 8, strength))[100];
  expect(await at(0)).toBeCloseTo(0.2, 6);
  expect(runs).toBe(0);
  expect(await at(0.25)).toBeCloseTo(0.4, 6);
  expect(await at(1)).toBe(1);
});
