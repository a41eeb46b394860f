/** The part of the report about finding. */
import { join } from 'node:path';
import sharp from 'sharp';
import type { WarmModels } from '../../src/worker/models/warm-models.ts';
import { drawOutline } from './draw-outlines.ts';
import { countFalseFinds, type FindingScore, findingEach, findingMeans, scoreFinding } from './finding.ts';
import { ellipseOfMoments } from './measures/outline.ts';
import { fromBytes } from './picture.ts';
import { labelledSet, type PictureSet, renderedNegatives, renderedSet } from './pictures.ts';
import { lookForIris, withPhotograph } from './product.ts';
import { type SheetRow, writeSheet } from './sheet.ts';

export interface ReportOptions {
  readonly models: WarmModels;
  /** Where drawn pictures are kept between runs. */
  readonly cache: string;
  readonly eyes: string | null;
  readonly weights: string | null;
  readonly python: string | null;
  /** Where contact sheets go; null draws none. */
  readonly sheets: string | null;
  /** 0..1: the share of all drawn pictures that is used, for a quick look. */
  readonly share: number;
  readonly say: (line: string) => void;
}

export async function reportFinding(options: ReportOptions): Promise<string> {
  const { models, cache, eyes, share, say, sheets } = options;
  const sets: PictureSet[] = [];
  for (const domain of ['macro', 'crop', 'face'] as const) sets.push(await renderedSet(domain, cache, share));
  const labelled = eyes === null ? null : await labelledSet(join(eyes, 'labelled'));
  if (labelled !== null) sets.push(labelled);
  const rows: { title: string; scores: FindingScore[] }[] = [];
  for (const set of sets) {
    say(`finding: ${set.title}`);
    rows.push({ title: `${set.title}; ${set.note}`, scores: await scoreFinding(set, models, cache) });
  }
  say('finding: pictures without an eye');
  const negatives = await countFalseFinds(await renderedNegatives(cache, share), models, cache);
  if (sheets !== null) await drawFindingSheet(sets, options);
  const falseOnes = negatives.found
    .map(({ name, confidence }) => `${name} (${confidence.toFixed(2)})`)
    .join(', ');
  const parts = [
    '## Finding the iris',
    'IoU against the whole disc, also under the lids; a picture in which nothing is found scores 0. Centre, radius and HD95 (the distance within which 95% of both borders lie of each other) in percent of the true iris radius, over what was found. Visible: the iris without pupil, lids and lashes. A single pixel of border is 2.5% of the radius of the smallest irises here.',
    findingMeans(rows),
    `**Pictures without an eye** (closed eyes, skin, brows, buttons, coins, noses, letters, textures): ${negatives.found.length} false finds in ${negatives.pictures}${falseOnes === '' ? '' : `: ${falseOnes}`}.`,
    ...rows.map(
      ({ title, scores }) =>
        `<details><summary>${title}: every picture</summary>\n\n${findingEach(scores)}\n\n</details>`,
    ),
  ];
  return parts.join('\n\n');
}

const shownPerSet = 5;

/** The worst of each rendered set come first: they teach most. */
async function drawFindingSheet(sets: readonly PictureSet[], { models, cache, sheets }: ReportOptions) {
  const rows: SheetRow[] = [];
  for (const set of sets.filter(({ title }) => title.startsWith('Rendered'))) {
    const cells = [];
    for (const picture of set.pictures.slice(0, shownPerSet)) {
      const { data, info } = await sharp(picture.path).raw().toBuffer({ resolveWithObject: true });
      let drawn = fromBytes(info.width, info.height, data);
      const truth = picture.iris && ellipseOfMoments(picture.iris);
      if (truth) drawn = drawOutline(drawn, truth, [1, 1, 1]);
      const { finding } = await withPhotograph(picture.path, cache, (photo) => lookForIris(photo, models));
      if (finding) drawn = drawOutline(drawn, finding.iris, [0.2, 0.95, 0.35]);
      if (finding?.pupil) drawn = drawOutline(drawn, finding.pupil, [1, 0.75, 0.2]);
      cells.push(drawn);
    }
    if (cells.length > 0) rows.push({ cells });
  }
  const titles = Array.from({ length: shownPerSet }, (_, at) =>
    at === 0 ? 'white: truth, green and amber: found' : '',
  );
  await writeSheet(rows, {
    path: join(sheets!, 'finding.webp'),
    titles,
    cell: 300,
    cellHeight: 200,
    pixelated: false,
  });
}
