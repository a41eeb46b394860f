/**
 * Lights of known shape laid over an iris whose truth is at hand: what a ring light and a ring of LEDs burn out, and
 * veils, which add the same light to all channels (in linear light, as a cornea does) and let the iris show through.
 */
import { createRandom } from '../../models/rendered-eyes/random.ts';
import { linearToSrgb, srgbToLinear } from '../../src/worker/imaging/colour-srgb.ts';
import type { ColourImage } from '../../src/worker/imaging/image.ts';
import type { IrisFrame } from '../../src/worker/stages/iris-frame.ts';

export const burntKinds = ['ring', 'LED ring'] as const;
export const veilKinds = ['window', 'softbox', 'soft veil'] as const;
export type BurntKind = (typeof burntKinds)[number];
export type VeilKind = (typeof veilKinds)[number];

/** Share of a light at a place, 0..1; u and v in iris radii from the iris's centre. */
export type Light = (u: number, v: number) => number;

/** What each light covers, row by row on the frame's pixels, 0..1. */
export function drawLight(
  { image: { width, height }, iris }: Pick<IrisFrame, 'image' | 'iris'>,
  light: Light,
): Float32Array {
  const radius = Math.sqrt(iris.a * iris.b);
  return Float32Array.from({ length: width * height }, (_, pixel) => {
    const u = ((pixel % width) + 0.5 - iris.cx) / radius;
    const v = (Math.floor(pixel / width) + 0.5 - iris.cy) / radius;
    return light(u, v);
  });
}

/** Rings around the pupil, not quite centred: a tube, or 12 to 32 dots. */
export function burntLight(kind: BurntKind, seed: number): Light {
  const random = createRandom(seed);
  const [x, y] = [random.range(-0.06, 0.06), random.range(-0.06, 0.06)];
  const reach = random.range(0.55, 0.78);
  const half = random.range(0.02, 0.04);
  const dots = random.integer(12, 32);
  const size = Math.min(0.045, (Math.PI * reach) / dots / 2);
  return (u, v) => {
    const distance = Math.hypot(u - x, v - y);
    if (kind === 'ring') return Math.abs(distance - reach) < half ? 1 : 0;
    const angle = (Math.round((Math.atan2(v - y, u - x) / 2 / Math.PI) * dots) / dots) * 2 * Math.PI;
    const away = Math.hypot(u - x - reach * Math.cos(angle), v - y - reach * Math.sin(angle));
    return away < size ? 1 : 0;
  };
}

const paneBar = 0.025;

/** Iris radii from the pupil's centre to the veil's. */
const onIris = [0.35, 0.65] as const;
const overPupil = [0.15, 0.4] as const;

/**
 * Windows with panes and softboxes have edges, soft veils none. All fall off a little towards one side.
 *
 * @param across so near to the pupil's centre that it crosses the pupil's edge
 */
export function veilLight(kind: VeilKind, seed: number, across = false): Light {
  const random = createRandom(seed);
  const angle = random.range(0, 2 * Math.PI);
  const [nearest, farthest] = across ? overPupil : onIris;
  const away = random.range(nearest, farthest);
  const [x, y] = [away * Math.cos(angle), away * Math.sin(angle)];
  const [wide, high] = [random.range(0.16, 0.32), random.range(0.2, 0.34)];
  const turn = random.normal(0, 0.15);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const softness = kind === 'soft veil' ? random.range(0.1, 0.2) : random.range(0.008, 0.02);
  const fall = random.range(0, 0.3);
  return (u, v) => {
    const p = (u - x) * cos + (v - y) * sin;
    const q = (v - y) * cos - (u - x) * sin;
    const corner = kind === 'soft veil' ? 0.12 : 0.03;
    const [dx, dy] = [Math.abs(p) - wide + corner, Math.abs(q) - high + corner];
    let outside = Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - corner;
    if (kind === 'window') outside = Math.max(outside, paneBar - Math.abs(p), paneBar - Math.abs(q));
    const share = Math.min(1, Math.max(0, 0.5 - outside / (2 * softness)));
    return share * share * (3 - 2 * share) * (1 - fall * (0.5 + p / wide / 2));
  };
}

const tints = [
  [1, 1, 1],
  [0.88, 0.98, 1.1],
  [1.08, 1, 0.88],
] as const;

/** @param level what is added, as a share of white in linear light */
export function addLight(image: ColourImage, light: Float32Array, level: number, seed: number): ColourImage {
  const tint = createRandom(seed).pick(tints);
  return {
    ...image,
    data: image.data.map((value, at) => {
      const added = level * tint[at % 3]! * light[Math.floor(at / 3)]!;
      if (added === 0) return value;
      return Math.min(65535, Math.round(65535 * linearToSrgb(srgbToLinear(value / 65535) + added)));
    }),
  };
}
