import { describe, expect, it } from 'vitest';
import { circle, drawEllipse } from '../../../src/worker/imaging/ellipse-geometry.ts';
import { createPicture, type FloatPicture } from '../picture.ts';
import { blurPicture, resample } from '../resample.ts';
import { measureEnhancement } from './enhancement.ts';
import { measureFill } from './fill.ts';
import { ellipseOfMoments, hausdorff95, overlapOf, type Region } from './outline.ts';

const side = 160;
const everywhere = new Uint8Array(side * side).fill(1);

/** Grey stripes and dots of several sizes; no two pixels alike. */
function texture(): FloatPicture {
  const picture = createPicture(side, side);
  let state = 1;
  for (let pixel = 0; pixel < side * side; pixel += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const x = pixel % side;
    const y = Math.floor(pixel / side);
    const value =
      0.5 + 0.12 * Math.sin(x / 3 + y / 7) + 0.1 * Math.sin(y / 1.9) + 0.1 * (state / 2 ** 32 - 0.5);
    picture.data.fill(value, pixel * 3, pixel * 3 + 3);
  }
  return picture;
}

function disc(cx: number, cy: number, radius: number): Region {
  const data = drawEllipse(circle(cx, cy, radius), side, side).data.map((value) => (value >= 128 ? 1 : 0));
  return { width: side, height: side, data };
}

describe('measures of enlargement', () => {
  it('give a perfect picture the best of everything', () => {
    const truth = texture();
    const measured = measureEnhancement(truth, truth, everywhere, 4);
    expect(measured.psnr).toBeGreaterThan(100);
    expect(measured.ssim).toBeCloseTo(1, 6);
    expect(measured.f1).toBeCloseTo(1, 5);
    expect(measured.f2).toBeCloseTo(1, 5);
    expect(measured.energy).toBeCloseTo(1, 5);
    expect(measured.drift).toBeCloseTo(0, 6);
    expect(measured.lattice / measured.high).toBeLessThan(0.02);
  });

  it('know a shift of all values in decibels and in colour', () => {
    const truth = texture();
    const brighter = { ...truth, data: truth.data.map((value) => value + 0.01) };
    const measured = measureEnhancement(brighter, truth, everywhere, 4);
    expect(measured.psnr).toBeCloseTo(40, 3);
    expect(measured.f1).toBeCloseTo(1, 4);
    expect(measured.drift).toBeGreaterThan(0.5);
    expect(measured.drift).toBeLessThan(2);
  });

  it('see that blur takes texture away, and that noise is none of the truth’s', () => {
    const truth = texture();
    const soft = measureEnhancement(blurPicture(truth, 2.5), truth, everywhere, 4);
    expect(soft.energy).toBeLessThan(0.5);
    const other = resample(texture(), side, side, 'box');
    const turned = { ...other, data: other.data.map((_, at) => other.data[other.data.length - 1 - at]!) };
    const unrelated = measureEnhancement(turned, truth, everywhere, 4);
    expect(unrelated.energy).toBeCloseTo(1, 1);
    expect(Math.abs(unrelated.f1)).toBeLessThan(0.3);
  });

  it('see a lattice of dots', () => {
    const truth = texture();
    const dotted = { ...truth, data: truth.data.slice() };
    for (let y = 0; y < side; y += 4) {
      for (let x = 0; x < side; x += 4) dotted.data.fill(0.9, (y * side + x) * 3, (y * side + x) * 3 + 3);
    }
    const { lattice, high } = measureEnhancement(dotted, truth, everywhere, 4);
    expect(lattice / high).toBeGreaterThan(0.3);
  });

  it('look at nothing outside the mask', () => {
    const truth = texture();
    const spoilt = { ...truth, data: truth.data.slice() };
    spoilt.data.fill(0, 0, side * 3 * 20);
    const mask = everywhere.map((_, pixel) => (pixel >= side * 60 ? 1 : 0));
    expect(measureEnhancement(spoilt, truth, mask, 4).psnr).toBeGreaterThan(100);
  });
});

describe('measures of outlines', () => {
  it('give half-shifted discs the overlap that geometry says', () => {
    // Two unit discs at distance d share 2 acos(d/2) - d/2 sqrt(4 - d²).
    const [radius, shift] = [40, 20];
    const d = shift / radius;
    const shared = 2 * Math.acos(d / 2) - (d / 2) * Math.sqrt(4 - d * d);
    const expected = shared / (2 * Math.PI - shared);
    expect(overlapOf(disc(70, 80, radius), disc(90, 80, radius))).toBeCloseTo(expected, 2);
    expect(overlapOf(disc(70, 80, 5), disc(120, 80, 5))).toBe(0);
  });

  it('read centre and radius off a region', () => {
    const ellipse = ellipseOfMoments(disc(71.3, 82.6, 33.4))!;
    expect(ellipse.cx).toBeCloseTo(71.3, 1);
    expect(ellipse.cy).toBeCloseTo(82.6, 1);
    expect((ellipse.a + ellipse.b) / 2).toBeCloseTo(33.4, 1);
    expect(ellipseOfMoments({ width: 2, height: 1, data: new Uint8Array(2) })).toBeNull();
  });

  it('measure how far borders lie apart, without the worst of a hundred', () => {
    expect(hausdorff95(disc(80, 80, 40), disc(80, 80, 40))).toBe(0);
    expect(hausdorff95(disc(80, 80, 40), disc(80, 80, 46))).toBeCloseTo(6, 0);
    const speck = disc(80, 80, 40);
    speck.data[0] = 1;
    expect(hausdorff95(speck, disc(80, 80, 40))).toBe(0);
  });
});

describe('measures of fills', () => {
  it('see a smooth fill as smooth and the truth as the truth', () => {
    const truth = texture();
    const holes = disc(80, 80, 16).data;
    const soft = blurPicture(truth, 3);
    const filled = {
      ...truth,
      data: truth.data.map((v, at) => (holes[Math.floor(at / 3)] ? soft.data[at]! : v)),
    };
    const same = measureFill(truth, truth, holes);
    expect(same.made / same.wanted).toBeCloseTo(1, 6);
    const smooth = measureFill(filled, truth, holes);
    expect(smooth.made / smooth.wanted).toBeLessThan(0.5);
    expect(smooth.psnr).toBeLessThan(40);
  });
});
