/**
 * A GPU worker that computes nothing: it takes as long as the photo says, reports the same steps as the real one,
 * and hands over the iris as it was in the photo. Everything around it is the product. Started by targets only.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { StudioFailure } from '../../src/contracts/failure.ts';
import type { Ellipse } from '../../src/contracts/geometry.ts';
import type { Findings, ProcessReport, ProcessRequest } from '../../src/contracts/processing.ts';
import { type Step, stepNames } from '../../src/contracts/progress.ts';
import type { Quality } from '../../src/contracts/quality.ts';
import { pictureMargin, recipeSchema } from '../../src/contracts/recipe.ts';
import { serveWorker, type WorkerParts } from '../../src/worker/gpu/serve-worker.ts';
import { parentTransport } from '../../src/worker/parent-transport.ts';
import type { PipelineEnvironment } from '../../src/worker/pipeline.ts';
import { type Play, readPlay } from './play.ts';

const steps = Object.keys(stepNames) as Step[];
const everyMs = 40;
const pictureEdge = 640;
const attempts = new Map<string, number>();
/** How many photos have come to a gate. */
const arrived = new Map<string, number>();

const loadModels: WorkerParts['loadModels'] = async ({ providers }) => ({
  models: { release: async () => {} } as Awaited<ReturnType<WorkerParts['loadModels']>>['models'],
  readiness: {
    provider: providers.at(-1) ?? 'cpu',
    verdicts: providers.map((provider, index) => ({
      provider,
      outcome: index === providers.length - 1 ? ('chosen' as const) : ('unavailable' as const),
      largestError: null,
      milliseconds: null,
      reason: 'played',
    })),
    models: [],
    startMs: 1,
    threads: 1,
  },
});

