import { beforeAll, describe, expect, it } from 'vitest';
import { StudioFailure } from '../../../contracts/failure.ts';
import { boxBlur } from '../../imaging/box-blur.ts';
import { type ColourImage, createMaskImage, type MaskImage } from '../../imaging/image.ts';
import type { IrisFrame } from '../iris-frame.ts';
import { completeIris } from './complete-iris.ts';
import { findSpeculars } from './find-speculars.ts';
import { removeReflections } from './remove-reflections.ts';
import { type Scene, scene, sceneSide, signalToNoise } from './testing/scene.ts';

const side = sceneSide;

function count(test: (pixel: number) => boolean): number {
  let sum = 0;
  for (let pixel = 0; pixel < side * side; pixel += 1) if (test(pixel)) sum += 1;
  return sum;
}

function laplacianEnergy(image: ColourImage, where: MaskImage): number {
  const { data } = image;
  let sum = 0;
  for (let pixel = side + 1; pixel < side * (side - 1) - 1; pixel += 1) {
    const around = [0, -1, 1, -side, side];
    if (around.some((step) => where.data[pixel + step]! < 128)) continue;
    for (let channel = 0; channel < 3; channel += 1) {
      const at = pixel * 3 + channel;
      const neighbours = data[at - 3]! + data[at + 3]! + data[at - 3 * side]! + data[at + 3 * side]!;
      sum += (neighbours - 4 * data[at]!) ** 2;
    }
  }
  return sum;
}

function blurred(image: ColourImage): ColourImage {
  return { ...image, data: Uint16Array.from(boxBlur(Float32Array.from(image.data), side, side, 6, 3)) };
}

/** Discs on the ring, burnt out in a copy of the picture. */
function burnHoles(
  truth: ColourImage,
  frame: IrisFrame,
  diameter: number,
): { frame: IrisFrame; holes: MaskImage } {
  const holes = createMaskImage(side, side);
  const data = truth.data.slice();
  for (const angle of [0.3, 1.2, 2.6, 3.6, 5.7]) {
    const radius = (frame.pupil!.a + frame.iris.a) / 2;
    const cx = frame.pupil!.cx + radius * Math.cos(angle);
    const cy = frame.pupil!.cy + radius * Math.sin(angle);
    for (let pixel = 0; pixel < side * side; pixel += 1) {
      const away = Math.hypot((pixel % side) + 0.5 - cx, Math.floor(pixel / side) + 0.5 - cy);
      if (away > diameter / 2) continue;
      holes.data[pixel] = 255;
      data.fill(65535, pixel * 3, pixel * 3 + 3);
    }
  }
  return { frame: { ...frame, image: { ...truth, data } }, holes };
}

/** What a fill without any idea achieves: the mean colour of what is visible. */
function meanFill(frame: IrisFrame, holes: MaskImage): ColourImage {
  const data = frame.image.data.slice();
  const usable = (pixel: number) => frame.visible.data[pixel]! > 200 && holes.data[pixel]! < 128;
  for (let channel = 0; channel < 3; channel += 1) {
    let sum = 0;
    for (let pixel = 0; pixel < side * side; pixel += 1) if (usable(pixel)) sum += data[pixel * 3 + channel]!;
    const mean = sum / count(usable);
    for (let pixel = 0; pixel < side * side; pixel += 1) {
      if (holes.data[pixel]! >= 128) data[pixel * 3 + channel] = mean;
    }
  }
  return { ...frame.image, data };
}

let brown: Scene;
let blue: Scene;

beforeAll(() => {
  brown = scene({ seed: 2, palette: 'brown', catchlights: ['window', 'dot'] });
  blue = scene({ seed: 5, palette: 'blue', catchlights: ['softbox', 'dot'] });
});

