/**
 * Scores veils that cross the pupil: drawn over a drawn eye before a camera sees both, with the camera's noise, a tone
 * curve and JPEG; found, taken off and cleaned as the pipeline does, and held to the same eye without the veil.
 */

import { photographEye } from '../../models/rendered-eyes/photograph.ts';
import { createRandom } from '../../models/rendered-eyes/random.ts';
import { type RenderedEye, renderEye } from '../../models/rendered-eyes/render-eye.ts';
import type { ColourImage } from '../../src/worker/imaging/image.ts';
import type { WarmModels } from '../../src/worker/models/warm-models.ts';
import { buildIrisFrame } from '../../src/worker/stages/find/build-iris-frame.ts';
import type { IrisFrame } from '../../src/worker/stages/iris-frame.ts';
import { findSpeculars } from '../../src/worker/stages/reflections/find-speculars.ts';
import { removeReflections } from '../../src/worker/stages/reflections/remove-reflections.ts';
import { median } from '../figure.ts';
import { addLight, drawLight, type Light, veilLight } from './drawn-lights.ts';
import { type IrisPicture, openEye } from './iris-pictures.ts';
import { cleanedAsShipped, veilLevels } from './known-lights.ts';
import { type FillMeasures, measureFill } from './measures/fill.ts';
import { fromColourImage } from './picture.ts';
import { keptPicture } from './pictures.ts';
import { lookForIris, withPhotograph } from './product.ts';
import { detailAt, type SheetRow } from './sheet.ts';
import { markdownTable, mean } from './table.ts';

export const crossingKinds = ['window', 'softbox'] as const;
export type CrossingKind = (typeof crossingKinds)[number];

const firstSeed = 47_000_000;
const camera = 0.35;

/** The same iris with a veil and without. */
export interface VeiledIris {
  readonly name: string;
  readonly veiled: IrisFrame;
  readonly plain: ColourImage;
  /** 255 where the iris can be seen and the veil lies on it. */
  readonly veil: Uint8Array;
}

export interface CrossingScore {
  readonly kind: CrossingKind;
  readonly level: number;
  /** Share of the veils that were taken off. */
  readonly found: number;
  readonly left: readonly FillMeasures[];
  /** Without taking veils off: what passes for a light is filled. */
  readonly filled: readonly FillMeasures[];
  readonly ours: readonly FillMeasures[];
}

/** Eyes in which no iris is found are left out; nobody but the veil's mask knows the truth. */
export async function drawnCrossings(
  kind: CrossingKind,
  level: number,
  count: number,
  folder: string,
  models: WarmModels,
): Promise<VeiledIris[]> {
  const irises: VeiledIris[] = [];
  for (let index = 0; index < count; index += 1) {
    const seed = firstSeed + index;
    const eye = renderEye(openEye(seed), { width: 1200, height: 900, reflections: false });
    const light = veilLight(kind, seed, true);
    const name = `${seed}-${kind}-${level}.jpg`;
    const veiledPath = await keptPicture(folder, `veiled-${name}`, () =>
      seen(veilOver(eye, light, level, seed), seed),
    );
    const plainPath = await keptPicture(folder, `unveiled-${seed}.jpg`, () => seen(eye, seed));
    const iris = await withPhotograph(veiledPath, folder, async (photograph) => {
      const { finding } = await lookForIris(photograph, models);
      if (finding === null) return null;
      const frame = await buildIrisFrame(photograph, finding, { largestDiameter: 700 });
      const { iris, pupil, maps } = finding;
      // Without the pixels that were read on finding: they show the veil.
      const plain = await withPhotograph(plainPath, folder, (other) =>
        buildIrisFrame(other, { iris, pupil, maps }, { largestDiameter: 700 }),
      );
      return veiledIris(name, frame, plain.image, drawLight(frame, light));
    });
    if (iris !== null) irises.push(iris);
  }
  return irises;
}

/** Laid over photographs as they are: what their cameras would have made of it nobody knows. */
export function photographedCrossings(
  kind: CrossingKind,
  level: number,
  irises: readonly IrisPicture[],
): VeiledIris[] {
  return irises.map(({ name, frame }, index) => {
    const light = drawLight(frame, veilLight(kind, firstSeed + index, true));
    const image = addLight(frame.image, light, level, index);
    return veiledIris(name, { ...frame, image }, frame.image, light);
  });
}

