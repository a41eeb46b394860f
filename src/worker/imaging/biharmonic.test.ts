import { describe, expect, it } from 'vitest';
import { StudioFailure } from '../../contracts/failure.ts';
import { solveBiharmonic } from './biharmonic.ts';

const size = 40;

function fieldOf(value: (x: number, y: number) => number): Float32Array {
  return Float32Array.from({ length: size * size }, (_, at) => value(at % size, Math.floor(at / size)));
}

function holeOf(radius: number): Uint8Array {
  return Uint8Array.from({ length: size * size }, (_, at) =>
    Math.hypot((at % size) - 19, Math.floor(at / size) - 21) < radius ? 1 : 0,
  );
}

describe('the thin plate', () => {
  it('continues smooth fields exactly', () => {
    const cubic = (x: number, y: number) =>
      0.4 + (x - 20) * 0.01 + ((x - 20) ** 2 * (y - 20)) / 9000 - (y - 20) ** 3 / 12000;
    const truth = fieldOf(cubic);
    const hole = holeOf(9);
    const plane = truth.map((value, at) => (hole[at] === 1 ? 1 : value));
    solveBiharmonic(size, size, hole, [plane]);
    for (let at = 0; at < plane.length; at += 1) expect(plane[at]).toBeCloseTo(truth[at]!, 4);
  });

  it('solves several channels and holes at once and leaves the rest alone', () => {
    const hole = holeOf(4);
    hole[5 * size + 5] = 1;
    const planes = [fieldOf((x) => x / 40), fieldOf((_, y) => y / 40)];
    const before = planes.map((plane) => plane.slice());
    for (const plane of planes)
      for (let at = 0; at < plane.length; at += 1) if (hole[at] === 1) plane[at] = 9;
    solveBiharmonic(size, size, hole, planes);
    for (let channel = 0; channel < 2; channel += 1) {
      for (let at = 0; at < size * size; at += 1) {
        const expected = before[channel]![at]!;
        if (hole[at] === 1) expect(planes[channel]![at]).toBeCloseTo(expected, 4);
        else expect(planes[channel]![at]).toBe(expected);
      }
    }
  });

  it('refuses holes at the edge of what is known', () => {
    const hole = new Uint8Array(size * size);
    hole[size + 1] = 1;
    expect(() => solveBiharmonic(size, size, hole, [fieldOf(() => 0)])).toThrow(StudioFailure);
  });
});
