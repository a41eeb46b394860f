/** Scores finding: where the outlines lie, what is missed, what is seen where nothing is. */
import type { Ellipse } from '../../src/contracts/geometry.ts';
import { drawEllipse, meanRadius } from '../../src/worker/imaging/ellipse-geometry.ts';
import type { WarmModels } from '../../src/worker/models/warm-models.ts';
import { renderVisibleMask } from '../../src/worker/stages/find/visible-mask.ts';
import { ellipseOfMoments, hausdorff95, overlapOf, type Region } from './measures/outline.ts';
import type { LabelledPicture, PictureSet } from './pictures.ts';
import { lookForIris, type Sight, withPhotograph } from './product.ts';
import { type Cell, type Column, markdownTable, mean } from './table.ts';

export interface FindingScore {
  readonly name: string;
  readonly found: boolean;
  readonly confidence: number;
  readonly irisOverlap: number;
  /** NaN where there is no pupil or no truth for it. */
  readonly pupilOverlap: number;
  readonly visibleOverlap: number;
  /** Percent of the true iris radius; NaN where nothing was found. */
  readonly centreError: number;
  readonly radiusError: number;
  readonly borderError: number;
  readonly milliseconds: number;
}

/** What is not found scores no overlap. */
export async function scoreFinding(
  set: PictureSet,
  models: WarmModels,
  scratch: string,
): Promise<FindingScore[]> {
  const scores: FindingScore[] = [];
  for (const picture of set.pictures) {
    const truth = picture.iris && ellipseOfMoments(picture.iris);
    if (picture.iris === null || truth === null) continue;
    const sight = await see(picture, models, scratch);
    scores.push({ name: picture.name, ...scoreOf(picture, picture.iris, truth, sight) });
  }
  return scores;
}

function scoreOf(
  picture: LabelledPicture,
  iris: Region,
  truth: Ellipse,
  { finding, confidence, milliseconds }: Sight,
): Omit<FindingScore, 'name'> {
  const hasPupil = picture.pupil?.data.includes(1) ?? false;
  if (finding === null) {
    return {
      found: false,
      confidence,
      milliseconds,
      irisOverlap: 0,
      pupilOverlap: hasPupil ? 0 : Number.NaN,
      visibleOverlap: picture.visible ? 0 : Number.NaN,
      centreError: Number.NaN,
      radiusError: Number.NaN,
      borderError: Number.NaN,
    };
  }
  const disc = (ellipse: Ellipse | null): Region => {
    const { width, height } = iris;
    const drawn = ellipse ? drawEllipse(ellipse, width, height).data : new Uint8Array(width * height);
    return { width, height, data: drawn.map((value) => (value >= 128 ? 1 : 0)) };
  };
  const drawn = disc(finding.iris);
  const radius = meanRadius(truth);
  const percent = (pixels: number) => (100 * pixels) / radius;
  return {
    found: true,
    confidence,
    milliseconds,
    irisOverlap: overlapOf(drawn, iris),
    pupilOverlap: hasPupil ? overlapOf(disc(finding.pupil), picture.pupil!) : Number.NaN,
    visibleOverlap: picture.visible ? overlapOf(visibleOf(finding, iris), picture.visible) : Number.NaN,
    centreError: percent(Math.hypot(finding.iris.cx - truth.cx, finding.iris.cy - truth.cy)),
    radiusError: percent(Math.abs(meanRadius(finding.iris) - radius)),
    borderError: percent(hausdorff95(drawn, iris)),
  };
}

function visibleOf(finding: NonNullable<Sight['finding']>, { width, height }: Region): Region {
  const mask = renderVisibleMask(finding, width, height).data;
  return { width, height, data: mask.map((value) => (value >= 128 ? 1 : 0)) };
}

export interface FalseFinds {
  readonly pictures: number;
  readonly found: readonly { readonly name: string; readonly confidence: number }[];
}

export async function countFalseFinds(
  pictures: readonly LabelledPicture[],
  models: WarmModels,
  scratch: string,
): Promise<FalseFinds> {
  const found: { name: string; confidence: number }[] = [];
  for (const picture of pictures) {
    const { finding, confidence } = await see(picture, models, scratch);
    if (finding !== null) found.push({ name: picture.name, confidence });
  }
  return { pictures: pictures.length, found };
}

function see(picture: LabelledPicture, models: WarmModels, scratch: string): Promise<Sight> {
  return withPhotograph(picture.path, scratch, (photograph) => lookForIris(photograph, models));
}

const columns: readonly Column[] = [
  { title: '' },
  { title: 'found' },
  { title: 'iris IoU', digits: 3 },
  { title: 'pupil IoU', digits: 3 },
  { title: 'visible IoU', digits: 3 },
  { title: 'centre %', digits: 2 },
  { title: 'radius %', digits: 2 },
  { title: 'HD95 %', digits: 2 },
  { title: 'ms', digits: 0 },
];

export function findingMeans(
  rows: readonly { readonly title: string; readonly scores: readonly FindingScore[] }[],
) {
  return markdownTable(
    columns,
    rows.map(({ title, scores }) => [title, ...meansOf(scores)]),
  );
}

function meansOf(scores: readonly FindingScore[]): Cell[] {
  const of = (value: (score: FindingScore) => number) => mean(scores.map(value));
  return [
    `${scores.filter(({ found }) => found).length} of ${scores.length}`,
    of((score) => score.irisOverlap),
    of((score) => score.pupilOverlap),
    of((score) => score.visibleOverlap),
    of((score) => score.centreError),
    of((score) => score.radiusError),
    of((score) => score.borderError),
    of((score) => score.milliseconds),
  ];
}

export function findingEach(scores: readonly FindingScore[]): string {
  return markdownTable(
    columns,
    scores.map((score) => [
      score.name,
      score.found ? score.confidence.toFixed(2) : 'no',
      score.irisOverlap,
      score.pupilOverlap,
      score.visibleOverlap,
      score.centreError,
      score.radiusError,
      score.borderError,
      score.milliseconds,
    ]),
  );
}
