/** Scores enlarging: irises reduced with care or as a camera would, enlarged by everything at hand. */
import { createRandom } from '../../models/rendered-eyes/random.ts';
import { photographAt, reduceCleanly } from './camera.ts';
import type { Enlarger } from './enhancers.ts';
import type { IrisPicture } from './iris-pictures.ts';
import { type EnhancementMeasures, measureEnhancement } from './measures/enhancement.ts';
import { cutPicture, type FloatPicture, fromColourImage } from './picture.ts';
import { markdownTable, mean, sum } from './table.ts';

export type InputKind = 'clean' | 'camera';

export interface EnhancingCase {
  readonly name: string;
  readonly kind: InputKind;
  readonly small: FloatPicture;
  readonly truth: FloatPicture;
  /** Where the truth is iris. */
  readonly mask: Uint8Array;
}

/** Output pixels at the picture's border that are not measured. */
const border = 16;

/** @param cameraRuns camera-like versions of every picture */
export async function enhancingCases(
  irises: readonly IrisPicture[],
  scale: number,
  cameraRuns: number,
): Promise<EnhancingCase[]> {
  const cases: EnhancingCase[] = [];
  for (const [index, { name, frame, clear }] of irises.entries()) {
    const width = frame.image.width - (frame.image.width % scale);
    const truth = cutPicture(fromColourImage(frame.image), 0, 0, width, width);
    const mask = innerPart(clear, frame.image.width, width);
    cases.push({ name, kind: 'clean', small: reduceCleanly(truth, scale), truth, mask });
    for (let run = 0; run < cameraRuns; run += 1) {
      const small = await photographAt(truth, scale, createRandom(1000 * index + run));
      cases.push({ name, kind: 'camera', small, truth, mask });
    }
  }
  return cases;
}

function innerPart(clear: Uint8Array, stride: number, side: number): Uint8Array {
  const mask = new Uint8Array(side * side);
  for (let y = border; y < side - border; y += 1) {
    for (let x = border; x < side - border; x += 1) mask[y * side + x] = clear[y * stride + x]!;
  }
  return mask;
}

/** By enlarger, one entry a case. */
export type EnhancingScores = ReadonlyMap<string, readonly EnhancementMeasures[]>;

export async function scoreEnhancing(
  cases: readonly EnhancingCase[],
  enlargers: readonly Enlarger[],
  scale: number,
): Promise<EnhancingScores> {
  const scores = new Map<string, EnhancementMeasures[]>();
  for (const { small, truth, mask, kind } of cases) {
    for (const enlarger of enlargers) {
      const measured = measureEnhancement(await enlarger.enlarge(small, kind), truth, mask, scale);
      scores.set(enlarger.name, [...(scores.get(enlarger.name) ?? []), measured]);
    }
  }
  return scores;
}

export function enhancingTable(scores: EnhancingScores): string {
  return markdownTable(
    [
      { title: '' },
      { title: 'PSNR' },
      { title: 'SSIM', digits: 4 },
      { title: 'f1', digits: 3 },
      { title: 'f2', digits: 3 },
      { title: 'energy' },
      { title: 'lattice %' },
      { title: 'ΔE2000' },
    ],
    [...scores].map(([name, measured]) => {
      const of = (value: (measures: EnhancementMeasures) => number) => mean(measured.map(value));
      const lattice = sum(measured.map((m) => m.lattice)) / sum(measured.map((m) => m.high));
      return [
        name,
        of((m) => m.psnr),
        of((m) => m.ssim),
        of((m) => m.f1),
        of((m) => m.f2),
        of((m) => m.energy),
        100 * lattice,
        of((m) => m.drift),
      ];
    }),
  );
}