describe('finding reflections', () => {
  const cases: [string, () => Scene][] = [
    ['a window and a dot on brown', () => brown],
    ['a softbox and a dot on blue', () => blue],
  ];

  it.each(cases)('sees %s, and little else', (_, of) => {
    const { frame, truth, specular, disc } = of();
    const found = findSpeculars(frame);
    const changed = (pixel: number, least: number) =>
      [0, 1, 2].some(
        (c) => Math.abs(frame.image.data[pixel * 3 + c]! - truth.data[pixel * 3 + c]!) > least * 257,
      );
    const onDisc = (pixel: number) => disc.data[pixel]! > 128 && frame.opening.data[pixel]! > 128;
    const cores = count((pixel) => onDisc(pixel) && specular.data[pixel]! > 128 && changed(pixel, 60));
    const hit = count((p) => onDisc(p) && specular.data[p]! > 128 && changed(p, 60) && found.data[p] === 255);
    expect(cores).toBeGreaterThan(200);
    expect(hit / cores).toBeGreaterThan(0.95);
    // Around every light a margin is wanted; what is far from any light is false.
    const reach = 0.16 * frame.iris.a;
    const lights: [number, number][] = [];
    for (let pixel = 0; pixel < side * side; pixel += 7) {
      if (specular.data[pixel]! > 128) lights.push([pixel % side, Math.floor(pixel / side)]);
    }
    const far = (p: number) =>
      lights.every(([x, y]) => Math.hypot(x - (p % side), y - Math.floor(p / side)) > reach);
    expect(count((p) => found.data[p] === 255 && far(p)) / count(onDisc)).toBeLessThan(0.01);
    expect(count((p) => found.data[p] === 255) / count(onDisc)).toBeLessThan(0.3);
  });

  it('finds nothing where nothing is mirrored, nor takes the white of the eye for it', () => {
    for (const { frame, truth } of [brown, blue]) {
      const found = findSpeculars({ ...frame, image: truth });
      expect(count((pixel) => found.data[pixel] === 255) / (Math.PI * frame.iris.a ** 2)).toBeLessThan(0.01);
    }
  });

  it('sees a dim window in the dark of the pupil', () => {
    const { frame, truth } = brown;
    const { pupil } = frame;
    const data = truth.data.slice();
    const dim = (pixel: number) =>
      Math.abs((pixel % side) - pupil!.cx + 8) < 9 && Math.abs(Math.floor(pixel / side) - pupil!.cy + 6) < 12;
    for (let pixel = 0; pixel < side * side; pixel += 1) {
      if (dim(pixel)) for (let channel = 0; channel < 3; channel += 1) data[pixel * 3 + channel]! += 22 * 257;
    }
    const found = findSpeculars({ ...frame, image: { ...truth, data } });
    expect(count((p) => dim(p) && found.data[p] === 255) / count(dim)).toBeGreaterThan(0.95);
  });
});

