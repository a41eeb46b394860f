/** Scores filling: known holes of several sizes in irises whose truth is at hand. */

import type { MaskImage } from '../../src/worker/imaging/image.ts';
import { removeReflections } from '../../src/worker/stages/reflections/remove-reflections.ts';
import { median } from '../figure.ts';
import { fillBiharmonic, fillHarmonic } from './diffusion.ts';
import { placeHoles } from './holes.ts';
import type { IrisPicture } from './iris-pictures.ts';
import { type FillMeasures, measureFill } from './measures/fill.ts';
import { type InpaintingCase, inpaintByOpenCv } from './opencv.ts';
import { type FloatPicture, fromColourImage } from './picture.ts';
import { fillByPolarExemplar } from './polar-exemplar.ts';
import { markdownTable, mean } from './table.ts';

export const holeDiameters = [8, 16, 24, 32, 48, 64] as const;
const holesPerPicture = 6;
const burntOut = 65535;

export interface HoleScores {
  /** What the holes are. */
  readonly title: string;
  readonly pictures: number;
  /** By method: one entry a picture. */
  readonly methods: ReadonlyMap<string, readonly FillMeasures[]>;
}

export interface HoleCase extends InpaintingCase {
  readonly truth: FloatPicture;
  readonly iris: IrisPicture;
  /** The hole goes all the way round: nothing turned about the centre can fill it. */
  readonly closed: boolean;
}

/** @param python runs OpenCV's methods; null leaves them out */
export async function scoreHoles(
  irises: readonly IrisPicture[],
  python: string | null,
  scratch: string,
  diameters: readonly number[] = holeDiameters,
): Promise<HoleScores[]> {
  const scores: HoleScores[] = [];
  for (const diameter of diameters) {
    const cases = irises.flatMap((iris, index) => holeCase(iris, diameter, index) ?? []);
    scores.push(await scoreCases(`${diameter} px`, cases, python, scratch));
  }
  return scores;
}

/** Each case filled by every method. */
export async function scoreCases(
  title: string,
  cases: readonly HoleCase[],
  python: string | null,
  scratch: string,
): Promise<HoleScores> {
  const methods = new Map<string, FillMeasures[]>();
  const note = (method: string, { truth, holes }: HoleCase, filled: FloatPicture) => {
    const measures = measureFill(filled, truth, holes.data);
    methods.set(method, [...(methods.get(method) ?? []), measures]);
  };
  if (python !== null) {
    const painted = await inpaintByOpenCv(python, cases, scratch);
    for (const [index, { telea, navierStokes }] of painted.entries()) {
      note('Telea', cases[index]!, telea);
      note('Navier-Stokes', cases[index]!, navierStokes);
    }
  }
  for (const one of cases) {
    note('harmonic', one, fillHarmonic(one.picture, one.holes));
    note('biharmonic', one, fillBiharmonic(one.picture, one.holes));
    if (!one.closed) note('polar exemplar', one, fillByPolarExemplar(one));
    note('ours', one, await fillAsShipped(one));
  }
  return { title, pictures: cases.length, methods };
}

/** Null where the iris has no room for a single hole. */
export function holeCase(iris: IrisPicture, diameter: number, seed: number): HoleCase | null {
  const { frame, clear } = iris;
  const { width, height } = frame.image;
  const ground = { width, height, iris: frame.iris, pupil: frame.pupil, clear };
  const holes = placeHoles(ground, diameter, holesPerPicture, seed);
  return holes.data.includes(255) ? caseOf(iris, holes) : null;
}

/** @param holes 255 where the iris is hidden, as large as the iris's frame */
export function caseOf(iris: IrisPicture, holes: MaskImage, closed = false): HoleCase {
  const truth = fromColourImage(iris.frame.image);
  const picture = {
    ...truth,
    data: truth.data.map((v, at) => (holes.data[Math.floor(at / 3)]! > 0 ? 1 : v)),
  };
  return { iris, holes, truth, picture, closed };
}

export async function fillAsShipped({ iris: { frame }, holes }: HoleCase): Promise<FloatPicture> {
  const data = frame.image.data.slice();
  for (let at = 0; at < data.length; at += 1) if (holes.data[Math.floor(at / 3)]! > 0) data[at] = burntOut;
  const removal = await removeReflections({ ...frame, image: { ...frame.image, data } }, holes);
  return fromColourImage(removal.image);
}

export function holeTable(scores: readonly HoleScores[], first = 'hole'): string {
  const methods = [...new Set(scores.flatMap((score) => [...score.methods.keys()]))];
  return markdownTable(
    [{ title: first }, ...methods.map((title) => ({ title }))],
    scores.map(({ title, pictures, methods: measured }) => [
      `${title} (${pictures})`,
      ...methods.map((method) => {
        const all = measured.get(method) ?? [];
        const energy = all.length === 0 ? Number.NaN : median(all.map(({ made, wanted }) => made / wanted));
        return all.length === 0
          ? '–'
          : `${mean(all.map((one) => one.psnr)).toFixed(1)} / ${energy.toFixed(2)}`;
      }),
    ]),
  );
}
