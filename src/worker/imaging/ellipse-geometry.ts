/** What one can ask of ellipses. Conventions (continuous coordinates, a >= b, degrees) are those of the contract. */
import type { Ellipse, Rectangle } from '../../contracts/geometry.ts';
import { createMaskImage, type MaskImage } from './image.ts';

const radiansPerDegree = Math.PI / 180;

/** Puts semi-axes in order and the angle into (-90, 90]. */
export function normaliseEllipse(cx: number, cy: number, a: number, b: number, angle: number): Ellipse {
  const turned = b > a ? angle + 90 : angle;
  const wrapped = turned - 180 * Math.ceil((turned - 90) / 180);
  return { cx, cy, a: Math.max(a, b), b: Math.min(a, b), angle: wrapped };
}

export function circle(cx: number, cy: number, radius: number): Ellipse {
  return { cx, cy, a: radius, b: radius, angle: 0 };
}

/** The radius of the circle with the same area. */
export function meanRadius(ellipse: Ellipse): number {
  return Math.sqrt(ellipse.a * ellipse.b);
}

/** The ellipse after scaling the plane about the origin and then shifting it. */
export function moveEllipse(ellipse: Ellipse, scale: number, shiftX: number, shiftY: number): Ellipse {
  return {
    cx: ellipse.cx * scale + shiftX,
    cy: ellipse.cy * scale + shiftY,
    a: ellipse.a * scale,
    b: ellipse.b * scale,
    angle: ellipse.angle,
  };
}

/** The same centre and shape, `factor` times as large. */
export function growEllipse(ellipse: Ellipse, factor: number): Ellipse {
  return { ...ellipse, a: ellipse.a * factor, b: ellipse.b * factor };
}

/** Distance from the centre to the edge, in pixels, in direction `radians` (clockwise from x). */
export function radiusTowards(ellipse: Ellipse, radians: number): number {
  const local = radians - ellipse.angle * radiansPerDegree;
  return 1 / Math.hypot(Math.cos(local) / ellipse.a, Math.sin(local) / ellipse.b);
}

/** 0 at the centre, 1 on the edge, growing linearly along every ray. */
export function ellipseLevel(ellipse: Ellipse, x: number, y: number): number {
  return createEllipseLevel(ellipse)(x, y);
}

/** `ellipseLevel` for many points of one ellipse. */
export function createEllipseLevel(ellipse: Ellipse): (x: number, y: number) => number {
  const cosine = Math.cos(ellipse.angle * radiansPerDegree);
  const sine = Math.sin(ellipse.angle * radiansPerDegree);
  const flatA = 1 / (ellipse.a * ellipse.a);
  const flatB = 1 / (ellipse.b * ellipse.b);
  return (x, y) => {
    const dx = x - ellipse.cx;
    const dy = y - ellipse.cy;
    const along = dx * cosine + dy * sine;
    const across = dy * cosine - dx * sine;
    return Math.sqrt(along * along * flatA + across * across * flatB);
  };
}

export function ellipseContains(ellipse: Ellipse, x: number, y: number): boolean {
  return ellipseLevel(ellipse, x, y) <= 1;
}

/**
 * Euclidean distance to the edge in pixels, negative inside. Iterates on the evolute (A. Stephens, "A simple
 * method for distance to ellipse", 2017), which needs no special cases and converges in a few steps.
 */
export function distanceToEllipse(ellipse: Ellipse, x: number, y: number): number {
  const { a, b } = ellipse;
  const cosine = Math.cos(ellipse.angle * radiansPerDegree);
  const sine = Math.sin(ellipse.angle * radiansPerDegree);
  const dx = x - ellipse.cx;
  const dy = y - ellipse.cy;
  const px = Math.abs(dx * cosine + dy * sine);
  const py = Math.abs(dy * cosine - dx * sine);
  let tx = Math.SQRT1_2;
  let ty = Math.SQRT1_2;
  for (let step = 0; step < 6; step += 1) {
    const evoluteX = ((a * a - b * b) / a) * tx ** 3;
    const evoluteY = ((b * b - a * a) / b) * ty ** 3;
    const reach = Math.hypot(a * tx - evoluteX, b * ty - evoluteY);
    const aside = Math.hypot(px - evoluteX, py - evoluteY) || 1e-12;
    tx = Math.min(1, Math.max(0, (((px - evoluteX) * reach) / aside + evoluteX) / a));
    ty = Math.min(1, Math.max(0, (((py - evoluteY) * reach) / aside + evoluteY) / b));
    const length = Math.hypot(tx, ty) || 1;
    tx /= length;
    ty /= length;
  }
  const distance = Math.hypot(px - a * tx, py - b * ty);
  return Math.hypot(px / a, py / b) < 1 ? -distance : distance;
}

/** The upright box around an ellipse, in continuous coordinates. */
export function ellipseBounds(ellipse: Ellipse): {
  left: number;
  top: number;
  right: number;
  bottom: number;
} {
  const cosine = Math.cos(ellipse.angle * radiansPerDegree);
  const sine = Math.sin(ellipse.angle * radiansPerDegree);
  const halfWidth = Math.hypot(ellipse.a * cosine, ellipse.b * sine);
  const halfHeight = Math.hypot(ellipse.a * sine, ellipse.b * cosine);
  return {
    left: ellipse.cx - halfWidth,
    top: ellipse.cy - halfHeight,
    right: ellipse.cx + halfWidth,
    bottom: ellipse.cy + halfHeight,
  };
}

