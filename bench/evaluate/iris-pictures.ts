/** Irises to fill holes in and to enlarge: frames as the pipeline cuts them, out of drawings and of photographs. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { drawEyeParameters, type EyeParameters } from '../../models/rendered-eyes/eye-parameters.ts';
import { photographEye } from '../../models/rendered-eyes/photograph.ts';
import { renderEye } from '../../models/rendered-eyes/render-eye.ts';
import type { WarmModels } from '../../src/worker/models/warm-models.ts';
import { buildIrisFrame } from '../../src/worker/stages/find/build-iris-frame.ts';
import type { IrisFrame } from '../../src/worker/stages/iris-frame.ts';
import { findSpeculars } from '../../src/worker/stages/reflections/find-speculars.ts';
import { keptPicture } from './pictures.ts';
import { lookForIris, withPhotograph } from './product.ts';

export interface IrisPicture {
  readonly name: string;
  readonly frame: IrisFrame;
  /** 1 where iris can be seen and nothing is mirrored. */
  readonly clear: Uint8Array;
}

const firstSeed = 45_000_000;
const height = 900;

/** Drawn with an iris of 460 to 620 pixels, open, without any light, as a camera of this strength sees it. */
export async function renderedIrises(
  count: number,
  cameraStrength: number,
  folder: string,
  models: WarmModels,
  largest = 700,
): Promise<IrisPicture[]> {
  const pictures: IrisPicture[] = [];
  for (let seed = firstSeed; pictures.length < count && seed < firstSeed + 4 * count; seed += 1) {
    const path = await keptPicture(folder, `iris-${seed}-${cameraStrength}.png`, () =>
      photographEye(
        renderEye(openEye(seed), { width: 1200, height, reflections: false }),
        seed,
        cameraStrength,
      ),
    );
    const picture = await irisPictureOf(path, `rendered ${seed - firstSeed}`, folder, models, () => largest);
    if (picture !== null) pictures.push(picture);
  }
  return pictures;
}

export function openEye(seed: number): EyeParameters {
  const parameters = drawEyeParameters(seed, 'macro', { difficulty: 0.2 });
  const size = 0.51 + 0.18 * ((seed % 10) / 10);
  return {
    ...parameters,
    frame: { irisHeightShare: size, centreX: 0, centreY: 0, roll: 0 },
    glasses: null,
  };
}

/** The photographs of a folder in which an iris is found; reduced, because photographs are soft at full size. */
export async function photographedIrises(
  folder: string,
  scratch: string,
  models: WarmModels,
  reduction: number,
  largest: number,
): Promise<IrisPicture[]> {
  const files = (await readdir(folder).catch(() => [])).filter((file) =>
    /\.(jpe?g|png|tiff?|heic)$/i.test(file),
  );
  const pictures: IrisPicture[] = [];
  for (const file of files.sort()) {
    const size = (diameter: number) => Math.min(largest, Math.round(diameter * reduction));
    const picture = await irisPictureOf(join(folder, file), file, scratch, models, size);
    if (picture !== null) pictures.push(picture);
  }
  return pictures;
}

/** @param largestOf the largest iris diameter in the frame, for the diameter in the photograph */
async function irisPictureOf(
  path: string,
  name: string,
  scratch: string,
  models: WarmModels,
  largestOf: (diameter: number) => number,
): Promise<IrisPicture | null> {
  return withPhotograph(path, scratch, async (photograph) => {
    const { finding } = await lookForIris(photograph, models);
    if (finding === null) return null;
    const frame = await buildIrisFrame(photograph, finding, {
      largestDiameter: largestOf(2 * finding.iris.a),
    });
    const speculars = findSpeculars(frame).data;
    const clear = frame.visible.data.map((seen, pixel) =>
      seen > 230 && speculars[pixel]! < 128 && frame.inside.data[pixel] === 255 ? 1 : 0,
    );
    return { name, frame, clear };
  });
}
