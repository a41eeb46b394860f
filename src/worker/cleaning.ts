/** The iris without lights and lids, cut out as the enhancer takes it, and what was retouched for that. */
import type { CleanSquare } from './finishing.ts';
import { createMaskImage, type MaskImage } from './imaging/image.ts';
import { either } from './imaging/morphology.ts';
import { cutMask, cutSquare, frameIris } from './stages/finish/framing.ts';
import { measureLimbusEdge } from './stages/finish/limbus-edge.ts';
import type { IrisFrame } from './stages/iris-frame.ts';
import { completeIris } from './stages/reflections/complete-iris.ts';
import { removeReflections } from './stages/reflections/remove-reflections.ts';

/** What the cornea mirrored, each as large as the frame. */
export interface Mirrored {
  /** At least 128 where a light hides the iris. */
  readonly speculars: MaskImage;
  /** 255 where a veil was taken off; null where there was none. */
  readonly lifted: MaskImage | null;
}

export interface CleaningOptions {
  /** Whether lights are removed; lids are completed in any case. */
  readonly reflections: boolean;
  readonly signal: AbortSignal;
  /** Told the share that is done, 0..1, never going back. */
  readonly onProgress: (share: number) => void;
}

export interface CleanIris {
  readonly square: CleanSquare;
  /** 255 at every pixel of the square that is not the photo's own. */
  readonly filled: MaskImage;
}

/** Share of the progress that removing lights makes. */
const lightsShare = 0.6;

/**
 * Writes to the frame's picture.
 *
 * @throws StudioFailure cancelled when the signal says so.
 */
export async function cleanIris(
  frame: IrisFrame,
  { speculars, lifted }: Mirrored,
  { reflections, signal, onProgress }: CleaningOptions,
): Promise<CleanIris> {
  const framing = frameIris(frame.iris);
  const edge = measureLimbusEdge(frame);
  const cleaned = reflections
    ? await removeReflections(frame, speculars, {
        signal,
        mayWrite: true,
        onProgress: (share) => onProgress(share * lightsShare),
      })
    : {
        survey: undefined,
        image: frame.image,
        filled: createMaskImage(frame.image.width, frame.image.height),
      };
  const whole = await completeIris(cleaned.image, frame, cleaned.filled, {
    signal,
    mayWrite: true,
    survey: cleaned.survey,
    onProgress: (share) => onProgress(lightsShare + share * (1 - lightsShare)),
  });
  const square: CleanSquare = {
    image: cutSquare(whole.image, framing),
    covered: whole.covered && cutMask(whole.covered, framing),
    framing,
    edge,
  };
  return { square, filled: cutMask(either(whole.filled, lifted), framing) };
}
