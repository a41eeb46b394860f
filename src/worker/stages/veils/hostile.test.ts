/** Pictures that nobody should send, and frames that finders got wrong. */
import { describe, expect, it } from 'vitest';
import { linearToSrgb, srgbToLinear } from '../../imaging/colour-srgb.ts';
import { circle } from '../../imaging/ellipse-geometry.ts';
import { type ColourImage, createColourImage, createMaskImage } from '../../imaging/image.ts';
import { fromPredicate } from '../../imaging/morphology.ts';
import type { IrisFrame } from '../iris-frame.ts';
import { randomSource } from '../reflections/grain.ts';
import { followVeil } from './follow-veil.ts';
import { lightsWithGlow } from './glow.ts';
import { findPupilVeil } from './pupil-veil.ts';
import { subtractVeils } from './subtract-veils.ts';
import { traceVeil } from './trace-veil.ts';
import { veilCells } from './veil-cells.ts';

type Colour = readonly [number, number, number];
/** sRGB-encoded, 0..1, at a place in pixels. */
type Picture = (x: number, y: number) => Colour;

const evenly =
  (colour: Colour): Picture =>
  () =>
    colour;

function noise(strength: number, seed: number): Picture {
  const random = randomSource(seed);
  return () => [strength * random(), strength * random(), strength * random()];
}

/** A brown eye whose iris varies from pixel to pixel, by so much of its light. */
function eye(centre: { x: number; y: number }, radius: number, pupilRadius: number, texture = 0.4): Picture {
  const random = randomSource(3);
  return (x, y) => {
    const distance = Math.hypot(x - centre.x, y - centre.y);
    const varied = 1 + texture * (random() - 0.5);
    if (distance < pupilRadius) return [0.04, 0.04, 0.04];
    return distance < radius ? [0.35 * varied, 0.25 * varied, 0.15 * varied] : [0.8, 0.78, 0.75];
  };
}

/** Light added to a rectangle. */
function veiled(
  picture: Picture,
  [left, top, right, bottom]: readonly [number, number, number, number],
  strength = 0.06,
): Picture {
  return (x, y) => {
    const inside = Math.min(x - left, right - x, y - top, bottom - y);
    const added = strength * Math.min(1, Math.max(0, 0.5 + inside / 3));
    const [red, green, blue] = picture(x, y).map((value) => linearToSrgb(srgbToLinear(value) + added));
    return [red!, green!, blue!];
  };
}

function painted(picture: Picture, width: number, height = width): ColourImage {
  const image = createColourImage(width, height);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const colour = picture((pixel % width) + 0.5, Math.floor(pixel / width) + 0.5);
    for (const channel of [0, 1, 2] as const) {
      image.data[pixel * 3 + channel] = Math.min(65535, Math.max(0, 65535 * colour[channel]));
    }
  }
  return image;
}

function frameOf(image: ColourImage, iris = circle(130, 130, 100), pupil = circle(130, 130, 36)): IrisFrame {
  const everywhere = fromPredicate(image, () => true);
  const { width, height } = image;
  return {
    region: { left: 0, top: 0, width, height },
    scale: 1,
    image,
    inside: everywhere,
    iris,
    pupil,
    opening: everywhere,
    visible: everywhere,
    specular: createMaskImage(width, height),
  };
}

/** The iris of `frameOf`, and a softbox across its pupil. */
const side = 260;
const middle = { x: 130, y: 130 };
const usualEye = () => eye(middle, 100, 36);
const softbox = [110, 60, 175, 140] as const;

async function expectUntouched(frame: IrisFrame): Promise<void> {
  const before = frame.image.data.slice();
  const { image, lifted, hidden, veils } = await subtractVeils(frame, { mayWrite: true });
  expect(image).toBe(frame.image);
  expect(Buffer.compare(bytesOf(image), Buffer.from(before.buffer))).toBe(0);
  expect({ lifted, hidden, veils }).toEqual({ lifted: null, hidden: null, veils: 0 });
}

