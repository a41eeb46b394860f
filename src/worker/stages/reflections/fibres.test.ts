import { describe, expect, it } from 'vitest';
import { type ColourImage, createColourImage, createMaskImage, type MaskImage } from '../../imaging/image.ts';
import { cellKind, solveMembrane } from '../../imaging/laplace-solver.ts';
import { connectedComponents } from '../../imaging/morphology.ts';
import type { IrisFrame } from '../iris-frame.ts';
import { carryFibres } from './carry-fibres.ts';
import { type FibreCoherence, fibreCoherence } from './fibre-coherence.ts';
import { fillContext } from './fill-context.ts';
import { fillHole } from './fill-hole.ts';
import { errorIn, iris, maskWhere, plainNoise, polar, pupil, radialFibres, side } from './fixtures.ts';
import { boxOf, type HoleBox } from './hole-box.ts';
import type { PatchCopy } from './patch-copy.ts';

const nothing = createMaskImage(side, side);
const everything: MaskImage = { ...nothing, data: new Uint8Array(side * side).fill(255) };
const uncarried: FibreCoherence = { share: 0, length: 1 };

/** A piece of a thin ring of light: 10 pixels deep, a quarter turn long, well inside the iris. */
const arc = maskWhere((distance, angle) => distance > 64 && distance < 74 && Math.abs(angle) < 0.8);

function frameOf(image: ColourImage): IrisFrame {
  return {
    region: { left: 0, top: 0, width: side, height: side },
    scale: 1,
    image,
    inside: everything,
    iris,
    pupil,
    opening: everything,
    visible: everything,
    specular: nothing,
  };
}

function burnt(truth: ColourImage, holes: MaskImage): ColourImage {
  return {
    ...truth,
    data: truth.data.map((value, at) => (holes.data[Math.floor(at / 3)] === 0 ? value : 65535)),
  };
}

/** The picture with its hole filled by what ships, with the fibres it measures or with others. */
function filledWith(truth: ColourImage, holes: MaskImage, fibres?: FibreCoherence): ColourImage {
  const image = burnt(truth, holes);
  const context = fillContext(
    frameOf(image),
    image,
    holes,
    createMaskImage(side, side),
    undefined,
    fibres === undefined ? {} : { fibres },
  );
  for (const hole of connectedComponents(holes)) fillHole(context, hole);
  return image;
}

/** The membrane alone, without anything copied or carried. */
function smooth(truth: ColourImage, holes: MaskImage): ColourImage {
  const planes = [0, 1, 2].map((channel) =>
    Float32Array.from(holes.data, (_, pixel) => truth.data[pixel * 3 + channel]! / 65535),
  );
  const kind = holes.data.map((hole) => (hole === 0 ? cellKind.known : cellKind.unknown));
  solveMembrane({ width: side, height: side, kind, planes });
  return {
    ...truth,
    data: truth.data.map((_, at) => 65535 * planes[at % 3]![Math.floor(at / 3)]!),
  };
}

/** A copy that brings nothing but one grey. */
function greyCopy({ hole }: HoleBox, grey: number): PatchCopy {
  const there = new Uint8Array(hole.length).fill(1);
  return { there, planes: [0, 1, 2].map(() => new Float32Array(hole.length).fill(grey)) };
}

describe('how far fibres go on', () => {
  it('is far where they are straight', () => {
    const { share, length } = fibreCoherence(radialFibres(), nothing, polar);
    expect(share).toBeGreaterThan(0.6);
    expect(length).toBeGreaterThan(0.2 * polar.radius);
  });

  it('is nowhere in noise', () => {
    expect(fibreCoherence(plainNoise(), nothing, polar).share).toBeLessThan(0.1);
  });

  it('is not known of what is blocked, nor where nothing can be seen', () => {
    expect(fibreCoherence(radialFibres(), everything, polar)).toEqual(uncarried);
    // Noise that is blocked does not speak against the fibres beside it.
    const noise = plainNoise();
    const half = maskWhere((_, angle) => angle > 0);
    const mixed = radialFibres();
    for (let at = 0; at < mixed.data.length; at += 1)
      if (half.data[Math.floor(at / 3)] === 255) mixed.data[at] = noise.data[at]!;
    expect(fibreCoherence(mixed, half, polar).share).toBeGreaterThan(0.6);
    expect(fibreCoherence(mixed, nothing, polar).share).toBeLessThan(0.6);
  });
});

