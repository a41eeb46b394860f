import { describe, expect, it } from 'vitest';
import { connectedComponents } from '../../imaging/morphology.ts';
import { maskWhere, polar, radialFibres } from './fixtures.ts';
import { boxOf } from './hole-box.ts';
import { addFromRays, createHoleRays, type HoleRays, rayState } from './hole-rays.ts';
import { directions } from './iris-polar.ts';

const image = radialFibres();

function raysOf(inside: (distance: number, angle: number) => boolean, hasPupil = true) {
  const hole = maskWhere(inside);
  const box = boxOf({ image, polar, blocked: hole }, connectedComponents(hole)[0]!);
  return { box, rays: createHoleRays(polar, box, hasPupil) };
}

/** Where a cell lies: its distance from the centre in pixels and its angle in radians, -pi to pi. */
function placeOf({ firstRadius, firstTurn, turnStep, step, rings }: HoleRays, cell: number) {
  const bin = Math.floor(cell / rings);
  const turn = firstTurn + (bin + 0.5) * turnStep;
  const angle = (turn / directions) * 2 * Math.PI;
  return {
    distance: firstRadius + (cell - bin * rings + 0.5) * step,
    angle: Math.atan2(Math.sin(angle), Math.cos(angle)),
  };
}

describe('a hole’s rays', () => {
  // Across the x axis, where turns begin anew.
  const inArc = (distance: number, angle: number) => distance > 60 && distance < 72 && Math.abs(angle) < 0.6;

  it('say of each place whether it lies in the hole or beside it', () => {
    const { box, rays } = raysOf(inArc);
    expect(rays).not.toBeNull();
    const counts = { none: 0, rim: 0, hole: 0 };
    for (let cell = 0; cell < rays!.state.length; cell += 1) {
      const { distance, angle } = placeOf(rays!, cell);
      const state = rays!.state[cell]!;
      const deep = distance > 61 && distance < 71 && Math.abs(angle) < 0.58;
      const beside = distance < 59 || distance > 73 || Math.abs(angle) > 0.62;
      if (deep) expect(state).toBe(rayState.hole);
      if (beside) expect(state).not.toBe(rayState.hole);
      counts[state === rayState.hole ? 'hole' : state === rayState.rim ? 'rim' : 'none'] += 1;
      if (state === rayState.none) continue;
      const pixel = rays!.pixel[cell]!;
      const x = box.left + (pixel % box.width) + 0.5 - polar.centreX;
      const y = box.top + Math.floor(pixel / box.width) + 0.5 - polar.centreY;
      expect(Math.hypot(x, y)).toBeCloseTo(distance, -0.4);
      expect(Math.abs(Math.atan2(y, x) - angle) * distance).toBeLessThan(1);
      expect(box.hole[pixel]).toBe(state === rayState.hole ? 1 : 0);
    }
    expect(counts.hole).toBeGreaterThan(500);
    expect(counts.rim).toBeGreaterThan(200);
  });

  it('are as many as the hole is wide, also where turns begin anew', () => {
    const { rays } = raysOf(inArc);
    const { bins, rings, step } = rays!;
    const width = 1.2 * 66;
    expect(bins * step).toBeGreaterThan(width);
    expect(bins * step).toBeLessThan(width + 16);
    expect(rings * step).toBeGreaterThan(12 + 4);
    expect(rings * step).toBeLessThan(12 + 12);
    const turned = raysOf((d, a) => inArc(d, a - 1.5)).rays!;
    expect(Math.abs(turned.bins - bins)).toBeLessThan(5);
  });

  it('go all the way round with a ring of light', () => {
    const { rays } = raysOf((distance) => distance > 60 && distance < 66);
    const seen = new Set<number>();
    for (let cell = 0; cell < rays!.state.length; cell += 1) {
      if (rays!.state[cell] !== rayState.hole) continue;
      seen.add(Math.floor((placeOf(rays!, cell).angle / (2 * Math.PI) + 1) * 60) % 60);
    }
    expect(seen.size).toBe(60);
  });

  it('leave the pupil out where there is one', () => {
    const inPupil = (distance: number) => distance < 20;
    expect(raysOf(inPupil).rays).toBeNull();
    expect(raysOf(inPupil, false).rays).not.toBeNull();
    const { rays, box } = raysOf(
      (distance, angle) => distance > 20 && distance < 60 && Math.abs(angle) < 0.4,
    );
    for (let cell = 0; cell < rays!.state.length; cell += 1) {
      if (rays!.state[cell] === rayState.none) continue;
      expect(placeOf(rays!, cell).distance).toBeGreaterThan(35);
      expect(box.depth[rays!.pixel[cell]!]).toBeGreaterThan(0.03);
    }
  });

  it('bring what is kept on them back to where it belongs', () => {
    const { rays, box } = raysOf(inArc);
    const kept = new Float32Array(rays!.state.length * 4);
    for (let cell = 0; cell < rays!.state.length; cell += 1) {
      const { distance, angle } = placeOf(rays!, cell);
      kept.set([distance / 100, angle, 0.25, 1], cell * 4);
    }
    const planes = [0, 1, 2].map(() => new Float32Array(box.hole.length).fill(2));
    addFromRays(rays!, kept, box, planes);
    for (let at = 0; at < box.hole.length; at += 1) {
      if (box.hole[at] === 0) {
        if (box.near[at] === 0) expect(planes[0]![at]).toBe(2);
        continue;
      }
      const x = box.left + (at % box.width) + 0.5 - polar.centreX;
      const y = box.top + Math.floor(at / box.width) + 0.5 - polar.centreY;
      expect(planes[0]![at]! - 2).toBeCloseTo(Math.hypot(x, y) / 100, 4);
      expect(planes[1]![at]! - 2).toBeCloseTo(Math.atan2(y, x), 4);
      expect(planes[2]![at]! - 2).toBeCloseTo(0.25, 6);
    }
  });

  it('bring back nothing from cells that have nothing, and all from those that have', () => {
    const { rays, box } = raysOf(inArc);
    const kept = new Float32Array(rays!.state.length * 4);
    for (let cell = 0; cell < rays!.state.length; cell += 1)
      if (placeOf(rays!, cell).angle > 0) kept.set([0.5, 0.5, 0.5, 1], cell * 4);
    const plane = new Float32Array(box.hole.length);
    addFromRays(rays!, kept, box, [plane, plane.slice(), plane.slice()]);
    for (let at = 0; at < box.hole.length; at += 1) {
      if (box.hole[at] === 0) continue;
      const y = box.top + Math.floor(at / box.width) + 0.5 - polar.centreY;
      if (y > 2) expect(plane[at]).toBeCloseTo(0.5, 5);
      if (y < -2) expect(plane[at]).toBe(0);
    }
  });
});
