/** The library that the fake studio plays: eyes that were drawn, in every state a card can have. */
import type { FailureCode } from '../../../contracts/failure.ts';
import type { PhotoCard, PhotoDetail, Version } from '../../../contracts/gallery.ts';
import type { Ellipse } from '../../../contracts/geometry.ts';
import type { Quality } from '../../../contracts/quality.ts';
import { recipeSchema } from '../../../contracts/recipe.ts';
import { cardOf } from './card.ts';

export const drawnEyes = 18;

/** Of the drawings that e2e/window/draw-media.ts makes. */
export interface Truth {
  width: number;
  height: number;
  iris: Ellipse;
  pupil: Ellipse;
}

export interface FakePhoto {
  card: PhotoCard;
  drawing: number;
  truth: Truth;
  versions: Version[];
  attempts: number;
  failWith: FailureCode | null;
}

const people = [
  'Amara',
  'Jonas',
  'Mei',
  'Lucia',
  'Tomasz',
  'Ines',
  'Noah',
  'Priya',
  'Elif',
  'Marco',
  'Sofia',
  'Kofi',
];
const failureKinds: readonly FailureCode[] = [
  'irisTooSmall',
  'photoBlurred',
  'irisNotFound',
  'workerStopped',
  'reflectionsCoverIris',
  'diskFull',
];

export const idOf = (index: number): string => (index + 1).toString(16).padStart(64, '0');
export const indexOf = (id: string): number => Number.parseInt(id, 16) - 1;

export function fakePhoto(index: number, importedAt: number, truths: readonly Truth[]): FakePhoto {
  const drawing = (index * 7) % drawnEyes;
  const truth = truths[drawing] as Truth;
  const { width, height, iris } = truth;
  const card = cardOf({
    id: idOf(index),
    name: `${people[index % people.length]} ${index % 2 === 0 ? 'left' : 'right'} ${100 + index}.jpg`,
    importedAt,
    width,
    height,
    eye: { x: iris.cx / width, y: iris.cy / height, diameter: (2 * iris.a) / width },
  });
  return { card, drawing, truth, versions: [], attempts: 0, failWith: null };
}

export function finish(photo: FakePhoto, at: number, changes: Partial<Version['recipe']> = {}): void {
  const number = photo.versions.length + 1;
  const version: Version = {
    resultId: `${photo.card.id.slice(-8)}-${number}`,
    createdAt: at,
    width: 1600,
    height: 1600,
    milliseconds: 6100 + ((photo.drawing * 731) % 5200),
    recipe: recipeSchema.parse(changes),
    models: { find: 'iris-finder@3f2a91c0d7e4', enhance: 'iris-detail@a81b44fe02c9' },
    provider: 'cpu',
    frame: { iris: photo.truth.iris, margin: 1.08 },
  };
  photo.versions.unshift(version);
  const { resultId, width, height, milliseconds, createdAt } = version;
  photo.card = {
    ...photo.card,
    state: 'done',
    place: null,
    progress: null,
    failure: null,
    result: { id: resultId, width, height, milliseconds, createdAt },
    versions: photo.versions.length,
  };
}

export function fail(photo: FakePhoto, code: FailureCode): void {
  photo.card = { ...photo.card, state: 'failed', place: null, progress: null, failure: code };
}

/** States that make a believable afternoon: most done, some new, a few failed, one doubtful. */
export function furnish(photos: FakePhoto[], now: number): void {
  for (const [index, photo] of photos.entries()) {
    const made = now - 3_600_000 - index * 61_000;
    if (index < 9) {
      if (index === 4) photo.card = { ...photo.card, from: 'Mei’s phone' };
      continue;
    }
    if (index % 11 === 5) {
      fail(photo, failureKinds[Math.floor(index / 11) % failureKinds.length] as FailureCode);
      photo.attempts = 1;
      continue;
    }
    finish(photo, made - 500_000);
    if (index % 9 === 0) finish(photo, made, { strength: 0.6, background: 'white' });
    if (index % 13 === 2) photo.card = { ...photo.card, state: 'review' };
  }
}

export function detailOf({ card, truth, versions, attempts }: FakePhoto): PhotoDetail {
  const found = card.failure !== 'irisNotFound';
  return {
    card,
    source: { format: 'jpeg', byteLength: 4_812_331 },
    iris: found ? truth.iris : null,
    pupil: found ? truth.pupil : null,
    confidence: found ? 0.97 : null,
    eyes: 1,
    quality: card.state === 'new' ? null : qualityOf(card, truth),
    attempts,
    versions,
  };
}

function qualityOf(card: PhotoCard, { iris, pupil }: Truth): Quality {
  const doubtful = card.state === 'review';
  return {
    decision: doubtful ? 'warn' : 'accept',
    score: doubtful ? 0.52 : 0.84,
    measures: {
      usableArea: 88.4,
      irisScleraContrast: 31,
      irisPupilContrast: 44,
      dilation: (100 * pupil.a) / iris.a,
      concentricity: 98.2,
      margin: 41,
      sharpness: doubtful ? 34 : 57,
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
