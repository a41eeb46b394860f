/** Catchlights: what the cornea and the tear film mirror, drawn over the eyeball and noted in the specular mask. */
import type { CatchlightParameters } from './eye-parameters.ts';
import { clamp01, smoothstep } from './noise.ts';
import type { StrokePlacement } from './strokes.ts';

export interface ReflectionTarget {
  width: number;
  height: number;
  rgb: Float32Array;
  specular: Float32Array;
  opening: Float32Array;
}

/** How far outside a light's edge (eye units, negative inside) a place is. */
function edgeDistance(light: CatchlightParameters, u: number, v: number): number {
  const { halfWidth, halfHeight } = light;
  switch (light.kind) {
    case 'window':
    case 'softbox':
    case 'screen':
    case 'veil': {
      const corner = Math.min(halfWidth, halfHeight) * (light.kind === 'veil' ? 0.6 : 0.18);
      const du = Math.abs(u) - halfWidth + corner;
      const dv = Math.abs(v) - halfHeight + corner;
      const outside = Math.hypot(Math.max(du, 0), Math.max(dv, 0)) + Math.min(Math.max(du, dv), 0) - corner;
      if (light.kind !== 'window') return outside;
      return Math.max(
        outside,
        barDistance(u, halfWidth, light.panesX),
        barDistance(v, halfHeight, light.panesY),
      );
    }
    case 'ring': {
      const radius = Math.hypot(u, (v * halfWidth) / halfHeight);
      const band = halfWidth * light.panesY;
      return Math.abs(radius - halfWidth + band) - band;
    }
    case 'ledRing': {
      const radius = halfWidth * 0.9;
      const step = (2 * Math.PI) / light.panesX;
      const angle = Math.atan2(v, u);
      const nearest = Math.round(angle / step) * step;
      const size = Math.min(radius * step * 0.36, halfWidth * 0.09);
      return Math.hypot(u - radius * Math.cos(nearest), v - radius * Math.sin(nearest)) - size;
    }
    case 'dot':
    case 'streak': {
      const scaled = Math.hypot(u / halfWidth, v / halfHeight);
      return (scaled - 1) * Math.min(halfWidth, halfHeight);
    }
  }
}

/** Positive on the bars between `panes` panes, negative in the glass. */
function barDistance(place: number, half: number, panes: number): number {
  if (panes <= 1) return -half;
  const pane = (2 * half) / panes;
  const nearest = Math.min(panes - 1, Math.max(1, Math.round((place + half) / pane)));
  return 0.07 * half - Math.abs(place + half - nearest * pane);
}

/** Brightness inside a light: panes are not flat, screens are brighter on top. */
function innerLight(light: CatchlightParameters, u: number, v: number): number {
  switch (light.kind) {
    case 'window':
      return 0.86 + 0.14 * clamp01(0.5 - (0.7 * v) / light.halfHeight - (0.3 * u) / light.halfWidth);
    case 'screen':
      return 0.8 + 0.2 * clamp01(0.5 - v / light.halfHeight);
    case 'veil':
      return 1 - 0.4 * clamp01(Math.hypot(u / light.halfWidth, v / light.halfHeight));
    default:
      return 1;
  }
}

export function drawReflections(
  target: ReflectionTarget,
  place: StrokePlacement,
  lights: readonly CatchlightParameters[],
): void {
  for (const light of lights) drawLight(target, place, light);
}

function drawLight(target: ReflectionTarget, p: StrokePlacement, light: CatchlightParameters): void {
  const { width, height, rgb, specular, opening } = target;
  const pixel = 1 / p.radius;
  const centreX = p.a * light.x + p.b * light.y + p.tx;
  const centreY = p.c * light.x + p.d * light.y + p.ty;
  const extent =
    (Math.hypot(light.halfWidth, light.halfHeight) * 1.25 + light.haloReach + light.softness) * p.radius + 2;
  const left = Math.max(0, Math.floor(centreX - extent));
  const right = Math.min(width - 1, Math.ceil(centreX + extent));
  const top = Math.max(0, Math.floor(centreY - extent));
  const bottom = Math.min(height - 1, Math.ceil(centreY + extent));
  const turn = (light.rotation * Math.PI) / 180;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const softness = Math.max(light.softness, pixel * 0.7);
  const [red, green, blue] = light.colour;
  const onEyeball = light.over === 'eyeball';
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const index = y * width + x;
      const visible = onEyeball ? (opening[index] as number) : 1;
      if (visible <= 0) continue;
      const px = (x + 0.5 - centreX) / p.radius;
      const py = (y + 0.5 - centreY) / p.radius;
      const u0 = px * cos + py * sin;
      const v0 = -px * sin + py * cos;
      // The cornea is round: straight edges bend outwards.
      const barrel = 1 + 0.25 * (u0 * u0 + v0 * v0);
      const u = u0 * barrel;
      const v = v0 * barrel;
      const distance = edgeDistance(light, u, v);
      const o = index * 3;
      if (light.haloStrength > 0 && distance < light.haloReach) {
        const near = 1 - Math.max(0, distance) / light.haloReach;
        const glow = light.haloStrength * near * near * near * visible;
        rgb[o] = (rgb[o] as number) + (red - (rgb[o] as number)) * glow;
        rgb[o + 1] = (rgb[o + 1] as number) + (green - (rgb[o + 1] as number)) * glow;
        rgb[o + 2] = (rgb[o + 2] as number) + (blue - (rgb[o + 2] as number)) * glow;
      }
      const core = 1 - smoothstep(-softness, softness, distance);
      if (core <= 0) continue;
      const inner = innerLight(light, u, v);
      const alpha = core * light.opacity * visible * (light.kind === 'veil' ? inner : 1);
      rgb[o] = (rgb[o] as number) + (red * inner - (rgb[o] as number)) * alpha;
      rgb[o + 1] = (rgb[o + 1] as number) + (green * inner - (rgb[o + 1] as number)) * alpha;
      rgb[o + 2] = (rgb[o + 2] as number) + (blue * inner - (rgb[o + 2] as number)) * alpha;
      const marked = smoothstep(0.12, 0.5, alpha);
      if (marked > (specular[index] as number)) specular[index] = marked;
    }
  }
}