/** Where the ellipse crosses the horizontal line at `y`: [left, right], or null. */
export function chordAt(ellipse: Ellipse, y: number): [number, number] | null {
  const cosine = Math.cos(ellipse.angle * radiansPerDegree);
  const sine = Math.sin(ellipse.angle * radiansPerDegree);
  const flatA = 1 / (ellipse.a * ellipse.a);
  const flatB = 1 / (ellipse.b * ellipse.b);
  const dy = y - ellipse.cy;
  const quadratic = cosine * cosine * flatA + sine * sine * flatB;
  const half = dy * cosine * sine * (flatA - flatB);
  const rest = dy * dy * (sine * sine * flatA + cosine * cosine * flatB) - 1;
  const discriminant = half * half - quadratic * rest;
  if (discriminant <= 0) return null;
  const root = Math.sqrt(discriminant);
  return [ellipse.cx + (-half - root) / quadratic, ellipse.cx + (-half + root) / quadratic];
}

const overlapRows = 512;

/** Intersection over union of two filled ellipses, 0..1, to about 1e-4 (exact along rows, summed over 512). */
export function ellipseOverlap(first: Ellipse, second: Ellipse): number {
  const one = ellipseBounds(first);
  const two = ellipseBounds(second);
  const top = Math.max(one.top, two.top);
  const step = (Math.min(one.bottom, two.bottom) - top) / overlapRows;
  if (step <= 0) return 0;
  let shared = 0;
  for (let row = 0; row < overlapRows; row += 1) {
    const y = top + (row + 0.5) * step;
    const mine = chordAt(first, y);
    const theirs = chordAt(second, y);
    if (!mine || !theirs) continue;
    shared += Math.max(0, Math.min(mine[1], theirs[1]) - Math.max(mine[0], theirs[0])) * step;
  }
  return shared / (Math.PI * (first.a * first.b + second.a * second.b) - shared);
}

/**
 * Draws the filled ellipse with an edge `softness` pixels wide (1 is plain anti-aliasing), its middle on the
 * ellipse. Only pixels inside `within` are visited; the rest stays 0.
 */
export function drawEllipse(
  ellipse: Ellipse,
  width: number,
  height: number,
  softness = 1,
  within: Rectangle = { left: 0, top: 0, width, height },
): MaskImage {
  const mask = createMaskImage(width, height);
  const half = softness / 2 + 0.5;
  const bounds = ellipseBounds(ellipse);
  const firstRow = Math.max(within.top, 0, Math.floor(bounds.top - half));
  const lastRow = Math.min(within.top + within.height, height, Math.ceil(bounds.bottom + half));
  const outer = { ...ellipse, a: ellipse.a + half, b: ellipse.b + half };
  const inner =
    ellipse.b > half + 1 ? { ...ellipse, a: ellipse.a - half - 0.5, b: ellipse.b - half - 0.5 } : null;
  const coverage = createEdgeCoverage(ellipse, softness);
  for (let y = firstRow; y < lastRow; y += 1) {
    const reach = chordAt(outer, y + 0.5);
    if (!reach) continue;
    const left = Math.max(within.left, 0, Math.floor(reach[0] - 1));
    const right = Math.min(within.left + within.width, width, Math.ceil(reach[1] + 1));
    const core = inner && chordAt(inner, y + 0.5);
    const solidFrom = core ? Math.max(left, Math.ceil(core[0])) : right;
    const solidTo = core ? Math.min(right, Math.floor(core[1])) : right;
    const row = y * width;
    for (let x = left; x < Math.min(solidFrom, right); x += 1) {
      mask.data[row + x] = Math.round(255 * coverage(x + 0.5, y + 0.5));
    }
    if (solidTo > solidFrom) mask.data.fill(255, row + solidFrom, row + solidTo);
    for (let x = Math.max(solidFrom, solidTo); x < right; x += 1) {
      mask.data[row + x] = Math.round(255 * coverage(x + 0.5, y + 0.5));
    }
  }
  return mask;
}

/**
 * How much of a pixel around (x, y) the ellipse covers, 0..1, falling over `softness` pixels. Distances are to
 * first order in the gradient: exact enough near the edge, where alone it matters.
 */
export function createEdgeCoverage(ellipse: Ellipse, softness = 1): (x: number, y: number) => number {
  const cosine = Math.cos(ellipse.angle * radiansPerDegree);
  const sine = Math.sin(ellipse.angle * radiansPerDegree);
  const flatA = 1 / (ellipse.a * ellipse.a);
  const flatB = 1 / (ellipse.b * ellipse.b);
  return (x, y) => {
    const dx = x - ellipse.cx;
    const dy = y - ellipse.cy;
    const along = dx * cosine + dy * sine;
    const across = dy * cosine - dx * sine;
    const level = Math.sqrt(along * along * flatA + across * across * flatB);
    const slope = Math.sqrt((along * flatA) ** 2 + (across * flatB) ** 2);
    if (slope === 0) return 1;
    const distance = ((level - 1) * level) / slope;
    return Math.min(1, Math.max(0, 0.5 - distance / softness));
  };
}
