/** Scores lights of known shape over irises whose truth is at hand: rings and LEDs are filled, veils let the iris through. */
import type { ColourImage, MaskImage } from '../../src/worker/imaging/image.ts';
import { either } from '../../src/worker/imaging/morphology.ts';
import type { IrisFrame } from '../../src/worker/stages/iris-frame.ts';
import { findSpeculars } from '../../src/worker/stages/reflections/find-speculars.ts';
import { removeReflections } from '../../src/worker/stages/reflections/remove-reflections.ts';
import { subtractVeils } from '../../src/worker/stages/veils/subtract-veils.ts';
import { median } from '../figure.ts';
import { addLight, burntKinds, burntLight, drawLight, veilKinds, veilLight } from './drawn-lights.ts';
import type { IrisPicture } from './iris-pictures.ts';
import { type FillMeasures, measureFill } from './measures/fill.ts';
import { fromColourImage } from './picture.ts';
import { caseOf, type HoleScores, scoreCases } from './reflections.ts';
import { markdownTable, mean } from './table.ts';

/** Rings and dotted rings around the pupil, where the iris is clear: known, so that only filling is scored. */
export async function scoreBurntLights(
  irises: readonly IrisPicture[],
  python: string | null,
  scratch: string,
): Promise<HoleScores[]> {
  const scores: HoleScores[] = [];
  for (const kind of burntKinds) {
    const cases = irises.map((iris, index) => {
      const light = drawLight(iris.frame, burntLight(kind, index));
      const { width, height } = iris.frame.image;
      const data = iris.clear.map((clear, pixel) => (clear === 1 && light[pixel]! > 0 ? 255 : 0));
      return caseOf(iris, { width, height, data }, kind === 'ring');
    });
    scores.push(await scoreCases(kind, cases, python, scratch));
  }
  return scores;
}

/** Added to each channel, as shares of white in linear light: barely seen, plain, strong. */
export const veilLevels = [0.02, 0.05, 0.1] as const;

interface VeilScore {
  readonly kind: string;
  readonly level: number;
  readonly left: readonly FillMeasures[];
  readonly cleaned: readonly FillMeasures[];
  /** Share of the veil that was changed. */
  readonly changed: readonly number[];
}

/** Veils are not known to anybody: they are found, if they are, and what was done to them is held to the truth. */
export async function scoreVeils(irises: readonly IrisPicture[]): Promise<VeilScore[]> {
  const scores: VeilScore[] = [];
  for (const kind of veilKinds) {
    for (const level of veilLevels) {
      const score = {
        kind,
        level,
        left: [] as FillMeasures[],
        cleaned: [] as FillMeasures[],
        changed: [] as number[],
      };
      for (const [index, { frame, clear }] of irises.entries()) {
        const light = drawLight(frame, veilLight(kind, index));
        const veil = clear.map((seen, pixel) => (seen === 1 && light[pixel]! > 0.1 ? 255 : 0));
        const veiled = { ...frame, image: addLight(frame.image, light, level, index) };
        const { image, filled } = await cleanedAsShipped(veiled);
        const truth = fromColourImage(frame.image);
        score.left.push(measureFill(fromColourImage(veiled.image), truth, veil));
        score.cleaned.push(measureFill(fromColourImage(image), truth, veil));
        score.changed.push(shareOf(filled, veil));
      }
      scores.push(score);
    }
  }
  return scores;
}

/** Veils taken off where they are known, then what passes for a light filled. */
export async function cleanedAsShipped(
  frame: IrisFrame,
): Promise<{ image: ColourImage; filled: MaskImage; veils: number }> {
  const { image: unveiled, lifted, hidden, veils } = await subtractVeils(frame);
  const seen = { ...frame, image: unveiled };
  const { image, filled } = await removeReflections(seen, either(findSpeculars(seen), hidden));
  return { image, filled: either(filled, lifted), veils };
}

function shareOf(filled: MaskImage, where: Uint8Array): number {
  let all = 0;
  let both = 0;
  for (let pixel = 0; pixel < where.length; pixel += 1) {
    if (where[pixel] === 0) continue;
    all += 1;
    if (filled.data[pixel]! > 0) both += 1;
  }
  return all === 0 ? Number.NaN : both / all;
}

export function veilTable(scores: readonly VeilScore[]): string {
  const figures = (all: readonly FillMeasures[]) => {
    const energy = median(all.map(({ made, wanted }) => made / wanted));
    return `${mean(all.map(({ psnr }) => psnr)).toFixed(1)} / ${energy.toFixed(2)}`;
  };
  return markdownTable(
    [
      { title: 'veil' },
      { title: 'left as it is' },
      { title: 'ours' },
      { title: 'of it changed %', digits: 0 },
    ],
    scores.map(({ kind, level, left, cleaned, changed }) => [
      `${kind}, ${Math.round(100 * level)}% (${left.length})`,
      figures(left),
      figures(cleaned),
      100 * mean(changed),
    ]),
  );
}
