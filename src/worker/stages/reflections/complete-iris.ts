/**
 * Makes the iris a whole disc: what lids and lashes cover is brought from visible parts of the same rings, as
 * far as that is honest. Where too much would have to be invented, the part farthest from any visible iris stays
 * and is reported, so that the picture can fade out there.
 */
import type { ColourImage, MaskImage } from '../../imaging/image.ts';
import { connectedComponents, distanceTo, maskThreshold } from '../../imaging/morphology.ts';
import type { IrisFrame } from '../iris-frame.ts';
import { fillContext, type Survey, workingRadius } from './fill-context.ts';
import { fillHole } from './fill-hole.ts';
import { type IrisPlanes, irisPlanes, maskOnPlanes, planesToMask, repaintPlanes } from './iris-planes.ts';
import { irisPolar } from './iris-polar.ts';
import { lidCover } from './lid-cover.ts';
import { fillHoles, type Removal, type RemovalOptions } from './remove-reflections.ts';

export interface CompletionOptions extends RemovalOptions {
  /** What was measured when `filled` was filled. */
  readonly survey?: Survey | undefined;
}

export interface Completion extends Removal {
  /** How far to fade the picture out, 0..255: 255 where lids or lashes still show in the disc; null for nowhere. */
  readonly covered: MaskImage | null;
}

/** Most of the ring between pupil and limbus that is filled. */
export const completionLimit = 0.45;

/** Distance, in iris radii, over which the shadow at a lid's edge gives way to the usual tone. */
const shadowReach = 0.12;
/** Iris radii over which what stays covered fades into what was filled. */
const fadeWidth = 0.12;

/**
 * @param image the frame's picture, reflections removed.
 * @param filled what was filled so far; the result's `filled` contains it.
 * @throws StudioFailure cancelled when the signal says so.
 */
export async function completeIris(
  image: ColourImage,
  frame: IrisFrame,
  filled: MaskImage,
  options: CompletionOptions = {},
): Promise<Completion> {
  const polar = irisPolar(frame.iris, frame.pupil);
  const { survey } = options;
  const planes =
    survey === undefined
      ? irisPlanes(image, polar, workingRadius)
      : repaintPlanes(survey.planes, image, filled);
  const opening = maskOnPlanes(frame.opening, planes, 'middle');
  const inside = maskOnPlanes(frame.inside, planes, 'corners');
  const open = opening.map((value, cell) =>
    value >= maskThreshold && inside[cell]! >= maskThreshold ? 1 : 0,
  );
  const { covered: cover, shaded } = lidCover(planes, polar, open);
  const left = beyondLimit(cover, planes);
  const toFill = cover.map((value, cell) => (value === 1 && left[cell] === 0 ? 255 : 0));
  const holes = planesToMask(toFill, planes, image);
  const result: ColourImage = options.mayWrite === true ? image : { ...image, data: image.data.slice() };
  const all: MaskImage = { ...filled, data: filled.data.slice() };
  const parts = connectedComponents(holes);
  if (parts.length > 0) {
    const blocked = planesToMask(
      cover.map((value) => value * 255),
      planes,
      image,
    );
    const poor = planesToMask(
      shaded.map((value) => value * 255),
      planes,
      image,
    );
    const context = fillContext(frame, result, blocked, all, poor, { ...survey, planes });
    await fillHoles(parts, (hole) => fillHole(context, hole, { reach: shadowReach * polar.radius }), options);
  }
  options.onProgress?.(1);
  const covered = left.includes(255) ? planesToMask(faded(left, planes), planes, image, 'soft') : null;
  return { image: result, filled: all, covered };
}

/** Full where lids still show, falling to nothing over the filled part beside it. */
function faded(left: Uint8Array, planes: IrisPlanes): Uint8Array {
  const distance = distanceTo({ width: planes.width, height: planes.height, data: left });
  return left.map((_, cell) =>
    Math.max(0, 255 * (1 - Math.max(0, distance[cell]! - 1) / (fadeWidth * workingRadius))),
  );
}

/** 255 at the covered cells farthest from visible iris, so that no more than the limit remains to be filled. */
function beyondLimit(cover: Uint8Array, planes: IrisPlanes): Uint8Array {
  const { width, height, depth } = planes;
  const seen = new Uint8Array(cover.length);
  const hidden: number[] = [];
  let ring = 0;
  for (let cell = 0; cell < cover.length; cell += 1) {
    if (depth[cell]! < 0 || depth[cell]! > 1) continue;
    ring += 1;
    if (cover[cell] === 1) hidden.push(cell);
    else seen[cell] = 255;
  }
  const result = new Uint8Array(cover.length);
  const allowed = Math.floor(completionLimit * ring);
  if (hidden.length <= allowed) return result;
  const distance = distanceTo({ width, height, data: seen });
  hidden.sort((a, b) => distance[a]! - distance[b]!);
  const farthest = distance[hidden[allowed]!]!;
  for (let cell = 0; cell < cover.length; cell += 1) {
    if (cover[cell] === 1 && distance[cell]! > farthest) result[cell] = 255;
  }
  return result;
}
