import { describe, expect, it } from 'vitest';
import { cheapestRegion } from './total-variation.ts';

const side = 48;

function costs(cost: (x: number, y: number) => number): Float32Array {
  return Float32Array.from({ length: side * side }, (_, cell) => cost(cell % side, Math.floor(cell / side)));
}

function solve(cost: Float32Array, border: number, domain = new Uint8Array(side * side).fill(1)): Uint8Array {
  return cheapestRegion({ width: side, height: side, domain, cost, border }, 400);
}

const inSquare = (x: number, y: number) => x >= 12 && x < 36 && y >= 12 && y < 36;
const size = (region: Uint8Array) => region.filter((value) => value === 255).length;

describe('the cheapest region', () => {
  it('is where it pays, without what noise says', () => {
    let state = 1;
    const noise = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647 - 0.5;
    };
    const region = solve(
      costs((x, y) => (inSquare(x, y) ? -0.3 : 0.3) + 1.2 * noise()),
      0.8,
    );
    let wrong = 0;
    for (let cell = 0; cell < region.length; cell += 1) {
      const wanted = inSquare(cell % side, Math.floor(cell / side));
      if (wanted !== (region[cell] === 255)) wrong += 1;
    }
    // Corners are rounded, nothing else.
    expect(wrong).toBeLessThan(0.03 * 24 * 24);
  });

  it('is nothing where the border costs more than what is inside gains', () => {
    const cost = costs((x, y) => (inSquare(x, y) ? -0.1 : 0.5));
    // Gain 0.1 * 24²; border 4 * 24 times its price.
    expect(size(solve(cost, 1))).toBe(0);
    expect(size(solve(cost, 0.3))).toBeGreaterThan(0.9 * 24 * 24);
  });

  it('stays in its domain, whose own edge costs nothing', () => {
    const domain = new Uint8Array(side * side);
    for (let cell = 0; cell < domain.length; cell += 1) domain[cell] = cell % side < 20 ? 1 : 0;
    // Too little to pay for any border, enough where there is none to pay.
    const region = solve(
      costs(() => -0.01),
      5,
      domain,
    );
    for (let cell = 0; cell < region.length; cell += 1)
      expect(region[cell]).toBe(domain[cell] === 1 ? 255 : 0);
  });
});
