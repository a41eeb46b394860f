/** The part of the report about removing reflections. */
import { join } from 'node:path';
import {
  crossingKinds,
  crossingRow,
  crossingTable,
  drawnCrossings,
  photographedCrossings,
  scoreAllCrossings,
} from './crossing-veils.ts';
import { fillBiharmonic } from './diffusion.ts';
import { type IrisPicture, photographedIrises, renderedIrises } from './iris-pictures.ts';
import { scoreBurntLights, scoreVeils, veilTable } from './known-lights.ts';
import { lightTable, litEyes, scoreLights } from './lights.ts';
import { fillAsShipped, holeCase, holeTable, scoreHoles } from './reflections.ts';
import type { ReportOptions } from './report-finding.ts';
import { detailAt, writeSheet } from './sheet.ts';

/** Photographs are reduced to this iris diameter: the size for which the hole sizes were chosen. */
const irisDiameter = 400;

export async function reportReflections(options: ReportOptions): Promise<string> {
  const { models, cache, eyes, python, share, say, sheets } = options;
  say('reflections: known holes in rendered irises');
  const drawn = await renderedIrises(Math.ceil(8 * share), 0.35, cache, models);
  const parts = [
    '## Removing reflections',
    'PSNR inside the hole in dB / energy of the Laplacian inside the holes over the truth’s, the median picture (1: as textured as the truth; a membrane has none by definition). Texture that does not match the truth costs about 2.5 dB against a smooth fill; that trade is meant.',
    python === null ? 'OpenCV was not at hand, so Telea and Navier-Stokes are missing here.' : '',
    `**Holes in rendered irises** of 460 to 620 px, six in each (in brackets: pictures with room for them)`,
    holeTable(await scoreHoles(drawn, python, cache)),
    ...(await knownLights(drawn, 'rendered irises', options)),
  ];
  say('reflections: veils across the pupils of rendered eyes');
  parts.push(
    `**Veils across the pupil in rendered eyes**, the iris 460 to 620 px across: a window or a softbox laid over the eye before a camera sees it, with its noise, a tone curve and JPEG 90. Lights filled: without taking veils off, so that only what passes for a light is changed. Ours: taken off where it is known, then lights filled. The same figures, on the iris within the veil; in brackets the eyes in which any of it lies on the iris, and in percent of all eyes those it was taken off`,
    crossingTable(
      await scoreAllCrossings((kind, level) =>
        drawnCrossings(kind, level, Math.ceil(8 * share), cache, models),
      ),
    ),
  );
  if (eyes !== null) {
    say('reflections: known holes in photographs');
    const photographs = await photographedIrises(join(eyes, 'macro'), cache, models, 1, irisDiameter);
    if (photographs.length > 0) {
      parts.push(`**Holes in photographs** (${photographs.length}), irises reduced to ${irisDiameter} px`);
      parts.push(holeTable(await scoreHoles(photographs, python, cache)));
      parts.push(...(await knownLights(photographs, 'photographs', options)));
      parts.push(
        '**Veils across the pupil in photographs**, laid over them as they are; the same figures',
        crossingTable(
          await scoreAllCrossings((kind, level) => photographedCrossings(kind, level, photographs)),
        ),
      );
    }
  }
  say('reflections: rendered eyes with and without lights');
  const lit = await litEyes(Math.ceil(30 * share), cache);
  parts.push(
    '**Whole lights**: rendered eyes, irises of 170 to 470 px, drawn with and without lights; what lights changed by more than 12 of 255 counts as lit, halos and veils included. Marked means replaced, with a margin. Turned away: rejected because reflections cover the iris.',
    lightTable(await scoreLights(lit, models, cache)),
  );
  if (sheets !== null) {
    const rows = [];
    for (const [index, diameter] of [8, 16, 32, 48, 64].entries()) {
      const one = drawn[index % drawn.length] && holeCase(drawn[index % drawn.length]!, diameter, 90 + index);
      if (!one) continue;
      const at = one.holes.data.indexOf(255);
      const around = (picture: typeof one.truth) =>
        detailAt(picture, at % picture.width, Math.floor(at / picture.width) + diameter / 2, 120);
      const [plate, shipped] = [fillBiharmonic(one.picture, one.holes), await fillAsShipped(one)];
      rows.push({ cells: [one.picture, plate, shipped, one.truth].map(around) });
    }
    const titles = ['hole', 'biharmonic', 'as shipped', 'truth'];
    await writeSheet(rows, { path: join(sheets, 'reflections.webp'), titles, cell: 240, pixelated: true });
    await drawVeilSheet(join(sheets, 'veils.webp'), options);
  }
  return parts.filter((part) => part !== '').join('\n\n');
}

async function drawVeilSheet(path: string, { models, cache, share }: ReportOptions): Promise<void> {
  const rows = [];
  for (const [index, kind] of crossingKinds.entries()) {
    const veiled = await drawnCrossings(kind, 0.05, Math.ceil(8 * share), cache, models);
    for (const one of veiled.filter((_, eye) => eye % 2 === index).slice(0, 3)) {
      rows.push(await crossingRow(one, 380));
    }
  }
  const titles = ['5% of white', 'lights filled', 'as shipped', 'truth'];
  await writeSheet(rows, { path, titles, cell: 240, pixelated: false });
}

async function knownLights(
  irises: readonly IrisPicture[],
  where: string,
  { python, cache, say }: ReportOptions,
): Promise<string[]> {
  say(`reflections: known rings, LEDs and veils in ${where}`);
  return [
    `**Rings of light and of LEDs in ${where}**, around the pupil, burnt out; the same figures. Nothing turned about the centre can fill a whole ring, so the polar exemplar has no figure there`,
    holeTable(await scoreBurntLights(irises, python, cache), 'light'),
    `**Veils in ${where}**: a window of four panes, a softbox, a light without edges; they add the same light to all channels, so many percent of white (in linear light), and the iris shows through. They have to be found first; these mostly do not reach the pupil. The same figures within the veil`,
    veilTable(await scoreVeils(irises)),
  ];
}
