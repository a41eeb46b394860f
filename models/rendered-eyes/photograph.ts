/**
 * What a camera does to a drawing: exposure, white balance, vignette, a little blur, sensor noise and mild
 * sharpening. For samples and tests; the trainings degrade their pictures themselves, far more widely.
 */
import { createRandom } from './random.ts';
import type { RenderedEye } from './render-eye.ts';

const toLinear = new Float32Array(256);
for (let value = 0; value < 256; value++) {
  const s = value / 255;
  toLinear[value] = s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
}

const ENCODE_STEPS = 4096;
const toEncoded = new Float32Array(ENCODE_STEPS + 1);
for (let step = 0; step <= ENCODE_STEPS; step++) {
  const l = step / ENCODE_STEPS;
  toEncoded[step] = 255 * (l <= 0.0031308 ? 12.92 * l : 1.055 * l ** (1 / 2.4) - 0.055);
}

const RADIUS = 2;

function kernelOf(sigma: number): number[] {
  const weights = Array.from({ length: 2 * RADIUS + 1 }, (_, index) =>
    Math.exp(-((index - RADIUS) ** 2) / (2 * sigma * sigma)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/**
 * The same eye as a camera would have recorded it. `strength` 0 changes nothing, 1 is a poor phone in poor
 * light. Masks and ellipses stay true; they are shared with the input.
 */
export function photographEye(rendered: RenderedEye, seed: number, strength: number): RenderedEye {
  if (strength <= 0) return rendered;
  const { width, height } = rendered;
  const random = createRandom(seed).fork(801);
  const exposure = 2 ** random.normal(0, 0.35 * strength);
  const gains = [1 + random.normal(0, 0.08) * strength, 1, 1 + random.normal(0, 0.1) * strength];
  const vignette = random.range(0, 0.45) * strength;
  const kernel = kernelOf(0.3 + random.range(0.3, 0.8) * strength);
  const sharpening = random.range(0.1, 0.5) * strength;
  const shot = random.range(0.01, 0.03) * strength;
  const read = random.range(0.0008, 0.004) * strength;

  const stride = width * 3;
  const rows = Array.from({ length: 2 * RADIUS + 1 }, () => new Float32Array(stride));
  const blurRow = (y: number): void => {
    const source = Math.min(height - 1, Math.max(0, y)) * stride;
    const target = rows[((y % rows.length) + rows.length) % rows.length] as Float32Array;
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let tap = -RADIUS; tap <= RADIUS; tap++) {
          const column = x + tap < 0 ? 0 : x + tap >= width ? width - 1 : x + tap;
          sum +=
            (kernel[tap + RADIUS] as number) *
            (toLinear[rendered.rgb[source + column * 3 + channel] as number] as number);
        }
        target[x * 3 + channel] = sum;
      }
    }
  };
  for (let y = -RADIUS; y < RADIUS; y++) blurRow(y);

  // A fast generator of its own for the noise: three bytes of one integer, summed, are normal enough.
  let state = (seed ^ 0x6d2b79f5) | 1;
  const gauss = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state & 255) + ((state >>> 8) & 255) + ((state >>> 16) & 255) - 382.5) / 127.8;
  };
  const rgb = new Uint8Array(rendered.rgb.length);
  const halfDiagonal = (width * width + height * height) / 4;
  for (let y = 0; y < height; y++) {
    blurRow(y + RADIUS);
    const here = rows[y % rows.length] as Float32Array;
    for (let x = 0; x < width; x++) {
      const away = ((x - width / 2) ** 2 + (y - height / 2) ** 2) / halfDiagonal;
      const light = exposure * (1 - vignette * away);
      for (let channel = 0; channel < 3; channel++) {
        const index = x * 3 + channel;
        let blurred = 0;
        for (let tap = -RADIUS; tap <= RADIUS; tap++) {
          const row = rows[(((y + tap) % rows.length) + rows.length) % rows.length] as Float32Array;
          blurred += (kernel[tap + RADIUS] as number) * (row[index] as number);
        }
        let value = blurred + sharpening * ((here[index] as number) - blurred);
        value *= light * (gains[channel] as number);
        if (value < 0) value = 0;
        value += gauss() * (shot * Math.sqrt(value) + read);
        const step = value <= 0 ? 0 : value >= 1 ? ENCODE_STEPS : value * ENCODE_STEPS;
        const floor = Math.floor(step);
        const low = toEncoded[floor] as number;
        rgb[y * stride + index] =
          low + ((toEncoded[Math.min(ENCODE_STEPS, floor + 1)] as number) - low) * (step - floor) + 0.5;
      }
    }
  }
  return { ...rendered, rgb };
}
