import { describe, expect, it } from 'vitest';
import { type ColourImage, createColourImage } from '../../imaging/image.ts';
import { Crispening } from './crispen.ts';

/** Grey, with the brightness (0..1) that `at` tells. */
function draw(width: number, height: number, at: (x: number, y: number) => number): ColourImage {
  const image = createColourImage(width, height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      image.data.fill(65535 * at(x, y), 3 * (y * width + x), 3 * (y * width + x) + 3);
  return image;
}

function crisp(image: ColourImage, steps: readonly number[] = [image.height], enlargement = 4): ColourImage {
  const copy = { ...image, data: image.data.slice() };
  const crispening = new Crispening(copy, enlargement);
  for (const end of steps) crispening.advance(end);
  return copy;
}

const spread = ({ data }: ColourImage) => {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  return Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length) / 65535;
};

const stripes = (period: number, depth: number) =>
  draw(96, 96, (x) => 0.5 + depth * Math.sin((2 * Math.PI * x) / period));

const texture = (width: number, height: number) =>
  draw(width, height, (x, y) => 0.5 + 0.2 * Math.sin(x * 1.3 + y * 0.7) * Math.cos(y * 1.9 - x * 0.2));

describe('Crispening', () => {
  it('amplifies fine detail and leaves broad forms as they are', () => {
    const gain = (period: number) => spread(crisp(stripes(period, 0.01))) / spread(stripes(period, 0.01));
    expect(gain(4)).toBeGreaterThan(1.5);
    expect(gain(8)).toBeGreaterThan(1.3);
    expect(gain(96)).toBeLessThan(1.05);
    expect(gain(96)).toBeGreaterThan(0.95);
  });

  it('adds less where less was enlarged', () => {
    const gain = (enlargement: number) =>
      spread(crisp(stripes(4, 0.01), [96], enlargement)) / spread(stripes(4, 0.01)) - 1;
    expect(gain(2)).toBeGreaterThan(0.4 * gain(4));
    expect(gain(2)).toBeLessThan(0.6 * gain(4));
    expect(gain(8)).toBeCloseTo(gain(4));
  });

  it('changes no flat surface, not even at the picture’s borders', () => {
    const flat = draw(40, 50, () => 0.25);
    const change = crisp(flat).data.map((value, at) => Math.abs(value - flat.data[at]!));
    expect(Math.max(...change)).toBeLessThanOrEqual(1);
  });

  it('does not move any pixel by more than 8% of the range, however strong a border is', () => {
    const border = draw(64, 64, (x) => (x < 32 ? 0.2 : 0.8));
    const result = crisp(border).data;
    const most = result.reduce((sum, value, at) => Math.max(sum, Math.abs(value - border.data[at]!)), 0);
    expect(most / 65535).toBeGreaterThan(0.02);
    expect(most / 65535).toBeLessThan(0.08);
  });

  it('keeps colours: all three channels move alike', () => {
    const image = texture(48, 48);
    for (let at = 0; at < image.data.length; at += 3) {
      image.data[at] = image.data[at]! + 6000;
      image.data[at + 2] = image.data[at + 2]! - 4000;
    }
    const { data } = crisp(image);
    for (let at = 0; at < data.length; at += 3) {
      expect(
        Math.abs(data[at]! - data[at + 1]! - (image.data[at]! - image.data[at + 1]!)),
      ).toBeLessThanOrEqual(1);
      expect(
        Math.abs(data[at + 2]! - data[at + 1]! - (image.data[at + 2]! - image.data[at + 1]!)),
      ).toBeLessThanOrEqual(1);
    }
  });

  it('makes the same picture in whatever portions its rows come', () => {
    for (const height of [1, 5, 17, 64, 70]) {
      const image = texture(30, height);
      const whole = crisp(image).data;
      const rows = Array.from({ length: height }, (_, row) => row + 1);
      expect(crisp(image, rows).data).toEqual(whole);
      expect(crisp(image, [Math.ceil(height / 3), Math.ceil(height / 2), height]).data).toEqual(whole);
    }
  });

  it('says which rows will not change any more', () => {
    const image = texture(20, 60);
    const whole = crisp(image).data;
    const partly = { ...image, data: image.data.slice() };
    const crispening = new Crispening(partly, 4);
    expect(crispening.advance(10)).toBe(0);
    const rows = crispening.advance(40);
    expect(rows).toBe(26);
    expect(partly.data.subarray(0, rows * 60)).toEqual(whole.subarray(0, rows * 60));
    expect(partly.data.subarray(rows * 60)).toEqual(image.data.subarray(rows * 60));
    expect(crispening.advance(60)).toBe(60);
  });
});
