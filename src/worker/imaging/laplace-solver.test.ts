import { describe, expect, it } from 'vitest';
import { cellKind, type MembraneGrid, solveMembrane } from './laplace-solver.ts';

const size = 96;

function grid(
  field: (x: number, y: number) => number,
  kindOf: (x: number, y: number) => number,
): MembraneGrid {
  const kind = new Uint8Array(size * size);
  const plane = new Float32Array(size * size);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      kind[y * size + x] = kindOf(x, y);
      if (kind[y * size + x] === cellKind.known) plane[y * size + x] = field(x, y);
    }
  }
  return { width: size, height: size, kind, planes: [plane] };
}

const disc = (x: number, y: number, radius: number) => Math.hypot(x - 48, y - 48) < radius;
const holeIn = (radius: number) => (x: number, y: number) =>
  disc(x, y, radius) ? cellKind.unknown : cellKind.known;

function worst(result: MembraneGrid, field: (x: number, y: number) => number): number {
  let most = 0;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (result.kind[y * size + x] !== cellKind.unknown) continue;
      most = Math.max(most, Math.abs(result.planes[0]![y * size + x]! - field(x, y)));
    }
  }
  return most;
}

describe('the membrane', () => {
  it('goes through a harmonic field as if there were no hole', () => {
    const saddle = (x: number, y: number) => ((x - 40) ** 2 - (y - 40) ** 2) / 4000 + x / 200;
    const problem = grid(saddle, holeIn(34));
    solveMembrane(problem);
    expect(worst(problem, saddle)).toBeLessThan(2 / 255);
    solveMembrane(problem, { sweeps: 200 });
    expect(worst(problem, saddle)).toBeLessThan(0.1 / 255);
  });

  it('meets absent cells with a level slope', () => {
    const kind = (x: number, y: number) =>
      x === 4 ? cellKind.known : x > 4 && x < 60 && y > 10 && y < 80 ? cellKind.unknown : cellKind.absent;
    const problem = grid(() => 0.7, kind);
    solveMembrane(problem, { sweeps: 60 });
    expect(worst(problem, () => 0.7)).toBeLessThan(0.01);
  });

  it('fades to zero over its reach', () => {
    const problem = grid(() => 1, holeIn(40));
    solveMembrane(problem, { reach: 6 });
    const at = (x: number) => problem.planes[0]![48 * size + x]!;
    expect(at(9)).toBeGreaterThan(0.8);
    expect(at(8 + 6)).toBeGreaterThan(0.25);
    expect(at(8 + 6)).toBeLessThan(0.55);
    expect(Math.abs(at(48))).toBeLessThan(0.02);
  });

  it('leaves what no known cell reaches at zero', () => {
    const problem = grid(
      () => 1,
      (x, y) => (disc(x, y, 20) ? cellKind.unknown : cellKind.absent),
    );
    solveMembrane(problem);
    expect(worst(problem, () => 0)).toBe(0);
  });
});
