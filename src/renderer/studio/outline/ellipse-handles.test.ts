import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ellipseSchema } from '../../../contracts/geometry.ts';
import {
  dragHandle,
  firstOutline,
  follow,
  type Handle,
  handlePoint,
  normalise,
  normaliseAngle,
  nudge,
  pupilFits,
} from './ellipse-handles.ts';

const ellipse = { cx: 100, cy: 80, a: 50, b: 40, angle: 30 };
const axisHandles: Handle[] = ['east', 'west', 'south', 'north'];
const opposite: Record<string, Handle> = { east: 'west', west: 'east', south: 'north', north: 'south' };
const coordinate = fc.double({ min: -500, max: 500, noNaN: true });

describe('handles of an ellipse', () => {
  it.each(axisHandles)(
    'puts the %s handle where the pointer is, along its axis, and keeps the other end',
    (handle) => {
      const from = handlePoint(ellipse, handle, 0);
      const target = {
        x: ellipse.cx + (from.x - ellipse.cx) * 1.4,
        y: ellipse.cy + (from.y - ellipse.cy) * 1.4,
      };
      const dragged = dragHandle(ellipse, handle, target);
      const end = handlePoint(dragged, handle, 0);
      expect(end.x).toBeCloseTo(target.x, 9);
      expect(end.y).toBeCloseTo(target.y, 9);
      const other = opposite[handle] as Handle;
      expect(handlePoint(dragged, other, 0).x).toBeCloseTo(handlePoint(ellipse, other, 0).x, 9);
    },
  );

  it('keeps the centre when both ends move', () => {
    const dragged = dragHandle(ellipse, 'east', { x: 180, y: 126 }, true);
    expect([dragged.cx, dragged.cy]).toEqual([100, 80]);
    expect(dragged.a).toBeGreaterThan(50);
  });

  it('turns towards the pointer and not by half a turn too much', () => {
    const turned = dragHandle({ ...ellipse, angle: 85 }, 'turn', { x: 200, y: 90 });
    expect(turned.angle).toBeGreaterThan(85);
    expect(turned.angle).toBeLessThan(100);
  });

  it('stays a valid ellipse wherever it is dragged', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Handle>(...axisHandles, 'turn', 'centre'),
        coordinate,
        coordinate,
        (handle, x, y) => {
          const dragged = normalise(dragHandle(ellipse, handle, { x, y }));
          expect(ellipseSchema.safeParse(dragged).success).toBe(true);
          expect(dragged.a).toBeGreaterThanOrEqual(dragged.b);
          expect(dragged.angle).toBeGreaterThan(-90);
          expect(dragged.angle).toBeLessThanOrEqual(90);
        },
      ),
    );
  });

  it('names the longer axis a', () => {
    expect(normalise({ cx: 0, cy: 0, a: 3, b: 5, angle: 10 })).toEqual({
      cx: 0,
      cy: 0,
      a: 5,
      b: 3,
      angle: -80,
    });
    expect(normaliseAngle(-90)).toBe(90);
    expect(normaliseAngle(450)).toBe(90);
  });

  it('never shrinks away by keys', () => {
    let small = ellipse;
    for (let press = 0; press < 50; press++) small = nudge(small, { kind: 'grow', by: -10 });
    expect(small.b).toBeGreaterThanOrEqual(3);
  });
});

describe('pupil and iris', () => {
  it('belong together only when one lies in the other', () => {
    const { iris, pupil } = firstOutline(4000, 3000);
    expect(pupilFits(iris, pupil)).toBe(true);
    expect(pupilFits(iris, { ...pupil, cx: pupil.cx + iris.a })).toBe(false);
    expect(pupilFits(pupil, iris)).toBe(false);
  });

  it('move, grow and turn together', () => {
    const { iris, pupil } = firstOutline(4000, 3000);
    const offset = { ...pupil, cx: pupil.cx + 100 };
    const after = { ...iris, cx: iris.cx + 10, a: iris.a * 2, b: iris.b * 2, angle: 90 };
    const followed = follow(offset, iris, after);
    expect(followed.cx).toBeCloseTo(after.cx, 6);
    expect(followed.cy).toBeCloseTo(after.cy + 200, 6);
    expect(followed.a).toBeCloseTo(pupil.a * 2, 6);
  });
});
