/**
 * Draws the pictures that the fake studio shows: rendered eyes (nobody's), each as photo, thumbnail, "before",
 * result, result thumbnail and mask of what was filled, with the true ellipses beside them. The result is the same eye
 * drawn without its reflections, so that the slider has something true to compare.
 * node e2e/window/draw-media.ts [--out .cache/studio-media] [--count 18] [--height 1500]
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { readOptions } from '../../models/rendered-eyes/command-line.ts';
import { type FixtureOptions, renderFixture } from '../../models/rendered-eyes/fixtures.ts';

const palettes = ['hazel', 'blue', 'green', 'brown', 'amber', 'ice', 'olive', 'steel', 'chestnut', 'grey'];
const lights = [
  ['window', 'dot'],
  ['ring'],
  ['softbox', 'softbox'],
  ['window', 'softbox'],
  ['dot', 'dot'],
] as const;
const margin = 1.08;

function optionsOf(index: number, height: number): FixtureOptions {
  const width = Math.round((height * 4) / 3);
  const share = 0.52 + 0.05 * ((index * 3) % 5);
  return {
    seed: 400 + index * 7,
    width,
    height,
    irisDiameter: height * share,
    pupilRatio: 0.26 + 0.035 * ((index * 5) % 6),
    centre: { x: width * (0.47 + 0.02 * (index % 4)), y: height * (0.49 + 0.012 * (index % 3)) },
    palette: palettes[index % palettes.length] as string,
    rollDegrees: ((index * 7) % 13) - 6,
    squint: 0.06 * (index % 3),
    catchlights: lights[index % lights.length] as FixtureOptions['catchlights'] & object,
  };
}

const options = readOptions({ out: '.cache/studio-media', count: '18', height: '1500' });
const out = options.text('out');
mkdirSync(out, { recursive: true });
for (let index = 0; index < options.number('count'); index++) {
  const eye = optionsOf(index, options.number('height'));
  const truthPath = join(out, `truth-${index}.json`);
  const maskPath = join(out, `filled-mask-${index}.png`);
  if (existsSync(truthPath) && existsSync(maskPath)) continue;
  const photo = renderFixture({ ...eye, photographed: 0.45 });
  const clean = renderFixture({ ...eye, reflections: false });
  const { width, height, iris, pupil } = photo;
  if (iris === null) continue;
  const raw = { raw: { width, height, channels: 3 as const } };

  const edge = Math.round(2 * iris.a * margin);
  const left = Math.round(iris.cx - edge / 2);
  const top = Math.round(iris.cy - edge / 2);
  const square = async (samples: Uint8Array, channels: 1 | 3 = 3) => {
    const { data, info } = await sharp(samples, { raw: { width, height, channels } })
      .extend({ top: edge, bottom: edge, left: edge, right: edge, background: 'black' })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .toBuffer({ resolveWithObject: true });
    return sharp(data, { raw: { width: info.width, height: info.height, channels } })
      .extract({ left: left + edge, top: top + edge, width: edge, height: edge })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .toBuffer();
  };
  const size = 1600;
  const disc = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><circle cx="${size / 2}" cy="${size / 2}" r="${size / 2 / margin}" fill="white"/></svg>`,
  );
  const rawSquare = { raw: { width: edge, height: edge, channels: 3 as const } };
  const after = await sharp(await square(clean.rgb), rawSquare)
    .resize(size, size, { kernel: 'lanczos3' })
    .sharpen({ sigma: 1.4 })
    .ensureAlpha()
    .composite([{ input: disc, blend: 'dest-in' }])
    .png({ compressionLevel: 1 })
    .toBuffer();
  const finished = () => sharp(after).flatten({ background: 'black' });

  await sharp(photo.rgb, raw)
    .jpeg({ quality: 90 })
    .toFile(join(out, `photo-${index}.jpg`));
  await sharp(photo.rgb, raw)
    .resize(512)
    .webp({ quality: 80 })
    .toFile(join(out, `thumbnail-${index}.webp`));
  await sharp(await square(photo.rgb), rawSquare)
    .resize(size, size, { kernel: 'lanczos3' })
    .jpeg({ quality: 92 })
    .toFile(join(out, `before-${index}.jpg`));
  await finished()
    .jpeg({ quality: 93 })
    .toFile(join(out, `result-${index}.jpg`));
  await finished()
    .resize(512)
    .webp({ quality: 82 })
    .toFile(join(out, `result-thumbnail-${index}.webp`));
  // With some room around the lights, as their halos are filled too; in the photo's pixels, not in the result's.
  const rawMask = { raw: { width: edge, height: edge, channels: 1 as const } };
  const filled = await sharp(await square(photo.masks.specular, 1), rawMask)
    .blur(Math.max(1, edge * 0.008))
    .threshold(20)
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  for (let pixel = 0; pixel < filled.length; pixel++) {
    const [x, y] = [(pixel % edge) + 0.5 - edge / 2, Math.floor(pixel / edge) + 0.5 - edge / 2];
    if (Math.hypot(x, y) > iris.a) filled[pixel] = 0;
  }
  await sharp(filled, rawMask).toColourspace('b-w').png().toFile(maskPath);
  const truth = { width, height, iris, pupil };
  writeFileSync(truthPath, JSON.stringify(truth));
  console.log(`eye ${index} drawn`);
}
