/**
 * Takes off what the cornea mirrors faintly and the iris shows through: windows, softboxes. Such a veil adds its light to
 * what lies behind it, so what lies behind it is still there; only its strength and its outline have to be known.
 * Both are known where it crosses the pupil; a veil that does not is left alone. See docs/adr/0021.
 */
import { type ColourImage, createMaskImage, type MaskImage } from '../../imaging/image.ts';
import type { IrisFrame } from '../iris-frame.ts';
import { pause } from '../reflections/pause.ts';
import { followVeil } from './follow-veil.ts';
import { isPlausible } from './plausible-veil.ts';
import { findPupilVeil } from './pupil-veil.ts';
import { type TakenOff, takeOff } from './take-off.ts';
import { traceVeil } from './trace-veil.ts';
import { veilCells } from './veil-cells.ts';

export interface VeilOptions {
  /** The picture is the caller's own and need not be copied before it is written to. */
  readonly mayWrite?: boolean;
  /** Looked at between steps, which take up to half a second each where there is a veil. */
  readonly signal?: AbortSignal;
}

export interface Unveiled {
  /** The frame's picture without veils. */
  readonly image: ColourImage;
  /** 255 where pixels were changed; all others are the frame's own, bit by bit. Null where there was no veil. */
  readonly lifted: MaskImage | null;
  /**
   * 255 where a veil outshone what lies behind it, and in the pupil: better filled, as if a light had hidden it. Null
   * where there was no veil.
   */
  readonly hidden: MaskImage | null;
  readonly veils: number;
}

/** Iris radii in cells: coarse to follow a veil, finer to trace its edge. */
const followingRadius = 100;
const tracingRadius = 200;
/** Lights of different strength are taken off one after the other. */
const mostVeils = 3;

/** @throws StudioFailure cancelled when the signal says so. */
export async function subtractVeils(frame: IrisFrame, options: VeilOptions = {}): Promise<Unveiled> {
  const { width, height } = frame.image;
  let image = frame.image;
  let taken: TakenOff | null = null;
  let veils = 0;
  for (; frame.pupil !== null && veils < mostVeils; veils += 1) {
    const seen = { ...frame, image };
    const coarse = veilCells(seen, followingRadius);
    const veil = findPupilVeil(coarse);
    if (veil === null) break;
    await pause(options.signal);
    const followed = followVeil(coarse, veil);
    if (followed === null || !isPlausible(followed, coarse)) break;
    await pause(options.signal);
    const layer = await traceVeil(veilCells(seen, tracingRadius), coarse, veil, followed, options.signal);
    if (layer === null) break;
    if (taken === null) {
      taken = { lifted: createMaskImage(width, height), hidden: createMaskImage(width, height) };
      if (options.mayWrite !== true) image = { ...image, data: image.data.slice() };
    }
    takeOff(image, layer, taken);
  }
  return { image, veils, lifted: taken?.lifted ?? null, hidden: taken?.hidden ?? null };
}