function veiledIris(name: string, veiled: IrisFrame, plain: ColourImage, light: Float32Array): VeiledIris {
  const veil = Uint8Array.from(light, (share, pixel) =>
    share > 0.1 && veiled.visible.data[pixel]! > 230 && veiled.inside.data[pixel] === 255 ? 255 : 0,
  );
  return { name, veiled, plain, veil };
}

export async function scoreCrossings(
  kind: CrossingKind,
  level: number,
  irises: readonly VeiledIris[],
): Promise<CrossingScore> {
  const score = { left: [] as FillMeasures[], filled: [] as FillMeasures[], ours: [] as FillMeasures[] };
  let found = 0;
  for (const { veiled, plain, veil } of irises) {
    const { image, veils } = await cleanedAsShipped(veiled);
    if (veils > 0) found += 1;
    // Nothing of it on the iris: nothing to score.
    if (!veil.includes(255)) continue;
    const truth = fromColourImage(plain);
    const measured = (made: ColourImage) => measureFill(fromColourImage(made), truth, veil);
    score.left.push(measured(veiled.image));
    score.filled.push(measured((await removeReflections(veiled, findSpeculars(veiled))).image));
    score.ours.push(measured(image));
  }
  return { kind, level, found: found / irises.length, ...score };
}

/** Both kinds at all levels. */
export async function scoreAllCrossings(
  irises: (kind: CrossingKind, level: number) => VeiledIris[] | Promise<VeiledIris[]>,
): Promise<CrossingScore[]> {
  const scores: CrossingScore[] = [];
  for (const kind of crossingKinds) {
    for (const level of veilLevels) scores.push(await scoreCrossings(kind, level, await irises(kind, level)));
  }
  return scores;
}

export function crossingTable(scores: readonly CrossingScore[]): string {
  const figures = (all: readonly FillMeasures[]) => {
    const energy = median(all.map(({ made, wanted }) => made / wanted));
    return `${mean(all.map(({ psnr }) => psnr)).toFixed(1)} / ${energy.toFixed(2)}`;
  };
  return markdownTable(
    [
      { title: 'veil' },
      { title: 'taken off %', digits: 0 },
      { title: 'left as it is' },
      { title: 'lights filled' },
      { title: 'ours' },
    ],
    scores.map(({ kind, level, found, left, filled, ours }) => [
      `${kind}, ${Math.round(100 * level)}% (${left.length})`,
      100 * found,
      figures(left),
      figures(filled),
      figures(ours),
    ]),
  );
}

function veilOver(eye: RenderedEye, light: Light, level: number, seed: number): RenderedEye {
  const { width, height, rgb } = eye;
  const image: ColourImage = { width, height, data: Uint16Array.from(rgb, (value) => value * 257) };
  const shares = drawLight({ image, iris: eye.iris! }, light);
  return {
    ...eye,
    rgb: Uint8Array.from(addLight(image, shares, level, seed).data, (value) => value / 257 + 0.5),
  };
}

/** As a phone shows it: its camera, and contrast that bends what was added. */
function seen(eye: RenderedEye, seed: number): RenderedEye {
  const photo = photographEye(eye, seed, camera);
  const contrast = createRandom(seed).range(0, 0.4);
  const curve = Uint8Array.from({ length: 256 }, (_, value) => {
    const x = value / 255;
    return 255 * (x + contrast * (3 * x * x - 2 * x * x * x - x)) + 0.5;
  });
  return { ...photo, rgb: photo.rgb.map((value) => curve[value]!) };
}

/** A row of one veiled eye: as it is, with lights filled only, as shipped, without the veil. */
export async function crossingRow({ veiled, plain }: VeiledIris, side: number): Promise<SheetRow> {
  const filled = await removeReflections(veiled, findSpeculars(veiled));
  const shipped = await cleanedAsShipped(veiled);
  const { cx, cy } = veiled.iris;
  return {
    cells: [veiled.image, filled.image, shipped.image, plain].map((image) =>
      detailAt(fromColourImage(image), cx, cy, side),
    ),
  };
}
