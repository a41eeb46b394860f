/** Pictures to evaluate on: eyes drawn here, with a truth that no annotator could give, and labelled photographs. */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Domain, drawEyeParameters } from '../../models/rendered-eyes/eye-parameters.ts';
import { NEGATIVE_KINDS, renderNegative } from '../../models/rendered-eyes/negatives.ts';
import { photographEye } from '../../models/rendered-eyes/photograph.ts';
import { type RenderedEye, renderEye } from '../../models/rendered-eyes/render-eye.ts';
import type { Region } from './measures/outline.ts';

export interface LabelledPicture {
  readonly name: string;
  readonly path: string;
  /** The whole discs, also under the lids; null where nobody knows. */
  readonly iris: Region | null;
  readonly pupil: Region | null;
  /** What of the iris can be seen, without the pupil. */
  readonly visible: Region | null;
}

export interface PictureSet {
  readonly title: string;
  readonly note: string;
  readonly pictures: readonly LabelledPicture[];
}

const domains: Readonly<Record<Domain, { width: number; height: number; count: number; words: string }>> = {
  macro: { width: 1200, height: 800, count: 24, words: 'close-ups, the iris 280 to 740 px across' },
  crop: { width: 480, height: 320, count: 40, words: 'crops of eyes, the iris 64 to 190 px across' },
  face: { width: 900, height: 600, count: 24, words: 'half faces, the iris 60 to 150 px across' },
};
/** No seed that any training drew from. */
const firstSeeds: Readonly<Record<Domain, number>> = {
  macro: 41_000_000,
  crop: 42_000_000,
  face: 43_000_000,
};
const firstNegative = 44_000_000;
const negativesPerKind = 6;

/** Drawn once into `folder` and kept there; truths are drawn again with the picture. */
export async function renderedSet(domain: Domain, folder: string, share: number): Promise<PictureSet> {
  const { width, height, count, words } = domains[domain];
  const pictures: LabelledPicture[] = [];
  for (let index = 0; index < Math.ceil(count * share); index += 1) {
    const seed = firstSeeds[domain] + index;
    const parameters = drawEyeParameters(seed, domain, { difficulty: domain === 'macro' ? 0.6 : 1 });
    const eye = photographEye(renderEye(parameters, { width, height }), seed, 0.5);
    pictures.push({
      name: `${domain}-${index}`,
      path: await keepPicture(folder, `${domain}-${seed}.jpg`, eye),
      iris: regionOf(eye, eye.masks.amodalIris),
      pupil: regionOf(eye, eye.masks.amodalPupil),
      visible: regionOf(eye, eye.masks.visibleIris),
    });
  }
  return { title: `Rendered eyes: ${words}`, note: 'photographed at half strength, JPEG 90', pictures };
}

/** Pictures without an eye: whatever is found in them is false. */
export async function renderedNegatives(folder: string, share: number): Promise<readonly LabelledPicture[]> {
  const pictures: LabelledPicture[] = [];
  for (const kind of NEGATIVE_KINDS) {
    for (let index = 0; index < Math.ceil(negativesPerKind * share); index += 1) {
      const seed = firstNegative + 100 * NEGATIVE_KINDS.indexOf(kind) + index;
      const eye = renderNegative(seed, { width: 600, height: 400, kind });
      const path = await keepPicture(folder, `no-eye-${seed}.jpg`, eye);
      pictures.push({ name: `${kind}-${index}`, path, iris: null, pupil: null, visible: null });
    }
  }
  return pictures;
}

/** NAME.png beside NAME.mask.png: 255 iris disc, 128 pupil disc, 0 the rest. */
export async function labelledSet(folder: string): Promise<PictureSet | null> {
  const files = await readdir(folder).catch(() => []);
  const names = files.filter((file) => file.endsWith('.mask.png')).map((file) => file.slice(0, -9));
  if (names.length === 0) return null;
  const pictures = await Promise.all(
    names.sort().map(async (name) => {
      const { data, info } = await sharp(await readFile(join(folder, `${name}.mask.png`)))
        .greyscale()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const region = (test: (value: number) => boolean): Region => ({
        width: info.width,
        height: info.height,
        data: Uint8Array.from(data, (value) => (test(value) ? 1 : 0)),
      });
      return {
        name,
        path: join(folder, `${name}.png`),
        iris: region((value) => value >= 64),
        pupil: region((value) => value >= 64 && value < 192),
        visible: null,
      };
    }),
  );
  return {
    title: `Labelled photographs (${pictures.length})`,
    note: 'real, small colour crops; the discs are amodal',
    pictures,
  };
}

function regionOf({ width, height }: RenderedEye, mask: Uint8Array): Region {
  return { width, height, data: Uint8Array.from(mask, (value) => (value >= 128 ? 1 : 0)) };
}

async function keepPicture(
  folder: string,
  name: string,
  { rgb, width, height }: Pick<RenderedEye, 'rgb' | 'width' | 'height'>,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  const image = sharp(rgb, { raw: { width, height, channels: 3 } });
  await writeFile(path, await (name.endsWith('.png') ? image.png() : image.jpeg({ quality: 90 })).toBuffer());
  return path;
}

/** Drawn only where the folder has no such picture yet: throw the folder away when the renderer has changed. */
export async function keptPicture(
  folder: string,
  name: string,
  draw: () => Pick<RenderedEye, 'rgb' | 'width' | 'height'>,
): Promise<string> {
  const path = join(folder, name);
  const known = await stat(path).then(
    () => true,
    () => false,
  );
  return known ? path : keepPicture(folder, name, draw());
}
