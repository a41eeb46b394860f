import type { ColourImage } from '../../imaging/image.ts';

/**
 * How much of each band of detail is added once more in a picture enlarged four times: about 1, 2 and 4 pixels wide.
 * Enlarging with fidelity first holds back where it is not sure, and a picture is softer for it than a sharp
 * photograph of its size.
 */
const gains = [0.9, 0.8, 0.4] as const;
const enlargementOfGains = 4;

/** Share of the tonal range that strong borders (pupil, limbus, lashes) gain at most, so that no halo shows. */
const mostAdded = 0.08;

/** The cubic B-spline, whose cascade is the "à trous" wavelet transform (Starck and Murtagh 1994). */
const [outer, inner, middle] = [1 / 16, 1 / 4, 3 / 8];

/** Pixels between the spline's taps: of the first smoothing, the second, the third. */
const spacings = [1, 2, 4] as const;

/** Rows by which brightness and its smoothings lie behind the row that was read last: two taps each. */
const delays = [0, 2, 6, 14] as const;
const reach = delays[3];

/** Rows kept of each; a power of two, more than the third smoothing's 17. */
const kept = 32;

/**
 * Makes a picture crisp as its rows are finished, in place, without inventing anything: what is fine in its brightness
 * is amplified band by band, and a band that is only amplified is as true as before. A network trained towards
 * crisper truths would come to the same: the mean of amplified truths is the amplified mean.
 */
export class Crispening {
  readonly #picture: ColourImage;
  readonly #levels: readonly Float32Array[];
  readonly #line: Float32Array;
  readonly #gains: readonly number[];
  /** Rows read, those imagined below the last one included. */
  #read = 0;

  /**
   * @param picture its rows may still be missing
   * @param enlargement of the source's edge: the less a picture was enlarged, the less was held back
   */
  constructor(picture: ColourImage, enlargement: number) {
    this.#picture = picture;
    const share = Math.min(1, enlargement / enlargementOfGains);
    this.#gains = gains.map((gain) => gain * share);
    this.#levels = delays.map(() => new Float32Array(kept * picture.width));
    this.#line = new Float32Array(picture.width);
  }

  /**
   * The picture's rows above `end` are finished.
   *
   * @returns the row above which all are crisp now
   */
  advance(end: number): number {
    const { height } = this.#picture;
    const last = end < height ? end : height + reach;
    for (; this.#read < last; this.#read += 1) {
      this.#readBrightness(this.#read);
      for (const [band, spacing] of spacings.entries()) {
        const row = this.#read - delays[band + 1]!;
        if (row >= 0) this.#smooth(band, row, spacing);
      }
      if (this.#read >= reach) this.#addDetail(this.#read - reach);
    }
    return Math.max(0, this.#read - reach);
  }

  /** Below the picture its last row goes on. */
  #readBrightness(y: number): void {
    const { width, height, data } = this.#picture;
    const row = this.#row(0, y);
    if (y >= height) {
      row.set(this.#row(0, y - 1));
      return;
    }
    for (let x = 0, at = y * width * 3; x < width; x += 1, at += 3)
      row[x] = (0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!) / 65535;
  }

  /** Makes a row of the next level out of five rows of `level`. */
  #smooth(level: number, y: number, spacing: number): void {
    const line = this.#line;
    const width = line.length;
    const far = this.#row(level, y - 2 * spacing);
    const near = this.#row(level, y - spacing);
    const here = this.#row(level, y);
    const next = this.#row(level, y + spacing);
    const last = this.#row(level, y + 2 * spacing);
    for (let x = 0; x < width; x += 1)
      line[x] = outer * (far[x]! + last[x]!) + inner * (near[x]! + next[x]!) + middle * here[x]!;
    const target = this.#row(level + 1, y);
    const border = Math.min(2 * spacing, width);
    for (let x = 0; x < border; x += 1) target[x] = smoothedAt(line, x, spacing);
    for (let x = border; x < width - border; x += 1)
      target[x] =
        outer * (line[x - 2 * spacing]! + line[x + 2 * spacing]!) +
        inner * (line[x - spacing]! + line[x + spacing]!) +
        middle * line[x]!;
    for (let x = Math.max(border, width - border); x < width; x += 1)
      target[x] = smoothedAt(line, x, spacing);
  }

  #addDetail(y: number): void {
    const { width, data } = this.#picture;
    const [fine, middling, coarse] = this.#gains as [number, number, number];
    const sharp = this.#row(0, y);
    const first = this.#row(1, y);
    const second = this.#row(2, y);
    const third = this.#row(3, y);
    for (let x = 0, at = y * width * 3; x < width; x += 1, at += 3) {
      const detail =
        fine * (sharp[x]! - first[x]!) +
        middling * (first[x]! - second[x]!) +
        coarse * (second[x]! - third[x]!);
      const added = (65535 * detail) / (1 + Math.abs(detail) / mostAdded);
      data[at] = toSample(data[at]! + added);
      data[at + 1] = toSample(data[at + 1]! + added);
      data[at + 2] = toSample(data[at + 2]! + added);
    }
  }

  /** Above the picture its first row goes on. */
  #row(level: number, y: number): Float32Array {
    const width = this.#line.length;
    const start = (Math.max(0, y) % kept) * width;
    return this.#levels[level]!.subarray(start, start + width);
  }
}

/** Near a border: beyond it its last value goes on. */
function smoothedAt(line: Float32Array, x: number, spacing: number): number {
  const at = (index: number) => line[Math.min(line.length - 1, Math.max(0, index))]!;
  return (
    outer * (at(x - 2 * spacing) + at(x + 2 * spacing)) +
    inner * (at(x - spacing) + at(x + spacing)) +
    middle * line[x]!
  );
}

function toSample(value: number): number {
  return value <= 0 ? 0 : value >= 65535 ? 65535 : (value + 0.5) | 0;
}
