/** Glasses in front of the eye: the frame hides, the lens mirrors streaks of light. */
import type { GlassesParameters } from './eye-parameters.ts';
import { clamp01, smoothstep } from './noise.ts';
import type { StrokePlacement } from './strokes.ts';

export interface GlassesTarget {
  width: number;
  height: number;
  rgb: Float32Array;
  cover: Float32Array;
  specular: Float32Array;
}

export function drawGlasses(
  target: GlassesTarget,
  p: StrokePlacement,
  glasses: GlassesParameters,
  reflections: boolean,
): void {
  const { width, height, rgb, cover, specular } = target;
  const determinant = p.a * p.d - p.b * p.c;
  const pixel = 1 / p.radius;
  const middle = (glasses.lensTop + glasses.lensBottom) / 2;
  const halfHeight = (glasses.lensBottom - glasses.lensTop) / 2;
  const streaks = glasses.streaks.map((streak) => {
    const angle = (streak.angle * Math.PI) / 180;
    return { ...streak, nx: Math.cos(angle), ny: Math.sin(angle) };
  });
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const dx = column + 0.5 - p.tx;
      const dy = row + 0.5 - p.ty;
      const x = (dx * p.d - dy * p.b) / determinant;
      const y = (dy * p.a - dx * p.c) / determinant;
      const index = row * width + column;
      const o = index * 3;
      // A rounded lens, a little wider than the eye.
      const qx = Math.max(0, Math.abs(x - 0.3) - 2.7);
      const qy = Math.max(0, Math.abs(y - middle) - halfHeight + 1);
      const edge = Math.hypot(qx, qy) - 1;
      const lens = clamp01(0.5 - edge / pixel);
      if (reflections) {
        for (const streak of streaks) {
          const across = (x - streak.x) * streak.nx + (y - streak.y) * streak.ny;
          const band = 1 - smoothstep(streak.width * 0.5, streak.width, Math.abs(across));
          if (band <= 0) continue;
          const alpha = band * streak.strength * lens;
          rgb[o] = (rgb[o] as number) + (streak.colour[0] - (rgb[o] as number)) * alpha;
          rgb[o + 1] = (rgb[o + 1] as number) + (streak.colour[1] - (rgb[o + 1] as number)) * alpha;
          rgb[o + 2] = (rgb[o + 2] as number) + (streak.colour[2] - (rgb[o + 2] as number)) * alpha;
          const marked = smoothstep(0.12, 0.5, alpha);
          if (marked > (specular[index] as number)) specular[index] = marked;
        }
      }
      const frame = clamp01(0.5 + (glasses.frameWidth / 2 - Math.abs(edge - glasses.frameWidth / 2)) / pixel);
      if (frame <= 0) continue;
      const sheen =
        1 + 0.5 * Math.exp(-(((edge - glasses.frameWidth * 0.4) / (glasses.frameWidth * 0.2)) ** 2));
      rgb[o] = (rgb[o] as number) + (glasses.frameColour[0] * sheen - (rgb[o] as number)) * frame;
      rgb[o + 1] = (rgb[o + 1] as number) + (glasses.frameColour[1] * sheen - (rgb[o + 1] as number)) * frame;
      rgb[o + 2] = (rgb[o + 2] as number) + (glasses.frameColour[2] * sheen - (rgb[o + 2] as number)) * frame;
      cover[index] = Math.max(cover[index] as number, frame);
    }
  }
}
