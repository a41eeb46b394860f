import { describe, expect, it } from 'vitest';
import type { Domain } from './eye-parameters.ts';
import { drawEyeParameters } from './eye-parameters.ts';
import { fixtureParameters, renderFixture } from './fixtures.ts';
import { NEGATIVE_KINDS, renderNegative } from './negatives.ts';
import { photographEye } from './photograph.ts';
import type { Ellipse, RenderedEye } from './render-eye.ts';
import { renderEye } from './render-eye.ts';

const SIZE = { width: 160, height: 120 };

/** Anti-aliased share of each pixel inside an ellipse, from 4x4 samples. */
function raster(ellipse: Ellipse, width: number, height: number): Float32Array {
  const share = new Float32Array(width * height);
  const turn = (ellipse.angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  for (let index = 0; index < share.length * 16; index++) {
    const pixel = index >> 4;
    const x = (pixel % width) + ((index & 3) + 0.5) / 4 - ellipse.cx;
    const y = Math.floor(pixel / width) + (((index >> 2) & 3) + 0.5) / 4 - ellipse.cy;
    const u = (x * cos + y * sin) / ellipse.a;
    const v = (-x * sin + y * cos) / ellipse.b;
    if (u * u + v * v <= 1) share[pixel] = (share[pixel] as number) + 1 / 16;
  }
  return share;
}

function overlap(ellipse: Ellipse, mask: Uint8Array, width: number, height: number): number {
  const drawn = raster(ellipse, width, height);
  let common = 0;
  let either = 0;
  mask.forEach((value, index) => {
    const share = drawn[index] as number;
    common += Math.min(value / 255, share);
    either += Math.max(value / 255, share);
  });
  return common / either;
}

function truth<T>(value: T | null): T {
  if (value === null) throw new Error('this eye should have an iris');
  return value;
}

describe('renderEye', () => {
  const domains: readonly Domain[] = ['macro', 'crop', 'face'];

  it.each(domains)('draws the same %s from the same seed, another from another', (domain) => {
    const first = renderEye(drawEyeParameters(5, domain), SIZE);
    const again = renderEye(drawEyeParameters(5, domain), SIZE);
    const other = renderEye(drawEyeParameters(6, domain), SIZE);
    expect(Buffer.compare(first.rgb, again.rgb)).toBe(0);
    expect(Buffer.compare(first.masks.visibleIris, again.masks.visibleIris)).toBe(0);
    expect(Buffer.compare(first.rgb, other.rgb)).not.toBe(0);
  });

  it.each([
    ['frontal', {}],
    ['looking aside', { gaze: { x: 1.1, y: 0.2 } }],
    ['rolled and looking up', { gaze: { x: -0.4, y: -0.7 }, rollDegrees: 25 }],
    ['half shut', { squint: 1 }],
  ])('has ellipses that agree with the amodal masks: %s', (_name, options) => {
    const eye = renderFixture({ ...options, ...SIZE, pupilRatio: 0.5 });
    expect(overlap(truth(eye.iris), eye.masks.amodalIris, eye.width, eye.height)).toBeGreaterThan(0.98);
    expect(overlap(truth(eye.pupil), eye.masks.amodalPupil, eye.width, eye.height)).toBeGreaterThan(0.97);
  });

  it('foreshortens an iris that looks aside, along the gaze', () => {
    const { a, b, angle } = truth(renderFixture({ ...SIZE, gaze: { x: 1.1, y: 0 } }).iris);
    expect(b / a).toBeCloseTo(Math.sqrt(1 - (1.1 / 2.05) ** 2), 3);
    expect(angle).toBeCloseTo(90, 1);
  });

  it('keeps the visible iris within the amodal one, the opening and outside the pupil', () => {
    for (let seed = 0; seed < 12; seed++) {
      const { masks } = renderEye(drawEyeParameters(seed, domains[seed % 3] as Domain), SIZE);
      const rounding = 1;
      const outside = masks.visibleIris.findIndex((value, index) => {
        const ring = (masks.amodalIris[index] as number) - (masks.amodalPupil[index] as number);
        return value > Math.max(0, ring) + rounding || value > (masks.opening[index] as number) + rounding;
      });
      expect(outside).toBe(-1);
    }
  });

  it('draws a window as the same bytes that the whole has there', () => {
    const parameters = drawEyeParameters(21, 'macro');
    const whole = renderEye(parameters, SIZE);
    const window = { left: 37, top: 22, width: 64, height: 51 };
    const part = renderEye(parameters, { ...SIZE, window });
    for (let y = 0; y < window.height; y++) {
      const start = (window.top + y) * SIZE.width + window.left;
      const row = part.rgb.subarray(y * window.width * 3, (y + 1) * window.width * 3);
      expect(Buffer.compare(row, whole.rgb.subarray(start * 3, (start + window.width) * 3))).toBe(0);
      const mask = part.masks.specular.subarray(y * window.width, (y + 1) * window.width);
      expect(Buffer.compare(mask, whole.masks.specular.subarray(start, start + window.width))).toBe(0);
    }
    expect(truth(part.iris).cx).toBeCloseTo(truth(whole.iris).cx - window.left, 6);
  });

  it('without reflections differs only on the lights and in their halo', () => {
    const parameters = fixtureParameters({ ...SIZE, catchlights: ['window', 'dot'] });
    const lit = renderEye(parameters, SIZE);
    const plain = renderEye(parameters, { ...SIZE, reflections: false });
    const radius = truth(lit.iris).a;
    const reach =
      Math.ceil(
        Math.max(...parameters.catchlights.map((light) => light.haloReach + 2 * light.softness)) * radius,
      ) + 2;
    const near = dilate(lit.masks.specular, lit, reach);
    const changed: number[] = [];
    for (let index = 0; index < near.length; index++) {
      const o = index * 3;
      if (Buffer.compare(lit.rgb.subarray(o, o + 3), plain.rgb.subarray(o, o + 3)) !== 0) changed.push(index);
    }
    expect(changed.length).toBeGreaterThan(50);
    expect(changed.filter((index) => near[index] === 0)).toEqual([]);
    expect(plain.masks.specular.every((value) => value === 0)).toBe(true);
    expect(Buffer.compare(plain.masks.visibleIris, lit.masks.visibleIris)).toBe(0);
  });

  it('draws the same eye at any size', () => {
    for (const seed of [8]) {
      const parameters = drawEyeParameters(seed, 'macro', { difficulty: 0.3 });
      const small = renderEye(parameters, SIZE);
      const large = renderEye(parameters, { width: SIZE.width * 3, height: SIZE.height * 3 });
      const [one, three] = [truth(small.iris), truth(large.iris)];
      expect(three.cx).toBeCloseTo(one.cx * 3, 6);
      expect(three.a).toBeCloseTo(one.a * 3, 6);
      expect(meanDifference(small, large, 3)).toBeLessThan(6);
    }
  });

  it('hides what lies under the lids from the visible iris but not from the amodal one', () => {
    const open = renderFixture({ ...SIZE });
    const shut = renderFixture({ ...SIZE, squint: 1 });
    const sum = (mask: Uint8Array): number => mask.reduce((total, value) => total + value, 0);
    expect(sum(shut.masks.visibleIris)).toBeLessThan(0.75 * sum(open.masks.visibleIris));
    expect(sum(shut.masks.amodalIris)).toBe(sum(open.masks.amodalIris));
  });
});

describe('pictures without an iris', () => {
  it.each(NEGATIVE_KINDS)('%s has neither ellipses nor masks', (kind) => {
    const picture = renderNegative(7, { width: 48, height: 48, kind });
    expect([picture.iris, picture.pupil]).toEqual([null, null]);
    for (const mask of Object.values(picture.masks))
      expect((mask as Uint8Array).every((value) => value === 0)).toBe(true);
    expect(new Set(picture.rgb).size).toBeGreaterThan(8);
  });

  it('a closed eye has no iris', () => {
    const eye = renderFixture({ ...SIZE, closed: true, catchlights: ['dot'] });
    expect(eye.iris).toBeNull();
    expect(eye.masks.amodalIris.every((value) => value === 0)).toBe(true);
  });
});

describe('photographEye', () => {
  it('changes the pixels with strength, leaves the truth alone and repeats itself', () => {
    const eye = renderFixture(SIZE);
    const mild = photographEye(eye, 3, 0.2);
    const strong = photographEye(eye, 3, 1);
    expect(photographEye(eye, 3, 0).rgb).toBe(eye.rgb);
    expect(Buffer.compare(photographEye(eye, 3, 1).rgb, strong.rgb)).toBe(0);
    expect(strong.masks).toBe(eye.masks);
    expect(meanDifference(eye, strong, 1)).toBeGreaterThan(meanDifference(eye, mild, 1));
  });
});

function dilate(mask: Uint8Array, size: { width: number; height: number }, reach: number): Uint8Array {
  const near = new Uint8Array(mask.length);
  mask.forEach((value, index) => {
    if (value === 0) return;
    const [x, y] = [index % size.width, Math.floor(index / size.width)];
    for (let row = Math.max(0, y - reach); row <= Math.min(size.height - 1, y + reach); row++) {
      near.fill(
        1,
        row * size.width + Math.max(0, x - reach),
        row * size.width + Math.min(size.width, x + reach + 1),
      );
    }
  });
  return near;
}

/** Mean absolute difference, 0..255, after averaging `factor` x `factor` pixels of the larger picture. */
function meanDifference(small: RenderedEye, large: RenderedEye, factor: number): number {
  let total = 0;
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let v = 0; v < factor; v++) {
          for (let u = 0; u < factor; u++) {
            sum += large.rgb[((y * factor + v) * large.width + x * factor + u) * 3 + channel] as number;
          }
        }
        total += Math.abs(sum / factor ** 2 - (small.rgb[(y * small.width + x) * 3 + channel] as number));
      }
    }
  }
  return total / small.rgb.length;
}