function bytesOf({ data }: ColourImage): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** Follows and traces what the pupil shows, and looks at every number on the way. */
async function expectFinite(frame: IrisFrame): Promise<void> {
  const coarse = veilCells(frame, 100);
  const veil = findPupilVeil(coarse);
  if (veil === null) return;
  expectAllFinite('added', [...veil.added, ...veil.dark]);
  const followed = followVeil(coarse, veil);
  if (followed === null) return;
  const { value, spread, clearness } = followed.contrast;
  expectAllFinite('contrast', [clearness]);
  expectAllFinite('value', value);
  expectAllFinite('spread', spread);
  const layer = await traceVeil(veilCells(frame, 200), coarse, veil, followed, undefined);
  if (layer === null) return;
  expectAllFinite('layer', [...layer.added, ...layer.dark, layer.edge.softness]);
  expectAllFinite('distance', layer.edge.distance);
  expectAllFinite('trusted', layer.edge.fitted.trusted);
  expectAllFinite('level', [layer.edge.fitted.level(0, 0), layer.edge.fitted.level(1e4, 1e4)]);
}

function expectAllFinite(what: string, values: Iterable<number>): void {
  for (const value of values) if (!Number.isFinite(value)) expect.fail(`${what} has ${value}`);
}

describe('without a veil nothing changes', () => {
  it.each<[string, Picture]>([
    ['black', evenly([0, 0, 0])],
    ['white', evenly([1, 1, 1])],
    ['grey', evenly([0.5, 0.5, 0.5])],
    ['nearly black', evenly([0.02, 0.02, 0.02])],
    ['red', evenly([1, 0, 0])],
    ['of faint noise', noise(0.05, 1)],
    ['of noise', noise(0.3, 2)],
    ['of nothing but noise', noise(1, 3)],
    ['an eye without any texture', eye(middle, 100, 36, 0)],
  ])('in a picture that is %s', async (_, picture) => {
    const frame = frameOf(painted(picture, side));
    await expectFinite(frame);
    await expectUntouched(frame);
  });

  it.each([1, 5, 10, 15, 20, 30, 40])('in an iris of %i pixels', async (radius) => {
    const centre = Math.ceil(1.3 * radius);
    for (const share of [0.2, 0.36, 0.7]) {
      const picture = eye({ x: centre, y: centre }, radius, share * radius);
      const [iris, pupil] = [circle(centre, centre, radius), circle(centre, centre, share * radius)];
      await expectUntouched(frameOf(painted(picture, 2 * centre), iris, pupil));
    }
  });

  it.each([
    ['as large as the iris', circle(130, 130, 100)],
    ['larger than the iris', circle(130, 130, 130)],
    ['half too large', circle(130, 130, 54)],
    ['beside the pupil', circle(150, 125, 36)],
    ['across the limbus', circle(215, 130, 36)],
    ['out on the white', circle(250, 130, 36)],
    ['beyond the picture', circle(700, 700, 36)],
    ['no larger than a point', circle(130, 130, 0.01)],
  ])('where the pupil was seen %s', async (_, pupil) => {
    const frame = frameOf(painted(usualEye(), side), circle(130, 130, 100), pupil);
    await expectFinite(frame);
    await expectUntouched(frame);
  });

  it.each([
    ['beyond the picture', circle(700, 700, 100)],
    ['before the picture', circle(-700, -700, 100)],
    ['much larger than the picture', circle(130, 130, 1000)],
    ['cut by the picture', circle(10, 130, 100)],
  ])('where the iris is %s', async (_, iris) => {
    const pupil = circle(iris.cx, iris.cy, 0.36 * iris.a);
    await expectUntouched(frameOf(painted(usualEye(), side), iris, pupil));
  });
});

