/** Hair-like strokes: curved, tapering, drawn with closed-form coverage that stays right below one pixel. */
import type { Colour } from './palettes.ts';

/** A quadratic Bézier in eye units; half widths at root and tip; `softness` is a blur radius in eye units. */
export interface Stroke {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  rootHalfWidth: number;
  tipHalfWidth: number;
  softness: number;
  opacity: number;
  colour: Colour;
}

/** Pixels of the strip that is being drawn. */
export interface StrokeTarget {
  width: number;
  height: number;
  rgb: Float32Array;
  /** Where the stroke may show, 0..1; null: everywhere. */
  clip: Float32Array | null;
  /** Gathers how much of a pixel strokes hide, 0..1; null: not wanted. */
  cover: Float32Array | null;
}

/** Eye units to pixels of the strip: x' = a·x + b·y + tx. */
export interface StrokePlacement {
  a: number;
  b: number;
  c: number;
  d: number;
  tx: number;
  ty: number;
  radius: number;
}

let scratch = new Float32Array(0);

/** Integral of a smooth bump: 0 left of -1, 1 right of +1. */
function rise(t: number): number {
  if (t <= -1) return 0;
  if (t >= 1) return 1;
  const u = (t + 1) * 0.5;
  return u * u * (3 - 2 * u);
}

export function drawStrokes(
  target: StrokeTarget,
  placement: StrokePlacement,
  strokes: readonly Stroke[],
): void {
  if (scratch.length < target.width * target.height) scratch = new Float32Array(target.width * target.height);
  for (const stroke of strokes) drawStroke(target, placement, stroke);
}

function drawStroke(target: StrokeTarget, p: StrokePlacement, stroke: Stroke): void {
  const { width, height } = target;
  const px0 = p.a * stroke.x0 + p.b * stroke.y0 + p.tx;
  const py0 = p.c * stroke.x0 + p.d * stroke.y0 + p.ty;
  const px1 = p.a * stroke.x1 + p.b * stroke.y1 + p.tx;
  const py1 = p.c * stroke.x1 + p.d * stroke.y1 + p.ty;
  const px2 = p.a * stroke.x2 + p.b * stroke.y2 + p.tx;
  const py2 = p.c * stroke.x2 + p.d * stroke.y2 + p.ty;
  const rootHalf = stroke.rootHalfWidth * p.radius;
  const tipHalf = stroke.tipHalfWidth * p.radius;
  const blur = Math.max(0.7, stroke.softness * p.radius);
  const margin = Math.max(rootHalf, tipHalf) + blur + 1;
  const left = Math.max(0, Math.floor(Math.min(px0, px1, px2) - margin));
  const right = Math.min(width - 1, Math.ceil(Math.max(px0, px1, px2) + margin));
  const top = Math.max(0, Math.floor(Math.min(py0, py1, py2) - margin));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(py0, py1, py2) + margin));
  if (left > right || top > bottom) return;
  const length = Math.hypot(px1 - px0, py1 - py0) + Math.hypot(px2 - px1, py2 - py1);
  const segments = Math.max(2, Math.min(24, Math.ceil(Math.sqrt(length) * 0.9)));

  let ax = px0;
  let ay = py0;
  for (let segment = 1; segment <= segments; segment++) {
    const t = segment / segments;
    const s = 1 - t;
    const bx = s * s * px0 + 2 * s * t * px1 + t * t * px2;
    const by = s * s * py0 + 2 * s * t * py1 + t * t * py2;
    coverSegment(
      width,
      left,
      right,
      top,
      bottom,
      ax,
      ay,
      bx,
      by,
      rootHalf,
      tipHalf,
      (segment - 1) / segments,
      1 / segments,
      blur,
    );
    ax = bx;
    ay = by;
  }

  const { rgb, clip, cover } = target;
  const [red, green, blue] = stroke.colour;
  for (let y = top; y <= bottom; y++) {
    for (let x = left, index = y * width + left; x <= right; x++, index++) {
      const covered = scratch[index] as number;
      if (covered === 0) continue;
      scratch[index] = 0;
      let alpha = covered * stroke.opacity;
      if (clip !== null) alpha *= clip[index] as number;
      if (alpha <= 0.002) continue;
      const o = index * 3;
      rgb[o] = (rgb[o] as number) + (red - (rgb[o] as number)) * alpha;
      rgb[o + 1] = (rgb[o + 1] as number) + (green - (rgb[o + 1] as number)) * alpha;
      rgb[o + 2] = (rgb[o + 2] as number) + (blue - (rgb[o + 2] as number)) * alpha;
      if (cover !== null) cover[index] = (cover[index] as number) + (1 - (cover[index] as number)) * alpha;
    }
  }
}

function coverSegment(
  width: number,
  left: number,
  right: number,
  top: number,
  bottom: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  rootHalf: number,
  tipHalf: number,
  start: number,
  share: number,
  blur: number,
): void {
  const dx = bx - ax;
  const dy = by - ay;
  const square = dx * dx + dy * dy;
  if (square < 1e-9) return;
  const reach = Math.max(rootHalf, tipHalf) + blur + 0.5;
  const fromX = Math.max(left, Math.floor(Math.min(ax, bx) - reach));
  const toX = Math.min(right, Math.ceil(Math.max(ax, bx) + reach));
  const fromY = Math.max(top, Math.floor(Math.min(ay, by) - reach));
  const toY = Math.min(bottom, Math.ceil(Math.max(ay, by) + reach));
  for (let y = fromY; y <= toY; y++) {
    const qy = y + 0.5 - ay;
    for (let x = fromX; x <= toX; x++) {
      const qx = x + 0.5 - ax;
      let t = (qx * dx + qy * dy) / square;
      t = t < 0 ? 0 : Math.min(t, 1);
      const ex = qx - t * dx;
      const ey = qy - t * dy;
      const distance = Math.sqrt(ex * ex + ey * ey);
      if (distance > reach) continue;
      const half = rootHalf + (tipHalf - rootHalf) * (start + t * share);
      const covered = rise((distance + half) / blur) - rise((distance - half) / blur);
      const index = y * width + x;
      if (covered > (scratch[index] as number)) scratch[index] = covered;
    }
  }
}
