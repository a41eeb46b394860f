/** Scores whole lights: rendered eyes drawn with and without them, found, marked and cleaned as the pipeline does. */
import { drawEyeParameters } from '../../models/rendered-eyes/eye-parameters.ts';
import { photographEye } from '../../models/rendered-eyes/photograph.ts';
import { renderEye } from '../../models/rendered-eyes/render-eye.ts';
import { ellipseContains } from '../../src/worker/imaging/ellipse-geometry.ts';
import type { ColourImage } from '../../src/worker/imaging/image.ts';
import { either } from '../../src/worker/imaging/morphology.ts';
import type { WarmModels } from '../../src/worker/models/warm-models.ts';
import { buildIrisFrame } from '../../src/worker/stages/find/build-iris-frame.ts';
import type { IrisFrame } from '../../src/worker/stages/iris-frame.ts';
import { judgeCapture } from '../../src/worker/stages/judge/judge-capture.ts';
import { findSpeculars } from '../../src/worker/stages/reflections/find-speculars.ts';
import { removeReflections } from '../../src/worker/stages/reflections/remove-reflections.ts';
import { subtractVeils } from '../../src/worker/stages/veils/subtract-veils.ts';
import { psnr } from './measures/enhancement.ts';
import { fromColourImage } from './picture.ts';
import { keptPicture } from './pictures.ts';
import { lookForIris, withPhotograph } from './product.ts';
import { markdownTable, mean } from './table.ts';

export interface LitEye {
  readonly name: string;
  readonly litPath: string;
  readonly plainPath: string;
}

export interface LightScore {
  readonly name: string;
  /** Share of the iris and pupil that lights changed visibly. */
  readonly litShare: number;
  /** Of what was changed, how much was marked; NaN where nothing was. */
  readonly foundShare: number;
  /** Share of the untouched iris and pupil that was marked all the same, margins included. */
  readonly falseShare: number;
  /** dB against the eye without lights, where they changed something, before and after cleaning. */
  readonly before: number;
  readonly after: number;
  /** The photo would be turned away for its reflections. */
  readonly rejected: boolean;
}

const firstSeed = 46_000_000;
const camera = 0.2;
/** A change of any channel that can be seen. */
const visible = 12 * 257;

export async function litEyes(count: number, folder: string): Promise<LitEye[]> {
  const eyes: LitEye[] = [];
  for (let index = 0; index < count; index += 1) {
    const seed = firstSeed + index;
    const drawn = drawEyeParameters(seed, 'macro', { difficulty: 0.3 });
    // From small ones of 170 pixels to close-ups.
    const size = 0.28 + 0.5 * ((index % 5) / 4);
    const parameters = {
      ...drawn,
      frame: { ...drawn.frame, irisHeightShare: size, centreX: 0, centreY: 0 },
      glasses: null,
    };
    const draw = (reflections: boolean) =>
      photographEye(renderEye(parameters, { width: 900, height: 600, reflections }), seed, camera);
    eyes.push({
      name: `lights-${index}`,
      litPath: await keptPicture(folder, `lit-${seed}.png`, () => draw(true)),
      plainPath: await keptPicture(folder, `unlit-${seed}.png`, () => draw(false)),
    });
  }
  return eyes;
}

/** Eyes in which no iris is found are left out. */
export async function scoreLights(
  eyes: readonly LitEye[],
  models: WarmModels,
  scratch: string,
): Promise<LightScore[]> {
  const scores: LightScore[] = [];
  for (const eye of eyes) {
    const score = await withPhotograph(eye.litPath, scratch, async (photograph) => {
      const { finding } = await lookForIris(photograph, models);
      if (finding === null) return null;
      const { width, height } = photograph;
      const lit = await buildIrisFrame(photograph, finding, { largestDiameter: 4096 });
      // Without the pixels that were read on finding: they show the lights.
      const { iris, pupil, maps } = finding;
      const plain = await withPhotograph(eye.plainPath, scratch, (other) =>
        buildIrisFrame(other, { iris, pupil, maps }, { largestDiameter: 4096 }),
      );
      const unveiled = await subtractVeils(lit);
      const seen = { ...lit, image: unveiled.image };
      const speculars = either(findSpeculars(seen), unveiled.hidden);
      const marked = either(speculars, unveiled.lifted);
      const source = { irisDiameter: iris.a + iris.b, iris, width, height };
      const reasons = judgeCapture(seen, speculars, source).reasons;
      const cleaned = await removeReflections(seen, speculars);
      const rejected = reasons.some(
        ({ decision, code }) => decision === 'reject' && code === 'reflectionsCoverIris',
      );
      return { name: eye.name, rejected, ...compare(lit, plain.image, marked.data, cleaned.image) };
    });
    if (score !== null) scores.push(score);
  }
  return scores;
}

function compare(
  frame: IrisFrame,
  plain: ColourImage,
  marked: Uint8Array,
  cleaned: ColourImage,
): Omit<LightScore, 'name' | 'rejected'> {
  const { width } = frame.image;
  const changed = new Uint8Array(marked.length);
  let [eye, lit, hit, wrong] = [0, 0, 0, 0];
  for (let pixel = 0; pixel < marked.length; pixel += 1) {
    if (frame.opening.data[pixel]! < 128 || frame.inside.data[pixel] === 0) continue;
    if (!ellipseContains(frame.iris, (pixel % width) + 0.5, Math.floor(pixel / width) + 0.5)) continue;
    eye += 1;
    changed[pixel] = differs(frame.image, plain, pixel) ? 1 : 0;
    lit += changed[pixel]!;
    if (marked[pixel]! >= 128) {
      if (changed[pixel] === 1) hit += 1;
      else wrong += 1;
    }
  }
  const truth = fromColourImage(plain);
  return {
    litShare: lit / eye,
    foundShare: hit / lit,
    falseShare: wrong / (eye - lit),
    before: psnr(fromColourImage(frame.image), truth, changed),
    after: psnr(fromColourImage(cleaned), truth, changed),
  };
}

function differs(one: ColourImage, other: ColourImage, pixel: number): boolean {
  for (let at = pixel * 3; at < pixel * 3 + 3; at += 1) {
    if (Math.abs(one.data[at]! - other.data[at]!) > visible) return true;
  }
  return false;
}

export function lightTable(scores: readonly LightScore[]): string {
  const percent = (value: (score: LightScore) => number) => 100 * mean(scores.map(value));
  return markdownTable(
    [
      { title: 'eyes' },
      { title: 'lit %', digits: 1 },
      { title: 'of it marked %', digits: 1 },
      { title: 'of the rest marked %', digits: 1 },
      { title: 'PSNR of lit pixels before' },
      { title: 'after' },
      { title: 'turned away', digits: 0 },
    ],
    [
      [
        `${scores.length}`,
        percent((score) => score.litShare),
        percent((score) => score.foundShare),
        percent((score) => score.falseShare),
        mean(scores.map((score) => score.before)),
        mean(scores.map((score) => score.after)),
        scores.filter(({ rejected }) => rejected).length,
      ],
    ],
  );
}
