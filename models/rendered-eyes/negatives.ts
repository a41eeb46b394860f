/** Pictures without an iris: what a finder must answer "no eye here" to. */
import type { EyeParameters } from './eye-parameters.ts';
import { drawEyeParameters } from './eye-parameters.ts';
import { clamp01, fractalNoise, mix, noise2, smoothstep } from './noise.ts';
import type { Colour } from './palettes.ts';
import { drawSkinTone } from './palettes.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import type { RenderedEye } from './render-eye.ts';
import { emptyMasks, renderEye } from './render-eye.ts';

export const NEGATIVE_KINDS = [
  'closedEye',
  'skin',
  'brow',
  'button',
  'coin',
  'gradient',
  'texture',
  'letters',
  'dogNose',
  'spheres',
] as const;
export type NegativeKind = (typeof NEGATIVE_KINDS)[number];

/** Draws a picture without an iris; `kind` is drawn from the seed where it is not given. */
export function renderNegative(
  seed: number,
  options: { width: number; height: number; kind?: NegativeKind },
): RenderedEye {
  const random = createRandom(seed).fork(501);
  const kind = options.kind ?? random.pick(['closedEye', 'closedEye', ...NEGATIVE_KINDS] as const);
  switch (kind) {
    case 'closedEye':
      return renderWithoutIris(
        closeLids(drawEyeParameters(seed, random.pick(['macro', 'crop', 'face'] as const))),
        options,
      );
    case 'brow':
    case 'skin':
      return renderWithoutIris(
        lookAway(drawEyeParameters(seed, random.pick(['macro', 'crop'] as const)), kind, random),
        options,
      );
    default:
      return paint(options, painterOf(kind, random));
  }
}

function renderWithoutIris(parameters: EyeParameters, size: { width: number; height: number }): RenderedEye {
  const rendered = renderEye(parameters, { width: size.width, height: size.height });
  return { ...rendered, masks: emptyMasks(size.width * size.height), iris: null, pupil: null };
}

function closeLids(parameters: EyeParameters): EyeParameters {
  return {
    ...parameters,
    lids: { ...parameters.lids, closed: true, lowerHeight: 0.25 + parameters.lids.lowerHeight * 0.4 },
    catchlights: [],
  };
}

/** The frame moves off the eye: onto the brow, or onto bare skin below the lids. */
function lookAway(parameters: EyeParameters, kind: 'brow' | 'skin', random: Random): EyeParameters {
  const share = random.range(0.15, 0.5);
  const away = kind === 'brow' ? parameters.hair.browHeight + 0.4 : -random.range(5, 8);
  return {
    ...closeLids(parameters),
    frame: { irisHeightShare: share, centreX: 0, centreY: (away * share) / 2, roll: random.normal(0, 20) },
  };
}

type Painter = (x: number, y: number, pixel: number, out: Float64Array) => void;

function paint(size: { width: number; height: number }, painter: Painter): RenderedEye {
  const { width, height } = size;
  const rgb = new Uint8Array(width * height * 3);
  const out = new Float64Array(3);
  const pixel = 2 / height;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      painter((column + 0.5 - width / 2) * pixel, (row + 0.5 - height / 2) * pixel, pixel, out);
      const o = (row * width + column) * 3;
      for (let channel = 0; channel < 3; channel++)
        rgb[o + channel] = clamp01((out[channel] as number) / 255) * 255;
    }
  }
  return { width, height, rgb, masks: emptyMasks(width * height), iris: null, pupil: null };
}

function anyColour(random: Random): Colour {
  return [random.range(10, 245), random.range(10, 245), random.range(10, 245)];
}

function blend(out: Float64Array, colour: Colour, amount: number): void {
  for (let channel = 0; channel < 3; channel++)
    out[channel] = mix(out[channel] as number, colour[channel] as number, amount);
}

function fill(out: Float64Array, colour: Colour, light = 1): void {
  for (let channel = 0; channel < 3; channel++) out[channel] = (colour[channel] as number) * light;
}

