import { beforeAll, describe, expect, it } from 'vitest';
import { StudioFailure } from '../../../contracts/failure.ts';
import { linearToSrgb, srgbToLinear } from '../../imaging/colour-srgb.ts';
import { type ColourImage, createMaskImage, type MaskImage } from '../../imaging/image.ts';
import { dilate, either } from '../../imaging/morphology.ts';
import { findSpeculars } from '../reflections/find-speculars.ts';
import { removeReflections } from '../reflections/remove-reflections.ts';
import { type Scene, scene, sceneSide, signalToNoise } from '../reflections/testing/scene.ts';
import { findPupilVeil } from './pupil-veil.ts';
import { subtractVeils } from './subtract-veils.ts';
import { veilCells } from './veil-cells.ts';

const side = sceneSide;
type Colour = readonly [number, number, number];
const daylight: Colour = [0.92, 1, 1.08];

/** How much of a light lies on a place, 0..1, in pixels from the iris's centre. */
type Light = (x: number, y: number) => number;

/** A rectangle with slightly soft edges. */
function rectangle(left: number, top: number, right: number, bottom: number): Light {
  return (x, y) => {
    const inside = Math.min(x - left, right - x, y - top, bottom - y);
    return Math.min(1, Math.max(0, 0.5 + inside / 3));
  };
}

interface Veiled {
  readonly image: ColourImage;
  /** 255 on the visible iris under the veil. */
  readonly onIris: MaskImage;
  readonly cover: Float32Array;
}

function veil(
  image: ColourImage,
  { frame }: Scene,
  light: Light,
  strength: number,
  colour = daylight,
): Veiled {
  const data = image.data.slice();
  const onIris = createMaskImage(side, side);
  const cover = new Float32Array(side * side);
  for (let pixel = 0; pixel < side * side; pixel += 1) {
    const share = light((pixel % side) + 0.5 - frame.iris.cx, Math.floor(pixel / side) + 0.5 - frame.iris.cy);
    cover[pixel] = share;
    if (share === 0) continue;
    if (share > 0.5 && frame.visible.data[pixel]! > 230) onIris.data[pixel] = 255;
    for (let channel = 0; channel < 3; channel += 1) {
      const at = pixel * 3 + channel;
      const behind = srgbToLinear(data[at]! / 65535);
      data[at] = Math.min(65535, 65535 * linearToSrgb(behind + share * strength * colour[channel]!));
    }
  }
  return { image: { ...image, data }, onIris, cover };
}

const softbox = rectangle(-20, -75, 45, 10);
const panes: Light = (x, y) =>
  Math.max(
    rectangle(-18, -70, 10, -38)(x, y),
    rectangle(16, -70, 44, -38)(x, y),
    rectangle(-18, -32, 10, 0)(x, y),
    rectangle(16, -32, 44, 0)(x, y),
  );

let brown: Scene;
let blue: Scene;

beforeAll(() => {
  brown = scene({ seed: 2, palette: 'brown', pupilRatio: 0.36, reflections: false });
  blue = scene({ seed: 5, palette: 'blue', pupilRatio: 0.36, reflections: false });
});

describe('a veil in the pupil', () => {
  it('shows its colour and its strength', () => {
    const { image } = veil(brown.truth, brown, softbox, 0.06);
    const found = findPupilVeil(veilCells({ ...brown.frame, image }, 100));
    for (const channel of [0, 1, 2] as const) {
      expect(found!.added[channel] / (0.06 * daylight[channel])).toBeGreaterThan(0.9);
      expect(found!.added[channel] / (0.06 * daylight[channel])).toBeLessThan(1.1);
    }
  });

  it.each<[string, Light, number, Colour]>([
    ['too weak', softbox, 0.004, daylight],
    ['so strong that it hides', softbox, 0.4, daylight],
    ['red, as a flash makes it', softbox, 0.06, [1, 0.2, 0.15]],
    ['a glow without a level', (x, y) => Math.exp(-Math.hypot(x + 5, y + 12) / 9), 0.12, daylight],
    ['all over it', () => 1, 0.06, daylight],
  ])('is none when it is %s', (_, light, strength, colour) => {
    const { image } = veil(brown.truth, brown, light, strength, colour);
    expect(findPupilVeil(veilCells({ ...brown.frame, image }, 100))).toBeNull();
  });
});