describe('fibres that go on through a hole', () => {
  it('come out nearer to the truth than a copy does, and than a smooth fill', () => {
    const truth = radialFibres();
    const carried = errorIn(arc, filledWith(truth, arc), truth);
    const copied = errorIn(arc, filledWith(truth, arc, uncarried), truth);
    // 3 dB nearer than the copy alone, 4 dB nearer than a smooth fill.
    expect(carried).toBeLessThan(copied * 0.71);
    expect(carried).toBeLessThan(errorIn(arc, smooth(truth, arc), truth) * 0.63);
  });

  it('are not drawn where the texture has no direction', () => {
    const truth = plainNoise();
    expect(filledWith(truth, arc).data).toEqual(filledWith(truth, arc, uncarried).data);
  });

  it('run on from both ends of a stretch and fade with the distance from them', () => {
    const truth = radialFibres();
    const hole = maskWhere((distance, angle) => distance > 55 && distance < 85 && Math.abs(angle) < 0.5);
    const box = boxOf({ image: truth, polar, blocked: hole }, connectedComponents(hole)[0]!);
    const length = 6;
    const copy = greyCopy(box, 28_000 / 65535);
    carryFibres({ image: truth, polar, fibres: { share: 1, length } }, box, copy);
    const drawn = (from: number, to: number) => {
      let sum = 0;
      let wanted = 0;
      for (let at = 0; at < box.hole.length; at += 1) {
        const x = box.left + (at % box.width);
        const y = box.top + Math.floor(at / box.width);
        const distance = Math.hypot(x + 0.5 - 120, y + 0.5 - 120);
        if (box.hole[at] === 0 || distance < from || distance > to) continue;
        const fibre = truth.data[(y * side + x) * 3]! / 65535 - 28_000 / 65535;
        sum += fibre * (copy.planes[0]![at]! - 28_000 / 65535);
        wanted += fibre * fibre;
      }
      return sum / wanted;
    };
    // What of the true fibres is there, tones apart.
    const between = drawn(68, 72);
    expect(drawn(55, 57)).toBeGreaterThan(4 * between);
    expect(drawn(83, 85)).toBeGreaterThan(4 * between);
    expect(between).toBeGreaterThan(0);
  });

  it('leave tones to the membrane', () => {
    const truth = radialFibres();
    const box = boxOf({ image: truth, polar, blocked: arc }, connectedComponents(arc)[0]!);
    const change = (grey: number) => {
      const copy = greyCopy(box, grey);
      carryFibres({ image: truth, polar, fibres: { share: 1, length: 30 } }, box, copy);
      return copy.planes[0]!.map((value) => value - grey);
    };
    const dark = change(0.2);
    const light = change(0.6);
    expect(dark.some((value) => Math.abs(value) > 0.02)).toBe(true);
    for (let at = 0; at < dark.length; at += 1) expect(dark[at]).toBeCloseTo(light[at]!, 4);
    // Nor is a tone that changes slowly along the rim taken for fibres.
    const shaded = createColourImage(side, side);
    for (let at = 0; at < shaded.data.length; at += 1)
      shaded.data[at] = 20_000 + 100 * (Math.floor(at / 3 / side) - side / 2);
    const copy = greyCopy(box, 20_000 / 65535);
    carryFibres({ image: shaded, polar, fibres: { share: 1, length: 30 } }, box, copy);
    const most = copy.planes[0]!.reduce(
      (found, value) => Math.max(found, Math.abs(value - 20_000 / 65535)),
      0,
    );
    expect(most).toBeLessThan(0.015);
  });

  it('are left out where few of them go on', () => {
    const truth = radialFibres();
    const box = boxOf({ image: truth, polar, blocked: arc }, connectedComponents(arc)[0]!);
    const copy = greyCopy(box, 0.5);
    carryFibres({ image: truth, polar, fibres: { share: 0.1, length: 30 } }, box, copy);
    expect(copy.planes[0]!.every((value) => value === 0.5)).toBe(true);
  });

  it('run through a whole ring of light where they are asked to bridge it', () => {
    const truth = radialFibres();
    const ring = maskWhere((distance) => distance > 58 && distance < 82);
    const box = boxOf({ image: truth, polar, blocked: ring }, connectedComponents(ring)[0]!);
    const inTheMiddle = (bridge: boolean) => {
      const copy = greyCopy(box, 0.4);
      carryFibres({ image: truth, polar, fibres: { share: 1, length: 3 } }, box, copy, bridge);
      return copy.planes[0]!.reduce((sum, value, at) => {
        const middle = box.hole[at] === 1 && Math.abs(box.depth[at]! - 35 / 65) < 0.05;
        return middle ? sum + (value - 0.4) ** 2 : sum;
      }, 0);
    };
    expect(inTheMiddle(true)).toBeGreaterThan(5 * inTheMiddle(false));
  });
});
