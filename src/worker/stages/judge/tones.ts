/** Grey levels counted by region of the eye: everything that ISO's contrasts, areas and clipping need. */
import { createEllipseLevel } from '../../imaging/ellipse-geometry.ts';
import { type JudgedEye, lumaAt } from './judged-eye.ts';

/** A region is judged from this many pixels on. */
const fewestPixels = 40;

export class Histogram {
  readonly bins = new Float64Array(256);
  count = 0;

  /** @param level whole, 0..255 */
  add(level: number): void {
    this.bins[level]! += 1;
    this.count += 1;
  }

  /** The grey level below which `share` of the pixels lie; null when there are too few to tell. */
  quantile(share: number): number | null {
    if (this.count < fewestPixels) return null;
    let sum = 0;
    for (let level = 0; level < 256; level += 1) {
      sum += this.bins[level]!;
      if (sum >= share * this.count) return level;
    }
    return 255;
  }

  shareBelow(limit: number): number | null {
    if (this.count < fewestPixels) return null;
    let sum = 0;
    for (let level = 0; level < limit; level += 1) sum += this.bins[level]!;
    return sum / this.count;
  }

  /** Shannon entropy in bits. */
  entropy(): number | null {
    if (this.count < fewestPixels) return null;
    let bits = 0;
    for (const bin of this.bins) if (bin > 0) bits -= (bin / this.count) * Math.log2(bin / this.count);
    return bits;
  }
}

export interface Tones {
  /** Amodal iris without the pupil, in pixels of the judged eye. */
  readonly ring: number;
  /** Of it: visible and free of reflections; covered by reflections. */
  readonly usable: number;
  readonly specular: number;
  /** Visible iris pixels, reflections left out, that are overexposed in some channel. */
  readonly overexposed: number;
  readonly visible: Histogram;
  /** Mid-ring to 0.9 iris radii; 1.1 to 1.2 iris radii; within 0.8 and from 1.1 to 1.2 pupil radii. */
  readonly outerIris: Histogram;
  readonly sclera: Histogram;
  readonly pupil: Histogram;
  readonly innerIris: Histogram;
  /** Everything open but the pupil; everything at all, lids included. */
  readonly open: Histogram;
  readonly everything: Histogram;
}

const overexposedFrom = 252 * 257;

export function countTones(eye: JudgedEye): Tones {
  const { image, inside, opening, visible, specular } = eye;
  const irisLevel = createEllipseLevel(eye.iris);
  const pupilLevel = eye.pupil ? createEllipseLevel(eye.pupil) : () => Number.POSITIVE_INFINITY;
  const pupilShare = eye.pupil ? eye.pupil.a / eye.iris.a : 0.3;
  const counts = { ring: 0, usable: 0, specular: 0, overexposed: 0 };
  const tones = {
    visible: new Histogram(),
    outerIris: new Histogram(),
    sclera: new Histogram(),
    pupil: new Histogram(),
    innerIris: new Histogram(),
    open: new Histogram(),
    everything: new Histogram(),
  };
  for (let y = 0, pixel = 0; y < image.height; y += 1) {
    for (let x = 0; x < image.width; x += 1, pixel += 1) {
      const level = irisLevel(x + 0.5, y + 0.5);
      const fromPupil = level > 1.2 ? Number.POSITIVE_INFINITY : pupilLevel(x + 0.5, y + 0.5);
      const inRing = level <= 1 && fromPupil > 1;
      if (inRing) counts.ring += 1;
      if (inside.data[pixel]! < 128) continue;
      const mirrored = specular.data[pixel]! >= 128;
      if (inRing && mirrored) counts.specular += 1;
      if (mirrored) continue;
      const luma = (lumaAt(image, pixel) + 0.5) | 0;
      tones.everything.add(luma);
      if (opening.data[pixel]! < 160) continue;
      if (fromPupil <= 0.8) tones.pupil.add(luma);
      if (fromPupil <= 1) continue;
      if (level <= 1.2) tones.open.add(luma);
      if (level >= 1.1 && level <= 1.2) tones.sclera.add(luma);
      if (!inRing || visible.data[pixel]! < 128) continue;
      counts.usable += 1;
      tones.visible.add(luma);
      if (isOverexposed(image.data, pixel * 3)) counts.overexposed += 1;
      if (level >= (1 + pupilShare) / 2 && level <= 0.9) tones.outerIris.add(luma);
      if (fromPupil >= 1.1 && fromPupil <= 1.2) tones.innerIris.add(luma);
    }
  }
  return { ...counts, ...tones };
}

function isOverexposed(data: Uint16Array, at: number): boolean {
  return data[at]! >= overexposedFrom || data[at + 1]! >= overexposedFrom || data[at + 2]! >= overexposedFrom;
}
