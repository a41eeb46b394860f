/** Removes the reflections that a mask marks; see `fill-hole.ts` for how and docs/adr/0007 for why so. */
import { type ColourImage, createMaskImage, type MaskImage } from '../../imaging/image.ts';
import { type Component, connectedComponents } from '../../imaging/morphology.ts';
import type { IrisFrame } from '../iris-frame.ts';
import { fillContext, type Survey } from './fill-context.ts';
import { type FillOptions, fillHole } from './fill-hole.ts';
import { pause } from './pause.ts';

export interface RemovalOptions {
  /** Told the share of pixels filled, 0..1, never going back. */
  readonly onProgress?: (share: number) => void;
  /** Looked at between holes. */
  readonly signal?: AbortSignal;
  /** The picture is the caller's own and need not be copied before it is filled. */
  readonly mayWrite?: boolean;
}

export interface Removal {
  /** The frame's picture without them. */
  readonly image: ColourImage;
  /** 255 where pixels were replaced; all others are the frame's own, bit by bit. */
  readonly filled: MaskImage;
  /** Absent when there was nothing to measure for. */
  readonly survey?: Survey;
}

/**
 * @param specular frame-sized; what is at least 128 is replaced, halos must be inside (see `findSpeculars`).
 * @throws StudioFailure cancelled when the signal says so.
 */
export async function removeReflections(
  frame: IrisFrame,
  specular: MaskImage,
  options: RemovalOptions = {},
): Promise<Removal> {
  const { width, height } = frame.image;
  const image: ColourImage =
    options.mayWrite === true ? frame.image : { width, height, data: frame.image.data.slice() };
  const filled = createMaskImage(width, height);
  const holes = connectedComponents(specular);
  if (holes.length === 0) {
    options.onProgress?.(1);
    return { image, filled };
  }
  const context = fillContext(frame, image, specular, filled);
  await fillHoles(holes, (hole) => fillHole(context, hole), options);
  options.onProgress?.(1);
  const { exemplar, grain, gain, fibres } = context;
  return { image, filled, survey: { planes: exemplar.planes, grain, gain, fibres } };
}

/** Largest holes last: the small ones around them are then sources and rims already. */
export async function fillHoles(
  holes: readonly Component[],
  fill: (hole: Component, options?: FillOptions) => void,
  options: RemovalOptions,
): Promise<void> {
  const ordered = [...holes].sort((a, b) => a.pixels.length - b.pixels.length);
  const total = ordered.reduce((sum, hole) => sum + hole.pixels.length, 0);
  let done = 0;
  for (const hole of ordered) {
    await pause(options.signal);
    fill(hole);
    done += hole.pixels.length;
    options.onProgress?.(done / total);
  }
}