describe('a veil', () => {
  const image = () => painted(veiled(usualEye(), softbox), side);

  it.each<[string, 'inside' | 'opening', (x: number, y: number) => boolean]>([
    ['the photograph ends left of the middle', 'inside', (x) => x > 130],
    ['the photograph ends above the pupil', 'inside', (_, y) => y > 90],
    ['a lid hides the left half', 'opening', (x) => x > 130],
    ['a lid hides what is above the pupil', 'opening', (_, y) => y > 90],
    ['every second pixel is a lash', 'opening', (x, y) => (x + y) % 2 === 0],
  ])('is taken off where there is a picture, when %s', async (_, which, shows) => {
    const mask = fromPredicate({ width: side, height: side }, (pixel) =>
      shows(pixel % side, Math.floor(pixel / side)),
    );
    const frame = { ...frameOf(image()), [which]: mask };
    await expectFinite(frame);
    const truth = painted(usualEye(), side);
    const unveiled = await subtractVeils(frame);
    expect(unveiled.veils).toBe(1);
    const pixel = 100 * side + 150;
    const error = Math.abs(unveiled.image.data[pixel * 3 + 1]! - truth.data[pixel * 3 + 1]!);
    expect(error).toBeLessThan(0.02 * 65535);
  });

  it('is left alone where the pupil is closed, or none of the picture is a photograph', async () => {
    const frame = frameOf(image());
    const aroundPupil = fromPredicate(
      frame.image,
      (pixel) => Math.hypot((pixel % side) - 130, Math.floor(pixel / side) - 130) > 60,
    );
    await expectUntouched({ ...frame, opening: aroundPupil });
    await expectUntouched({ ...frame, inside: createMaskImage(side, side) });
    await expectUntouched({ ...frame, opening: createMaskImage(side, side) });
  });

  it('is found where the picture ends in the pupil', async () => {
    // The last cell of all is one of the pupil's darkest, and has no neighbour behind it.
    const frame = frameOf(painted(veiled(usualEye(), softbox), 150, 150));
    expect(findPupilVeil(veilCells(frame, 100))).not.toBeNull();
    await expectFinite(frame);
  });

  it.each([0.012, 0.06, 0.15])('of %f comes off what has no texture at all', async (strength) => {
    const truth = eye(middle, 100, 36, 0);
    const frame = frameOf(painted(veiled(truth, softbox, strength), side));
    await expectFinite(frame);
    const { image: unveiled, veils } = await subtractVeils(frame);
    expect(veils).toBe(1);
    const pixel = 75 * side + 140;
    expect(unveiled.data[pixel * 3] ?? 0).toBeCloseTo(65535 * truth(140.5, 75.5)[0], -3);
  });

  it('on black is taken off as well as it is seen', async () => {
    const frame = frameOf(painted(veiled(evenly([0, 0, 0]), softbox), side));
    await expectFinite(frame);
    const { image: unveiled } = await subtractVeils(frame);
    expect(unveiled.data[(100 * side + 140) * 3]).toBeLessThan(0.02 * 65535);
  });

  it.each([10, 20, 30, 40])('does no harm in an iris of %i pixels', async (radius) => {
    const centre = Math.ceil(1.3 * radius);
    const plain = eye({ x: centre, y: centre }, radius, 0.36 * radius);
    const box = [-0.2, -0.7, 0.4, 0.1].map((share) => centre + share * radius);
    const picture = veiled(plain, [box[0]!, box[1]!, box[2]!, box[3]!]);
    const iris = circle(centre, centre, radius);
    const frame = frameOf(painted(picture, 2 * centre), iris, circle(centre, centre, 0.36 * radius));
    await expectFinite(frame);
    const { image: unveiled, lifted } = await subtractVeils(frame);
    for (let at = 0; at < unveiled.data.length; at += 1) {
      const before = frame.image.data[at]!;
      // Light only ever goes, and only where that is said.
      if (unveiled.data[at]! > before) expect.fail(`value ${at} grew`);
      if (unveiled.data[at] !== before && lifted?.data[Math.floor(at / 3)] !== 255)
        expect.fail(`${at} in silence`);
    }
  });

  it('comes off an iris as large as any', async () => {
    const [centre, radius] = [1000, 900];
    const plain = eye({ x: centre, y: centre }, radius, 0.36 * radius);
    const picture = veiled(plain, [820, 370, 1360, 1090]);
    const frame = frameOf(
      painted(picture, 2 * centre),
      circle(centre, centre, radius),
      circle(centre, centre, 0.36 * radius),
    );
    const { image: unveiled, veils } = await subtractVeils(frame, { mayWrite: true });
    expect(veils).toBe(1);
    let sum = 0;
    for (let x = 900; x < 1100; x += 1) sum += unveiled.data[(500 * 2 * centre + x) * 3]!;
    expect(sum / 200 / 65535).toBeGreaterThan(0.32);
    expect(sum / 200 / 65535).toBeLessThan(0.38);
  });
});

describe('a light at the right edge of a picture', () => {
  it('does not glow at the left', () => {
    const cells = veilCells(frameOf(painted(evenly([0.3, 0.3, 0.3]), side)), 100);
    const { width, height } = cells.planes;
    const light = (height >> 1) * width + width - 1;
    const blinded = new Uint8Array(width * height);
    blinded[light] = 1;
    // Bright at the right, dark in the middle, and at the left just as it would fall off.
    const value = Float32Array.from(blinded, (_, cell) => {
      const x = cell % width;
      return x > 0.75 * width ? 5 : x < 0.25 * width ? 3 : 0;
    });
    const open = new Uint8Array(width * height).fill(1);
    const glowing = lightsWithGlow(value, { ...cells, blinded, open });
    expect(glowing[light]).toBe(1);
    expect(glowing[light + 1]).toBe(0);
  });
});
