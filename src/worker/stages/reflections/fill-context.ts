/** What all holes of one frame share while they are filled. */
import { type ColourImage, createMaskImage, type MaskImage } from '../../imaging/image.ts';
import type { IrisFrame } from '../iris-frame.ts';
import type { Exemplar } from './exemplar-candidates.ts';
import { type FibreCoherence, fibreCoherence } from './fibre-coherence.ts';
import { type Grain, measureGrain } from './grain.ts';
import { type IrisPlanes, irisPlanes, maskOnPlanes } from './iris-planes.ts';
import { type IrisPolar, irisPolar } from './iris-polar.ts';
import { type PupilTone, pupilTone } from './pupil-tone.ts';
import { type TextureGain, textureGain } from './texture-gain.ts';

export interface FillContext {
  /** Written in place. */
  readonly image: ColourImage;
  readonly polar: IrisPolar;
  readonly exemplar: Exemplar;
  readonly pupil: PupilTone | null;
  readonly grain: Grain;
  readonly gain: TextureGain;
  readonly fibres: FibreCoherence;
  /** 255 at frame pixels that are no evidence of the iris: reflections, lids, lashes, beyond the photograph. */
  readonly blocked: MaskImage;
  /** Frame pixels written so far. */
  readonly filled: MaskImage;
}

/** Iris radius in cells at which exemplars are chosen, and covers judged. */
export const workingRadius = 110;
const grainSeed = 0x1715;

/** Depths between which iris may be copied; the pupil's edge comes with it, so that it stays crisp. */
const sourceDepths = { least: -0.2, most: 1.1 } as const;

/** What was measured of a picture when it was first filled, for whoever fills more of it. */
export interface Survey {
  /** As they were before anything was filled, at `workingRadius`. */
  readonly planes: IrisPlanes;
  readonly grain: Grain;
  readonly gain: TextureGain;
  readonly fibres: FibreCoherence;
}

/**
 * @param image what to fill, as large as the frame; written in place.
 * @param holes pixels to fill, and others that are no source; at least 128 is one.
 * @param poor visible pixels that are no source either: shadows.
 * @param known what the caller has of the picture: its planes at `workingRadius`, as they are now, and what was measured
 *   of its texture.
 */
export function fillContext(
  frame: IrisFrame,
  image: ColourImage,
  holes: MaskImage,
  filled: MaskImage,
  poor?: MaskImage,
  known: Partial<Survey> = {},
): FillContext {
  const blocked = blockedPixels(frame, holes);
  const polar = irisPolar(frame.iris, frame.pupil);
  const planes = known.planes ?? irisPlanes(image, polar, workingRadius);
  const blockedCells = maskOnPlanes(blocked, planes, 'most');
  const poorCells = poor && maskOnPlanes(poor, planes, 'most');
  const usable = new Uint8Array(blockedCells.length);
  const hidden = new Uint8Array(blockedCells.length);
  for (let cell = 0; cell < blockedCells.length; cell += 1) {
    hidden[cell] = blockedCells[cell]! >= 128 ? 1 : 0;
    const depth = planes.depth[cell]!;
    const source = hidden[cell] === 0 && (poorCells?.[cell] ?? 0) < 128;
    usable[cell] = source && depth > sourceDepths.least && depth < sourceDepths.most ? 1 : 0;
  }
  const grain = known.grain ?? grainOf(frame, blocked, image, polar);
  const gain = known.gain ?? textureGain(image, blocked, polar, grain);
  const fibres = known.fibres ?? fibreCoherence(image, blocked, polar);
  return {
    image,
    polar,
    exemplar: { planes, polar, usable, slope: gain.slope },
    pupil: polar.hasPupil ? pupilTone(planes, hidden) : null,
    grain,
    gain,
    fibres,
    blocked,
    filled,
  };
}

function blockedPixels(frame: IrisFrame, holes: MaskImage): MaskImage {
  const blocked = createMaskImage(holes.width, holes.height);
  const words = inWords(blocked.data);
  const opening = inWords(frame.opening.data);
  const inside = inWords(frame.inside.data);
  const hole = inWords(holes.data);
  for (let word = 0; word < words.length; word += 1) {
    // The upper bit of each pixel is its threshold; 1 in each pixel that is blocked, then 255.
    const ones = ~(opening[word]! & inside[word]! & ~hole[word]!) & 0x80808080;
    words[word] = (ones >>> 7) * 255;
  }
  for (let pixel = words.length * 4; pixel < blocked.data.length; pixel += 1) {
    const open = frame.opening.data[pixel]! & frame.inside.data[pixel]! & ~holes.data[pixel]! & 128;
    blocked.data[pixel] = open === 0 ? 255 : 0;
  }
  return blocked;
}

/** Four pixels of a mask at a time; what does not fill a word is left out. */
function inWords(data: Uint8Array): Uint32Array {
  const aligned = data.byteOffset % 4 === 0 ? data : data.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
}

/** Measured in the pupil, the one place without texture; without a pupil, on the whole iris. */
function grainOf(frame: IrisFrame, blocked: MaskImage, image: ColourImage, polar: IrisPolar): Grain {
  const ground = frame.pupil ?? frame.iris;
  const reach = ground.a * (frame.pupil ? 0.85 : 0.9);
  const box = {
    left: Math.max(0, Math.floor(polar.centreX - reach)),
    top: Math.max(0, Math.floor(polar.centreY - reach)),
    right: Math.min(image.width, Math.ceil(polar.centreX + reach)),
    bottom: Math.min(image.height, Math.ceil(polar.centreY + reach)),
  };
  const squared = (ground.b * 0.85) ** 2;
  const { width } = image;
  const usable = (index: number) => {
    const y = Math.floor(index / width);
    const dx = index - y * width - polar.centreX;
    const dy = y - polar.centreY;
    return dx * dx + dy * dy < squared && blocked.data[index]! < 128;
  };
  return measureGrain(image, box, usable, grainSeed);
}