describe('taking a veil off', () => {
  const cases: [string, () => Scene, Light, number][] = [
    ['a softbox over brown', () => brown, softbox, 0.06],
    ['a window of four panes over brown', () => brown, panes, 0.06],
    ['a faint softbox over brown', () => brown, softbox, 0.025],
    ['a softbox over blue', () => blue, softbox, 0.1],
  ];

  it.each(cases)('%s: what lies behind it comes back', async (_, of, light, strength) => {
    const { frame, truth } = of();
    const veiled = veil(truth, of(), light, strength);
    const { image, veils } = await subtractVeils({ ...frame, image: veiled.image });
    expect(veils).toBe(1);
    const before = signalToNoise(veiled.image, truth, veiled.onIris);
    expect(signalToNoise(image, truth, veiled.onIris)).toBeGreaterThan(before + 10);
    expect(signalToNoise(image, truth, veiled.onIris)).toBeGreaterThan(33);
  });

  it('changes nothing but the veil, and says what it changed', async () => {
    const veiled = veil(brown.truth, brown, softbox, 0.06);
    const { image, lifted, hidden } = await subtractVeils({ ...brown.frame, image: veiled.image });
    const cover = Uint8Array.from(veiled.cover, (share) => (share > 0 ? 255 : 0));
    const near = dilate({ width: side, height: side, data: cover }, 3);
    for (let pixel = 0; pixel < side * side; pixel += 1) {
      const changed = [0, 1, 2].some((c) => image.data[pixel * 3 + c] !== veiled.image.data[pixel * 3 + c]);
      if (changed && lifted?.data[pixel] !== 255) expect.fail(`pixel ${pixel} changed in silence`);
      if (lifted?.data[pixel] === 255 && near.data[pixel] === 0) expect.fail(`pixel ${pixel} had no veil`);
      // What is better filled is in the pupil here, never on the iris.
      if (hidden?.data[pixel] === 255 && brown.frame.visible.data[pixel]! > 230) {
        expect.fail(`pixel ${pixel} of the iris is given up`);
      }
    }
    expect(hidden?.data.includes(255)).toBe(true);
  });

  it('and lights on it: both go', async () => {
    const lit = scene({ seed: 2, palette: 'brown', pupilRatio: 0.36, catchlights: ['dot'] });
    const veiled = veil(lit.frame.image, lit, softbox, 0.06);
    const unveiled = await subtractVeils({ ...lit.frame, image: veiled.image });
    expect(unveiled.veils).toBe(1);
    const frame = { ...lit.frame, image: unveiled.image };
    const { image } = await removeReflections(frame, either(findSpeculars(frame), unveiled.hidden));
    const all = { ...veiled.onIris, data: lit.disc.data };
    expect(signalToNoise(image, lit.truth, all)).toBeGreaterThan(
      signalToNoise(veiled.image, lit.truth, all) + 12,
    );
  });

  it('gives up what a veil outshines', async () => {
    const dark = scene({ seed: 3, palette: 'black', pupilRatio: 0.36, reflections: false });
    const veiled = veil(dark.truth, dark, softbox, 0.18);
    const { hidden, veils } = await subtractVeils({ ...dark.frame, image: veiled.image });
    expect(veils).toBe(1);
    const shared = hidden?.data.filter((value, pixel) => value === 255 && veiled.onIris.data[pixel] === 255);
    expect(shared?.length).toBeGreaterThan(0.7 * veiled.onIris.data.filter((value) => value === 255).length);
  });

  it.each(['ice', 'blue', 'green', 'amber', 'brown', 'black'])(
    'leaves a %s eye without a veil as it is, bit by bit',
    async (palette) => {
      for (const seed of [11, 12]) {
        const { frame } = scene({ seed, palette, pupilRatio: 0.4, catchlights: ['dot'] });
        const { image, lifted, hidden, veils } = await subtractVeils(frame);
        expect(image).toBe(frame.image);
        expect({ lifted, hidden, veils }).toEqual({ lifted: null, hidden: null, veils: 0 });
      }
    },
  );

  it('leaves a veil alone that does not cross the pupil, or where no pupil was found', async () => {
    const aside = veil(brown.truth, brown, rectangle(45, -20, 90, 25), 0.06);
    expect((await subtractVeils({ ...brown.frame, image: aside.image })).veils).toBe(0);
    const across = veil(brown.truth, brown, softbox, 0.06);
    expect((await subtractVeils({ ...brown.frame, image: across.image, pupil: null })).veils).toBe(0);
  });

  it('writes to the picture only when it may', async () => {
    const { image } = veil(brown.truth, brown, softbox, 0.06);
    const kept = image.data.slice();
    await subtractVeils({ ...brown.frame, image });
    expect(image.data).toEqual(kept);
    const own = { ...image, data: kept.slice() };
    const { image: written } = await subtractVeils({ ...brown.frame, image: own }, { mayWrite: true });
    expect(written).toBe(own);
    expect(own.data).not.toEqual(kept);
  });

  it('stops when asked to', async () => {
    const { image } = veil(brown.truth, brown, softbox, 0.06);
    const signal = AbortSignal.abort();
    await expect(subtractVeils({ ...brown.frame, image }, { signal })).rejects.toMatchObject(
      new StudioFailure('cancelled', { stage: 'reflections' }),
    );
  });
});
