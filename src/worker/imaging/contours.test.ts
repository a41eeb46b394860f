import { describe, expect, test } from 'vitest';
import { findComponents, radialContour } from './contours.ts';
import { fitEllipse } from './ellipse-fit.ts';
import { circle, createEdgeCoverage, distanceToEllipse, ellipseOverlap } from './ellipse-geometry.ts';

const size = 96;
const truth = { cx: 45.3, cy: 50.8, a: 27, b: 23, angle: 40 };

function drawMap(softness: number): Float32Array {
  const coverage = createEdgeCoverage(truth, softness);
  return Float32Array.from({ length: size * size }, (_, at) =>
    coverage((at % size) + 0.5, Math.floor(at / size) + 0.5),
  );
}

describe('regions of a map', () => {
  test('a region’s moment ellipse is the ellipse that was drawn', () => {
    const [component] = findComponents(drawMap(2), size, size, 0.5, 10);
    expect(ellipseOverlap(component!.ellipse, truth)).toBeGreaterThan(0.98);
    expect(component!.peak).toBe(1);
    expect(component!.mean).toBeGreaterThan(0.95);
  });

  test('regions that do not touch are apart, largest first, specks are dropped', () => {
    const map = drawMap(1);
    for (let y = 2; y < 8; y += 1) map.fill(0.9, y * size + 80, y * size + 88);
    map[95 * size + 95] = 1;
    const components = findComponents(map, size, size, 0.5, 4);
    expect(components.map((component) => component.pixels > 100)).toEqual([true, false]);
    expect(components[1]!.ellipse.cx).toBeCloseTo(84, 6);
    expect(components[1]!.ellipse.cy).toBeCloseTo(5, 6);
    expect(components[1]!.peak).toBeCloseTo(0.9, 6);
  });
});

describe('the iso-contour', () => {
  test('lies on the edge to a twentieth of a pixel', () => {
    const points = radialContour(drawMap(4), size, circle(44, 52, 26), {
      level: 0.5,
      rays: 90,
      from: 0.4,
      to: 1.6,
    });
    expect(points).toHaveLength(90);
    for (const point of points) {
      expect(Math.abs(distanceToEllipse(truth, point.x, point.y))).toBeLessThan(0.05);
      expect(point.slope).toBeGreaterThan(0.15);
    }
    const fit = fitEllipse(
      points.map((point) => ({ ...point, weight: 1 })),
      { start: circle(44, 52, 26) },
    )!;
    expect(ellipseOverlap(fit.ellipse, truth)).toBeGreaterThan(0.995);
  });

  test('takes the crossing nearest to what is expected, and none where there is none', () => {
    const map = drawMap(1);
    map.fill(0.8, 0, 20 * size); // something else above
    const options = { level: 0.5, rays: 64, from: 0.4, to: 3 };
    for (const point of radialContour(map, size, truth, options)) {
      expect(Math.abs(distanceToEllipse(truth, point.x, point.y))).toBeLessThan(0.4);
    }
    expect(radialContour(new Float32Array(size * size), size, truth, options)).toEqual([]);
  });
});
