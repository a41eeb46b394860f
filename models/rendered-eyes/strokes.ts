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
  /** The next stroke goes on from this one: they are laid down as one, without a dark dot where they meet. */
  continues?: boolean;
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

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export function drawStrokes(
  target: StrokeTarget,
  placement: StrokePlacement,
  strokes: readonly Stroke[],
): void {
  if (scratch.length < target.width * target.height) scratch = new Float32Array(target.width * target.height);
  const box: Box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const stroke of strokes) {
    coverStroke(target, placement, stroke, box);
    if (stroke.continues === true) continue;
    if (box.left <= box.right) layDown(target, stroke, box);
    box.left = Infinity;
    box.right = -Infinity;
    box.top = Infinity;
    box.bottom = -Infinity;
  }
}

/** Writes the stroke's coverage to `scratch` and widens `box` to hold it. */
function coverStroke(target: StrokeTarget, p: StrokePlacement, stroke: Stroke, box: Box): void {
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
  const right = Math.min(target.width - 1, Math.ceil(Math.max(px0, px1, px2) + margin));
  const top = Math.max(0, Math.floor(Math.min(py0, py1, py2) - margin));
  const bottom = Math.min(target.height - 1, Math.ceil(Math.max(py0, py1, py2) + margin));
  if (left > right || top > bottom) return;
  box.left = Math.min(box.left, left);
  box.right = Math.max(box.right, right);
  box.top = Math.min(box.top, top);
  box.bottom = Math.max(box.bottom, bottom);
  const length = Math.hypot(px1 - px0, py1 - py0) + Math.hypot(px2 - px1, py2 - py1);
  const segments = Math.max(2, Math.min(24, Math.ceil(Math.sqrt(length) * 0.9)));
  const clip: Box = { left, right, top, bottom };
  let ax = px0;
  let ay = py0;
  for (let segment = 1; segment <= segments; segment++) {
    const t = segment / segments;
    const s = 1 - t;
    const bx = s * s * px0 + 2 * s * t * px1 + t * t * px2;
    const by = s * s * py0 + 2 * s * t * py1 + t * t * py2;
    const fromHalf = rootHalf + (tipHalf - rootHalf) * ((segment - 1) / segments);
    const toHalf = rootHalf + (tipHalf - rootHalf) * t;
    coverSegment(target.width, clip, ax, ay, bx, by, fromHalf, toHalf, blur);
    ax = bx;
    ay = by;
  }
}

/** Paints what `scratch` holds inside the box, and empties it. */
function layDown(target: StrokeTarget, stroke: Stroke, box: Box): void {
  const { rgb, clip, cover, width } = target;
  const [red, green, blue] = stroke.colour;
  for (let y = box.top; y <= box.bottom; y++) {
    for (let index = y * width + box.left; index <= y * width + box.right; index++) {
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
  clip: Box,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  fromHalf: number,
  toHalf: number,
  blur: number,
): void {
  const dx = bx - ax;
  const dy = by - ay;
  const square = dx * dx + dy * dy;
  if (square < 1e-9) return;
  const reach = Math.max(fromHalf, toHalf) + blur + 0.5;
  const fromX = Math.max(clip.left, Math.floor(Math.min(ax, bx) - reach));
  const toX = Math.min(clip.right, Math.ceil(Math.max(ax, bx) + reach));
  const fromY = Math.max(clip.top, Math.floor(Math.min(ay, by) - reach));
  const toY = Math.min(clip.bottom, Math.ceil(Math.max(ay, by) + reach));
  for (let y = fromY; y <= toY; y++) {
    const qy = y + 0.5 - ay;
    for (let x = fromX; x <= toX; x++) {
      const qx = x + 0.5 - ax;
      const t = Math.min(1, Math.max(0, (qx * dx + qy * dy) / square));
      const ex = qx - t * dx;
      const ey = qy - t * dy;
      const distance = Math.sqrt(ex * ex + ey * ey);
      if (distance > reach) continue;
      const half = fromHalf + (toHalf - fromHalf) * t;
      const covered = rise((distance + half) / blur) - rise((distance - half) / blur);
      const index = y * width + x;
      if (covered > (scratch[index] as number)) scratch[index] = covered;
    }
  }
}