async function runPipeline(
  request: ProcessRequest,
  environment: PipelineEnvironment,
): Promise<ProcessReport> {
  const { report, signal, now } = environment;
  const play = await readPlay(request.photoPath);
  const began = now();
  const attempt = (attempts.get(request.photoPath) ?? 0) + 1;
  attempts.set(request.photoPath, attempt);
  const due = play.failsOn === 'every' || (attempt === 1) === (play.failsOn === 'first');
  const fails = play.failure !== null && due;
  const isHeld = gateOf(play);
  for (let share = 0; share < 1; share = shareOf(play, now() - began, isHeld())) {
    signal.throwIfAborted();
    if (fails && share > 0.4) break;
    const step = steps[Math.floor(share * steps.length)] ?? 'finishing';
    report({ step, share, remainingMs: play.milliseconds * (1 - share) });
    await wait(everyMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  const common = {
    findings: await findingsOf(request, play),
    timings: timingsOf(now() - began),
    inferenceMs: 0,
    provider: 'cpu',
    models: {
      find: 'iris-finder@000000000000',
      enhance: request.recipe.model ?? 'iris-enhancer@000000000000',
    },
  };
  if (fails) {
    return { status: 'failed', failure: { code: play.failure ?? 'unexpected', details: {} }, ...common };
  }
  report({ step: 'finishing', share: 1, remainingMs: 0 });
  const picture = await writePicture(request, common.findings);
  const rates = { prepare: 1, find: 1, reflections: 1, enhance: 1, finish: 1 };
  return { status: 'completed', picture, rates, ...common };
}

/** @returns whether the gate holds it now */
function gateOf({ until }: Play): () => boolean {
  if (until === null) return () => false;
  const before = arrived.get(until.path) ?? 0;
  arrived.set(until.path, before + 1);
  return () => before >= until.free && !existsSync(until.path);
}

const shareOf = ({ milliseconds }: Play, passedMs: number, isHeld: boolean): number =>
  Math.min(isHeld ? 0.5 : 1, passedMs / Math.max(1, milliseconds));

async function findingsOf(
  { photoPath, recipe }: Pick<ProcessRequest, 'photoPath' | 'recipe'>,
  play: Play,
): Promise<Findings> {
  const { width, height } = await sharp(photoPath).metadata();
  const unseen = play.failure === 'irisNotFound';
  return {
    source: { format: 'jpeg', width, height },
    iris: recipe.outline?.iris ?? (unseen ? null : play.iris),
    pupil: recipe.outline === null ? (unseen ? null : play.pupil) : recipe.outline.pupil,
    confidence: unseen ? null : 0.97,
    eyes: unseen ? 0 : 1,
    quality: unseen ? null : qualityOf(play),
  };
}

function qualityOf({ doubtful, iris }: Play): Quality {
  return {
    decision: doubtful ? 'warn' : 'accept',
    score: doubtful ? 0.52 : 0.86,
    measures: {
      usableArea: 88.4,
      irisScleraContrast: 41,
      irisPupilContrast: 44,
      dilation: 36,
      concentricity: 98.2,
      margin: 41,
      sharpness: doubtful ? 34 : 67,
      irisDiameter: 2 * iris.a,
      specularShare: 3.2,
      shadowClipping: 0.4,
      highlightClipping: 0.2,
      greyscaleUtilisation: 7.1,
    },
    reasons: doubtful
      ? [
          {
            measure: 'sharpness',
            decision: 'warn',
            code: 'photoBlurred',
            message: 'The iris is a little soft.',
            suggestion: 'Focus on the iris itself and hold the camera steady.',
          },
        ]
      : [],
  };
}

interface Drawn {
  readonly size: number;
  readonly picture: Buffer;
  readonly visibleMask: Buffer;
  readonly filledMask: Buffer;
}

/** Photos made of one picture give one picture: a batch of hundreds draws it once. */
const drawn = new Map<string, Promise<Drawn>>();

async function writePicture(request: ProcessRequest, { iris, source }: Findings) {
  if (iris === null) throw new StudioFailure('irisNotFound');
  const key = JSON.stringify([iris, source, request.recipe]);
  const drawing = drawn.get(key) ?? draw(request, iris);
  drawn.set(key, drawing);
  const { size, picture, visibleMask, filledMask } = await drawing;
  const { targets } = request;
  await writeFile(targets.picture, picture);
  await writeFile(targets.visibleMask, visibleMask);
  await writeFile(targets.filledMask, filledMask);
  const sha256 = createHash('sha256').update(picture).digest('hex');
  return { width: size, height: size, byteLength: picture.byteLength, sha256 };
}

async function draw({ photoPath, recipe }: ProcessRequest, iris: Ellipse): Promise<Drawn> {
  const edge = Math.max(2, Math.round(2 * iris.a * pictureMargin));
  const size = Math.min(recipe.size ?? pictureEdge, pictureEdge);
  const border = { top: edge, bottom: edge, left: edge, right: edge, background: 'black' };
  const wide = await sharp(photoPath).removeAlpha().extend(border).png({ compressionLevel: 0 }).toBuffer();
  const left = Math.round(iris.cx + edge / 2);
  const top = Math.round(iris.cy + edge / 2);
  const square = sharp(wide).extract({ left, top, width: edge, height: edge }).resize(size, size);
  const disc = (fill: string) =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><circle cx="50%" cy="50%" r="${50 / pictureMargin}%" fill="${fill}"/></svg>`,
    );
  const cut = await square
    .ensureAlpha()
    .composite([{ input: disc('white'), blend: 'dest-in' }])
    .png()
    .toBuffer();
  // A light, filled where it was: in other pixels than the picture's, as masks are.
  const light = recipe.reflections ? '<rect x="30%" y="40%" width="10%" height="20%" fill="white"/>' : '';
  const filled = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${edge}" height="${edge}"><rect width="100%" height="100%"/>${light}</svg>`,
  );
  const ground = recipe.background === 'white' ? 'white' : 'black';
  const picture =
    recipe.background === 'transparent' ? sharp(cut) : sharp(cut).flatten({ background: ground });
  return {
    size,
    picture: await picture.toFormat(recipe.format).toBuffer(),
    visibleMask: await sharp(disc('white')).png().toBuffer(),
    filledMask: await sharp(filled).toColourspace('b-w').png().toBuffer(),
  };
}

function timingsOf(total: number) {
  return {
    decode: null,
    find: null,
    judge: null,
    reflections: null,
    enhance: null,
    finish: null,
    encode: null,
    total,
  };
}

/** As its processing will say. */
const judgePhoto: WorkerParts['judgePhoto'] = async ({ photoPath }) => {
  const play = await readPlay(photoPath);
  const findings = await findingsOf({ photoPath, recipe: recipeSchema.parse({}) }, play);
  return { findings, failure: play.failure, milliseconds: 1 };
};

serveWorker(parentTransport(), { loadModels, runPipeline, judgePhoto });
