/** Small photographs for specs, made of the samples: to be computed for real, or to be played. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { z } from 'zod';
import { type Ellipse, ellipseSchema } from '../../src/contracts/geometry.ts';
import { type Play, withPlay } from './play.ts';

const samples = fileURLToPath(new URL('../../samples/', import.meta.url));
const truthsSchema = z.array(
  z.object({ file: z.string(), width: z.number(), iris: ellipseSchema, pupil: ellipseSchema }),
);

interface SmallSample {
  readonly jpeg: Buffer;
  readonly iris: Ellipse;
  readonly pupil: Ellipse;
}

/** In samples.json. */
const sampleCount = 3;
const made = new Map<string, Promise<SmallSample>>();

function smallSample(index: number, width: number): Promise<SmallSample> {
  const key = `${index} ${width}`;
  const known = made.get(key) ?? makeSmall(index, width);
  made.set(key, known);
  return known;
}

async function makeSmall(index: number, width: number): Promise<SmallSample> {
  const truths = truthsSchema.parse(JSON.parse(await readFile(join(samples, 'samples.json'), 'utf8')));
  const truth = truths[index % truths.length];
  if (truth === undefined) throw new Error('there are no samples');
  const factor = width / truth.width;
  const scaled = ({ cx, cy, a, b, angle }: Ellipse): Ellipse => ({
    cx: cx * factor,
    cy: cy * factor,
    a: a * factor,
    b: b * factor,
    angle,
  });
  const jpeg = await sharp(join(samples, truth.file)).resize(width).jpeg({ quality: 92 }).toBuffer();
  return { jpeg, iris: scaled(truth.iris), pupil: scaled(truth.pupil) };
}

/** A real photograph of `width` pixels, for the real worker; the iris is about half as wide. */
export async function writePhotograph(
  directory: string,
  name: string,
  { sample = 0, width = 900, blur = 0 }: { sample?: number; width?: number; blur?: number } = {},
): Promise<string> {
  const { jpeg } = await smallSample(sample, width);
  const path = join(directory, name);
  await writeFile(path, blur === 0 ? jpeg : await sharp(jpeg).blur(blur).jpeg().toBuffer());
  return path;
}

let number = 0;

/** Photos for the playing worker; each is another one. */
export async function writePlays(
  directory: string,
  plays: readonly (Partial<Omit<Play, 'iris' | 'pupil' | 'number'>> & { name: string })[],
): Promise<string[]> {
  return Promise.all(
    plays.map(async ({ name, ...wishes }, index) => {
      const { jpeg, iris, pupil } = await smallSample(index % sampleCount, 480);
      number += 1;
      const play = {
        number: number + process.pid * 100_000,
        milliseconds: 300,
        until: null,
        failure: null,
        failsOn: 'every' as const,
        doubtful: false,
        ...wishes,
        iris,
        pupil,
      };
      const path = join(directory, name);
      await writeFile(path, withPlay(jpeg, play));
      return path;
    }),
  );
}