function painterOf(kind: Exclude<NegativeKind, 'closedEye' | 'skin' | 'brow'>, random: Random): Painter {
  const first = anyColour(random);
  const second = anyColour(random);
  const offset = random.range(0, 200);
  const cx = random.normal(0, 0.2);
  const cy = random.normal(0, 0.2);
  const size = random.range(0.3, 0.8);
  const cloth: Painter = (x, y, pixel, out) => {
    const weave = 0.06 * Math.sin(x * 60) * Math.sin(y * 60) * (pixel < 0.03 ? 1 : 0);
    fill(out, first, 0.9 + 0.2 * fractalNoise(x + offset, y, 2, 5, 0.6, pixel) + weave);
  };
  switch (kind) {
    case 'button': {
      const holes = random.pick([2, 4] as const);
      return (x, y, pixel, out) => {
        cloth(x, y, pixel, out);
        const r = Math.hypot(x - cx, y - cy) / size;
        const edge = pixel / size;
        blend(
          out,
          [0, 0, 0],
          0.4 * (1 - smoothstep(0.9, 1.2, Math.hypot(x - cx - 0.05, y - cy - 0.07) / size)),
        );
        const rim = 1 + 0.25 * Math.cos(Math.min(1, r) * 9) + 0.1 * (cy - y);
        blend(
          out,
          [second[0] * rim, second[1] * rim, second[2] * rim],
          1 - smoothstep(1 - edge, 1 + edge, r),
        );
        for (let hole = 0; hole < holes; hole++) {
          const angle = (hole / holes) * 2 * Math.PI + offset;
          const d =
            Math.hypot(x - cx - 0.25 * size * Math.cos(angle), y - cy - 0.25 * size * Math.sin(angle)) / size;
          blend(out, [18, 16, 16], 1 - smoothstep(0.1 - edge, 0.1 + edge, d));
        }
      };
    }
    case 'coin': {
      const metal = random.pick<Colour>([
        [190, 160, 90],
        [180, 180, 184],
        [170, 110, 76],
      ]);
      return (x, y, pixel, out) => {
        cloth(x, y, pixel, out);
        const r = Math.hypot(x - cx, y - cy) / size;
        const relief = fractalNoise(x * 2 + offset, y * 2, 3, 4, 0.6, pixel) * smoothstep(0.85, 0.6, r);
        const light =
          0.85 +
          0.35 * relief +
          0.3 * smoothstep(0.88, 0.93, r) +
          0.2 * Math.sin(Math.atan2(y - cy, x - cx) * 2 + offset);
        const edge = pixel / size;
        blend(
          out,
          [metal[0] * light, metal[1] * light, metal[2] * light],
          1 - smoothstep(1 - edge, 1 + edge, r),
        );
      };
    }
    case 'gradient': {
      const angle = random.range(0, 6.28);
      return (x, y, _pixel, out) => {
        fill(out, first);
        blend(out, second, clamp01(0.5 + 0.5 * (x * Math.cos(angle) + y * Math.sin(angle))));
      };
    }
    case 'texture': {
      const stretch = random.range(0.3, 3);
      const frequency = random.range(1, 9);
      return (x, y, pixel, out) => {
        fill(out, first);
        blend(out, second, clamp01(0.5 + fractalNoise(x * stretch + offset, y, frequency, 5, 0.7, pixel)));
      };
    }
    case 'letters': {
      const step = random.range(0.12, 0.4);
      const ink: Colour = random.chance(0.5) ? [24, 22, 26] : second;
      return (x, y, pixel, out) => {
        fill(out, [238, 234, 226], 0.95 + 0.05 * noise2(x * 3, y * 3));
        // Strokes on a grid: not an alphabet, but the rhythm of one.
        const column = Math.floor(x / step);
        const row = Math.floor(y / (step * 1.7));
        const u = x / step - column;
        const v = (y / (step * 1.7) - row) * 1.7;
        const code = Math.floor(Math.abs(noise2(column * 1.7 + offset, row * 2.3)) * 64);
        const edge = pixel / step;
        let d = 9;
        if (code & 1) d = Math.min(d, Math.abs(u - 0.2) + Math.max(0, Math.abs(v - 0.6) - 0.4));
        if (code & 2) d = Math.min(d, Math.abs(u - 0.7) + Math.max(0, Math.abs(v - 0.6) - 0.4));
        if (code & 4) d = Math.min(d, Math.abs(v - 0.25) + Math.max(0, Math.abs(u - 0.45) - 0.3));
        if (code & 8) d = Math.min(d, Math.abs(v - 0.6) + Math.max(0, Math.abs(u - 0.45) - 0.3));
        if (code & 16) d = Math.min(d, Math.abs(Math.hypot(u - 0.45, v - 0.6) - 0.3));
        blend(out, ink, 1 - smoothstep(0.07 - edge, 0.07 + edge, d));
      };
    }
    case 'dogNose': {
      const fur = drawSkinTone(random);
      return (x, y, pixel, out) => {
        fill(out, fur, 0.8 + 0.4 * fractalNoise(x * 0.6 + offset, y * 0.6, 8, 4, 0.7, pixel));
        const r = Math.hypot((x - cx) / size, ((y - cy) / size) * 1.25);
        const bumps = 1 + 0.35 * noise2(x * 26 + offset, y * 26) * (pixel < 0.04 ? 1 : 0.3);
        const light = bumps * (1.1 - 0.5 * (y - cy));
        blend(
          out,
          [34 * light, 30 * light, 32 * light],
          1 - smoothstep(0.94, 1.04, r + 0.05 * noise2(x * 6, y * 6)),
        );
        blend(
          out,
          [225, 230, 238],
          0.7 * (1 - smoothstep(0.06, 0.2, Math.hypot(x - cx + size * 0.2, y - cy + size * 0.4))),
        );
        for (const side of [-1, 1]) {
          const hole = Math.hypot((x - cx - side * size * 0.42) / 0.22, (y - cy - size * 0.12) / 0.13) / size;
          blend(out, [6, 5, 6], 1 - smoothstep(0.8, 1.05, hole));
        }
      };
    }
    case 'spheres': {
      const balls = Array.from({ length: random.integer(2, 9) }, () => ({
        x: random.normal(0, 0.6),
        y: random.normal(0, 0.6),
        r: random.range(0.08, 0.4),
        colour: anyColour(random),
      }));
      return (x, y, pixel, out) => {
        cloth(x, y, pixel, out);
        for (const ball of balls) {
          const r = Math.hypot(x - ball.x, y - ball.y) / ball.r;
          const light = 1.15 - 0.7 * r * r + (0.2 * (ball.x - x + ball.y - y)) / ball.r;
          blend(
            out,
            [ball.colour[0] * light, ball.colour[1] * light, ball.colour[2] * light],
            1 - smoothstep(1 - pixel / ball.r, 1 + pixel / ball.r, r),
          );
          blend(
            out,
            [255, 255, 255],
            0.9 *
              (1 -
                smoothstep(
                  0.1,
                  0.16,
                  Math.hypot(x - ball.x + ball.r * 0.35, y - ball.y + ball.r * 0.35) / ball.r,
                )),
          );
        }
      };
    }
  }
}
