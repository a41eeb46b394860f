import { beforeAll, describe, expect, it } from 'vitest';
import { StudioFailure } from '../contracts/failure.ts';
import { type CleanIris, cleanIris } from './cleaning.ts';
import type { ColourImage, MaskImage } from './imaging/image.ts';
import { fromPredicate } from './imaging/morphology.ts';
import { cutMask, cutSquare, frameIris } from './stages/finish/framing.ts';
import type { IrisFrame } from './stages/iris-frame.ts';
import { type Scene, scene, sceneSide } from './stages/reflections/testing/scene.ts';

/** An eye with one light, whose lid hides the upper part of the iris. */
let lit: Scene;
let frame: IrisFrame;
let speculars: MaskImage;
/** The photo as the square shows it. */
let before: ColourImage;

const rows = (inside: (y: number, x: number) => boolean): MaskImage =>
  fromPredicate({ width: sceneSide, height: sceneSide }, (pixel) =>
    inside(Math.floor(pixel / sceneSide), pixel % sceneSide),
  );
const lidEdge = 75;
/** A place below the pupil, where neither light nor lid is. */
const veil = () => rows((y, x) => y >= 190 && y < 210 && x >= 130 && x < 150);

beforeAll(() => {
  lit = scene({ seed: 2, palette: 'brown', pupilRatio: 0.36, catchlights: ['dot'] });
  speculars = { ...lit.specular, data: lit.specular.data.map((value) => (value > 0 ? 255 : 0)) };
  const lid = rows((y) => y < lidEdge);
  const opening = lit.frame.opening.data.map((value, pixel) => (lid.data[pixel] === 255 ? 0 : value));
  frame = { ...lit.frame, opening: { ...lid, data: opening } };
  before = cutSquare(frame.image, frameIris(frame.iris));
});

interface Asked {
  readonly reflections?: boolean;
  readonly lifted?: MaskImage | null;
  readonly signal?: AbortSignal;
}

/** With a picture of its own: cleaning writes to it. */
async function cleaned({
  reflections = true,
  lifted = null,
  signal,
}: Asked = {}): Promise<CleanIris & { readonly progress: readonly number[] }> {
  const progress: number[] = [];
  const image = { ...frame.image, data: frame.image.data.slice() };
  const result = await cleanIris(
    { ...frame, image },
    { speculars, lifted },
    {
      reflections,
      signal: signal ?? new AbortController().signal,
      onProgress: (share) => progress.push(share),
    },
  );
  return { ...result, progress };
}

/** Of a mask as large as the frame, those pixels of the square that are set and that `filled` leaves out. */
function leftOut(mask: MaskImage, filled: MaskImage): number {
  const cut = cutMask(mask, frameIris(frame.iris));
  return cut.data.filter((value, pixel) => value === 255 && filled.data[pixel] === 0).length;
}

/** The visible iris that the lid of these tests hides, a little away from every edge. */
function underLid(): MaskImage {
  const { cx, cy, a } = frame.iris;
  return rows((y, x) => y < lidEdge - 5 && Math.hypot(x + 0.5 - cx, y + 0.5 - cy) < 0.9 * a);
}

describe('what was retouched', () => {
  it('is what lights hid, what lids cover and what was lifted', async () => {
    const { filled, square } = await cleaned({ lifted: veil() });
    expect(filled.width).toBe(square.framing.size);
    expect(leftOut(speculars, filled)).toBe(0);
    expect(leftOut(underLid(), filled)).toBe(0);
    expect(leftOut(veil(), filled)).toBe(0);
    expect(new Set(filled.data)).toEqual(new Set([0, 255]));
  });

  it('is no veil where none was lifted', async () => {
    const { filled } = await cleaned();
    expect(leftOut(veil(), filled)).toBe(20 * 20);
  });

  it.each([true, false])(
    'is all that differs from the photo, with lights taken off: %s',
    async (reflections) => {
      const { square, filled } = await cleaned({ reflections });
      let filledPixels = 0;
      for (let pixel = 0; pixel < filled.data.length; pixel += 1) {
        if (filled.data[pixel] === 255) {
          filledPixels += 1;
          continue;
        }
        for (let at = pixel * 3; at < pixel * 3 + 3; at += 1) {
          if (square.image.data[at] !== before.data[at]) expect.fail(`pixel ${pixel} changed in silence`);
        }
      }
      expect(filledPixels).toBeGreaterThan(0);
      expect(filledPixels).toBeLessThan(0.5 * filled.data.length);
    },
  );
});

describe('lights', () => {
  /** How many pixels of the lights are as the photo shows them. */
  const kept = ({ square }: CleanIris) =>
    cutMask(speculars, square.framing).data.filter(
      (value, pixel) =>
        value === 255 &&
        [0, 1, 2].every(
          (channel) => square.image.data[pixel * 3 + channel] === before.data[pixel * 3 + channel],
        ),
    ).length;
  const all = () => speculars.data.filter((value) => value === 255).length;

  it('go when they are to', async () => {
    expect(kept(await cleaned())).toBeLessThan(0.02 * all());
  });

  it('stay when they are to, and lids are completed all the same', async () => {
    const result = await cleaned({ reflections: false });
    expect(kept(result)).toBe(all());
    expect(leftOut(speculars, result.filled)).toBe(all());
    expect(leftOut(underLid(), result.filled)).toBe(0);
  });
});

describe('progress', () => {
  it.each([true, false])(
    'never goes back, and ends at all, with lights taken off: %s',
    async (reflections) => {
      const { progress } = await cleaned({ reflections });
      expect(progress.length).toBeGreaterThan(0);
      expect(progress).toEqual([...progress].sort((a, b) => a - b));
      expect(progress[0]).toBeGreaterThanOrEqual(0);
      expect(progress.at(-1)).toBe(1);
    },
  );
});

it('stops when asked to', async () => {
  for (const reflections of [true, false]) {
    await expect(cleaned({ reflections, signal: AbortSignal.abort() })).rejects.toMatchObject(
      new StudioFailure('cancelled', { stage: 'reflections' }),
    );
  }
});
