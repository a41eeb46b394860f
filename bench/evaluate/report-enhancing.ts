/** The part of the report about enlarging. */
import { join } from 'node:path';
import type { WarmModels } from '../../src/worker/models/warm-models.ts';
import {
  type Enlarger,
  fitLinearFilters,
  importWeights,
  networkEnlarger,
  simpleEnlargers,
  tileDifference,
  timeModels,
} from './enhancers.ts';
import { type EnhancingCase, enhancingCases, enhancingTable, scoreEnhancing } from './enhancing.ts';
import { type IrisPicture, photographedIrises, renderedIrises } from './iris-pictures.ts';
import type { FloatPicture } from './picture.ts';
import { loadShippedModels } from './product.ts';
import type { ReportOptions } from './report-finding.ts';
import { detailAt, writeSheet } from './sheet.ts';
import { markdownTable } from './table.ts';

/** Photographs are soft at full size; reduced to this they are sharp enough to be a truth. */
const reduction = 0.6;
const largestDiameter = 600;
/** Rendered ones are sharp as they are; smaller ones take less time. */
const renderedDiameter = 400;
const windowsForLinear = 64;

interface Network {
  readonly name: string;
  readonly model: WarmModels['enhancers'][number];
}

export async function reportEnlarging(scale: 2 | 4, options: ReportOptions): Promise<string> {
  const { models, cache, eyes, share, say } = options;
  say('enlarging: drawing irises');
  const drawn = await renderedIrises(Math.ceil(8 * share), 0.15, cache, models, renderedDiameter);
  const photographs =
    eyes === null
      ? []
      : await photographedIrises(join(eyes, 'macro'), cache, models, reduction, largestDiameter);
  const parts = [
    `## Enlarging x${scale}`,
    'Inputs: clean (bicubic reduction) or camera-like (lens blur up to 0.8 px, noise of 0.7 to 5 levels, smeared colour, sharpening, JPEG 75 to 98). Measured where iris can be seen. f1 and f2: correlation with the truth in the bands 0.6–1.2 and 1.2–2.4 px, how much of the texture is real. Energy: variance of 0.6–2.4 px over the truth’s; not to be read alone, ringing raises it too. Lattice: share of high-pass variance that repeats with the scale’s period. ΔE: CIEDE2000 below 8 px. The linear filter was fitted to drawn irises, one for clean and one for camera-like input. Networks run through the pipeline’s own tiles and colour lock.',
  ];
  const shipped = models.enhancers.find((model) => model.scale === scale);
  if (shipped === undefined) return `## Enlarging x${scale}\n\nNo model of this scale ships.`;
  say(`enlarging x${scale}: fitting linear filters`);
  const linear = await fitLinearFilters(scale, Math.ceil(windowsForLinear * share));
  const others = await othersOf(scale, options);
  const networks = [{ name: 'ours', model: shipped }, ...others];
  const enlargers = [
    ...simpleEnlargers(scale, linear),
    networkEnlarger('ours', shipped),
    networkEnlarger('ours, for print', shipped, { forPrint: true }),
    ...others.map(({ name, model }) => networkEnlarger(name, model)),
  ];
  for (const [title, irises, cameraRuns] of [
    ['rendered irises', drawn, 1],
    ['photographs', photographs, 2],
  ] as const) {
    if (irises.length === 0) continue;
    const cases = await enhancingCases(irises, scale, cameraRuns);
    for (const kind of ['clean', 'camera'] as const) {
      say(`enlarging x${scale}: ${title}, ${kind}`);
      const chosen = cases.filter((one) => one.kind === kind);
      parts.push(`**${title}, ${kind} input** (${chosen.length})`);
      parts.push(enhancingTable(await scoreEnhancing(chosen, enlargers, scale)));
    }
    if (title === 'rendered irises') await drawSheet(options, cases, enlargers, scale);
  }
  say(`enlarging x${scale}: time and tiles`);
  parts.push(await costTable(networks, drawn, scale));
  return parts.join('\n\n');
}

/** Every one gets engines of its own: the product keeps a single model of the user's in memory. */
async function othersOf(scale: number, { weights, cache }: ReportOptions): Promise<Network[]> {
  if (weights === null) return [];
  const networks: Network[] = [];
  for (const source of await importWeights(weights, cache)) {
    if (source.model.role !== 'enhance' || source.model.scale !== scale) continue;
    const { own } = await loadShippedModels();
    networks.push({ name: source.model.id, model: await own(source) });
  }
  return networks;
}

async function costTable(
  networks: readonly Network[],
  irises: readonly IrisPicture[],
  scale: number,
): Promise<string> {
  const times = await timeModels(networks);
  const own = times.get('ours')!;
  const [first] = await enhancingCases(irises.slice(0, 1), scale, 0);
  const rows = [];
  for (const { name, model } of networks) {
    const milliseconds = times.get(name)!;
    rows.push([name, milliseconds, milliseconds / own, await tileDifference(first!.small, model)]);
  }
  const columns = [
    { title: '' },
    { title: 'ms for an input megapixel', digits: 0 },
    { title: 'times ours' },
    { title: 'largest difference between tilings, of 255', digits: 4 },
  ];
  return markdownTable(columns, rows);
}

const shownRows = 4;
const shownSide = 112;

async function drawSheet(
  { sheets }: ReportOptions,
  cases: readonly EnhancingCase[],
  enlargers: readonly Enlarger[],
  scale: number,
): Promise<void> {
  if (sheets === null) return;
  const shown = enlargers.filter(({ name }) => name !== 'Lanczos');
  const rows = [];
  for (const { small, truth, mask, kind } of cases.slice(0, shownRows)) {
    // Half way down the iris's lower half: lids and lashes are elsewhere.
    const inside = Array.from(mask.keys()).filter((pixel) => mask[pixel] === 1);
    const at = inside[Math.floor(inside.length * 0.75)] ?? 0;
    const detail = (picture: FloatPicture) =>
      detailAt(picture, at % truth.width, Math.floor(at / truth.width), shownSide);
    const cells = [];
    for (const enlarger of shown) cells.push(detail(await enlarger.enlarge(small, kind)));
    rows.push({ cells: [...cells, detail(truth)] });
  }
  const titles = [...shown.map(({ name }) => name), 'truth'];
  await writeSheet(rows, {
    path: join(sheets, `enlarging-x${scale}.webp`),
    titles,
    cell: 224,
    pixelated: true,
  });
}