describe('removing reflections', () => {
  it.each([5, 20, 36])('fills holes of %i pixels with what might have been there', async (diameter) => {
    let lead = 0;
    let made = 0;
    let wanted = 0;
    for (const { frame, truth } of [brown, blue]) {
      const { frame: burnt, holes } = burnHoles(truth, frame, diameter);
      const { image } = await removeReflections(burnt, holes);
      const naive = meanFill(burnt, holes);
      if (diameter < 10) {
        expect(signalToNoise(image, truth, holes)).toBeGreaterThan(signalToNoise(naive, truth, holes) + 3);
      }
      // Invented texture cannot match pixel by pixel, so larger holes are held to their tone.
      lead += signalToNoise(blurred(image), blurred(truth), holes);
      lead -= signalToNoise(blurred(naive), blurred(truth), holes);
      made += laplacianEnergy(image, holes);
      wanted += laplacianEnergy(truth, holes);
    }
    expect(lead / 2).toBeGreaterThan(0.3);
    // Tiny holes are smooth by design.
    if (diameter < 10) return;
    expect(made / wanted).toBeGreaterThan(0.6);
    expect(made / wanted).toBeLessThan(1.3);
  });

  it('leaves no seam', async () => {
    const { frame, truth } = brown;
    const { frame: burnt, holes } = burnHoles(truth, frame, 32);
    const { image } = await removeReflections(burnt, holes);
    let across = 0;
    let crossings = 0;
    let within = 0;
    let steps = 0;
    for (let pixel = side; pixel < side * (side - 1); pixel += 1) {
      const step = Math.abs(image.data[pixel * 3]! - image.data[pixel * 3 + 3]!);
      const [here, next] = [holes.data[pixel]! > 0, holes.data[pixel + 1]! > 0];
      if (here !== next) {
        across += step;
        crossings += 1;
      } else if (frame.visible.data[pixel]! > 200) {
        within += step;
        steps += 1;
      }
    }
    expect(across / crossings).toBeLessThan(1.5 * (within / steps));
  });

  it('takes away a window, across the pupil’s edge too, and changes nothing else', async () => {
    const { frame, truth } = brown;
    const found = findSpeculars(frame);
    const shares: number[] = [];
    const { image, filled } = await removeReflections(frame, found, {
      onProgress: (share) => shares.push(share),
    });
    expect(signalToNoise(image, truth, filled)).toBeGreaterThan(
      signalToNoise(frame.image, truth, filled) + 8,
    );
    for (let at = 0; at < image.data.length; at += 1) {
      if (filled.data[Math.floor(at / 3)] === 0 && image.data[at] !== frame.image.data[at]) {
        expect.fail(`pixel ${Math.floor(at / 3)} changed outside of what was filled`);
      }
    }
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    // Dark where the pupil is: the tone of the pupil, not of the iris, and no light left.
    const { pupil } = frame;
    const deep = (p: number) =>
      Math.hypot((p % side) - pupil!.cx, Math.floor(p / side) - pupil!.cy) < 0.85 * pupil!.a &&
      filled.data[p] === 255;
    expect(count((p) => deep(p) && image.data[p * 3]! > 40 * 257)).toBe(0);
  });

  it('always does the same', async () => {
    const found = findSpeculars(blue.frame);
    const [one, other] = [
      await removeReflections(blue.frame, found),
      await removeReflections(blue.frame, found),
    ];
    expect(Buffer.compare(Buffer.from(one.image.data.buffer), Buffer.from(other.image.data.buffer))).toBe(0);
  });

  it('works without a pupil, and without anything to do', async () => {
    const found = findSpeculars({ ...brown.frame, pupil: null });
    const { filled } = await removeReflections({ ...brown.frame, pupil: null }, found);
    expect(filled.data.some((value) => value === 255)).toBe(true);
    const nothing = await removeReflections(brown.frame, createMaskImage(side, side));
    expect(nothing.image.data).toEqual(brown.frame.image.data);
  });

  it('stops between holes when asked to', async () => {
    const stop = new AbortController();
    const { frame, holes } = burnHoles(brown.truth, brown.frame, 20);
    const work = removeReflections(frame, holes, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(work).rejects.toMatchObject(new StudioFailure('cancelled', { stage: 'reflections' }));
  });
});

describe('completing the disc', () => {
  it('replaces what a lid covers by iris', async () => {
    const { frame, disc } = scene({ seed: 2, palette: 'brown', squint: 0.35 });
    const before =
      count((p) => disc.data[p]! > 200 && frame.opening.data[p]! < 128) / count((p) => disc.data[p]! > 200);
    expect(before).toBeGreaterThan(0.04);
    const { image, filled, covered } = await completeIris(frame.image, frame, createMaskImage(side, side));
    expect(count((p) => disc.data[p]! > 200 && frame.opening.data[p]! < 128 && filled.data[p] === 0)).toBe(0);
    expect(covered).toBeNull();
    // Skin is much lighter and redder than this iris; none is left.
    const lid = (p: number) => disc.data[p]! > 250 && frame.opening.data[p]! < 20;
    let sum = 0;
    let all = 0;
    for (let p = 0; p < side * side; p += 1) {
      if (lid(p)) sum += image.data[p * 3]!;
      if (frame.visible.data[p]! > 250) all += image.data[p * 3]!;
    }
    const tone = sum / count(lid) / (all / count((p) => frame.visible.data[p]! > 250));
    expect(tone).toBeGreaterThan(0.7);
    expect(tone).toBeLessThan(1.3);
  });

  it('reports what is too much to invent', async () => {
    const { frame, disc } = scene({ seed: 2, palette: 'brown', squint: 1 });
    const { covered, filled } = await completeIris(frame.image, frame, createMaskImage(side, side));
    const hidden = (p: number) => disc.data[p]! > 200 && frame.opening.data[p]! < 128;
    expect(count((p) => covered?.data[p] === 255)).toBeGreaterThan(0);
    expect(count((p) => hidden(p) && covered?.data[p] === 0 && filled.data[p] === 0)).toBe(0);
  });
});
