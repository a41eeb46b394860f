import { describe, expect, test } from 'vitest';
import { circle, ellipseOverlap } from '../../imaging/ellipse-geometry.ts';
import type { View } from '../../imaging/sampling.ts';
import { drawEyes } from './drawn-eye.ts';
import type { Visibility } from './edge-profiles.ts';
import { refinementGeometry } from './geometry.ts';
import { refineEdge } from './refine-edge.ts';

const iris = { cx: 202.7, cy: 190.4, a: 120, b: 113, angle: 30 };
const pupil = { cx: 198.2, cy: 193.9, a: 45, b: 43, angle: 0 };
const image = drawEyes(400, 380, [{ iris, pupil, limbusSoftness: 9, catchlights: [circle(240, 193, 12)] }]);
const view: View = { image, left: 0, top: 0, scaleX: 1, scaleY: 1 };
const clear: Visibility = (_x, _y, luma) => (luma > 0.9 ? 0 : 1);

describe('refining an edge', () => {
  test('a limbus predicted 5% off is found to half a percent of its area', () => {
    const predicted = { ...iris, cx: iris.cx + 5, cy: iris.cy - 3, a: 124, b: 118 };
    const refined = refineEdge(view, predicted, () => 1, refinementGeometry.limbus)!;
    expect(ellipseOverlap(refined.ellipse, iris)).toBeGreaterThan(0.993);
    expect(refined.coverage).toBeGreaterThan(0.75);
  });

  test('a pupil is found although a catchlight sits on its edge', () => {
    const predicted = { ...pupil, cx: pupil.cx + 3, a: 49, b: 47 };
    const refined = refineEdge(view, predicted, clear, refinementGeometry.pupil)!;
    expect(ellipseOverlap(refined.ellipse, pupil)).toBeGreaterThan(0.97);
    expect(refined.coverage).toBeLessThan(0.97);
  });

  test('a pupil is found inside a ring light that cuts every ray off', () => {
    const ring = drawEyes(400, 380, [{ iris, pupil, limbusSoftness: 9 }]);
    const { cx, cy } = pupil;
    for (let y = 0; y < ring.height; y += 1) {
      for (let x = 0; x < ring.width; x += 1) {
        const distance = Math.hypot(x - cx - 3, y - cy + 2);
        if (distance > 53 && distance < 66) ring.data.fill(65535, (y * 400 + x) * 3, (y * 400 + x + 1) * 3);
      }
    }
    const predicted = { ...pupil, cx: cx + 3, cy: cy - 2, a: 49, b: 48 };
    const lit = { ...view, image: ring };
    const refined = refineEdge(lit, predicted, clear, refinementGeometry.pupil)!;
    expect(ellipseOverlap(refined.ellipse, pupil)).toBeGreaterThan(0.97);
    expect(refineEdge(lit, predicted, clear, { ...refinementGeometry.pupil, leastSeen: 1 })).toBeNull();
  });

  test('what is hidden has no say: half the limbus is enough, a tenth is not', () => {
    const half: Visibility = (x) => (x > iris.cx ? 1 : 0);
    const sliver: Visibility = (x) => (x > iris.cx + 0.96 * iris.b ? 1 : 0);
    const predicted = { ...iris, a: 123, b: 116 };
    const refined = refineEdge(view, predicted, half, refinementGeometry.limbus)!;
    expect(ellipseOverlap(refined.ellipse, iris)).toBeGreaterThan(0.975);
    expect(refineEdge(view, predicted, sliver, refinementGeometry.limbus)).toBeNull();
  });

  test('is refused where there is no edge, and where the edge is too far away', () => {
    expect(refineEdge(view, circle(60, 60, 40), () => 1, refinementGeometry.limbus)).toBeNull();
    const far = { ...iris, a: 86, b: 86 };
    const refined = refineEdge(view, far, () => 1, refinementGeometry.limbus);
    expect(refined === null || ellipseOverlap(refined.ellipse, far) >= 0.88).toBe(true);
  });
});
