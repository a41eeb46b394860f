import type { Background } from '../../../contracts/recipe.ts';
import type { ColourImage, MaskImage, PictureImage } from '../../imaging/image.ts';
import { smoothStep } from '../../imaging/smooth-step.ts';
import type { Circle } from '../../imaging/tiles.ts';
import type { LimbusEdge } from './limbus-edge.ts';

/** Where a picture ends, and on what. */
export interface Surroundings {
  /** The iris within the picture, in its pixels. */
  readonly circle: Circle;
  /** Where it ends, in iris radii. */
  readonly edge: LimbusEdge;
  readonly background: Background;
  /** 255 where a lid hides the iris and nothing was filled in; any size, stretched over the square; null for nowhere. */
  readonly covered: MaskImage | null;
}

/**
 * Puts an iris on its background, as its rows are finished: a circle with a soft edge; what lids still cover fades
 * away too.
 */
export class Composer {
  /** Without transparency, the enhanced square itself. */
  readonly picture: PictureImage;
  readonly #iris: ColourImage;
  readonly #surroundings: Surroundings;
  #rows = 0;

  /** @param iris the enhanced square; its rows may still be missing */
  constructor(iris: ColourImage, surroundings: Surroundings) {
    const { width, height, data } = iris;
    this.picture =
      surroundings.background === 'transparent'
        ? { width, height, channels: 4, data: new Uint16Array(width * height * 4) }
        : { width, height, channels: 3, data };
    this.#iris = iris;
    this.#surroundings = surroundings;
  }

  /** The square's rows above `end` are finished. */
  advance(end: number): void {
    for (; this.#rows < end; this.#rows += 1) {
      if (this.picture.channels === 4) this.#cutOut(this.#rows);
      else this.#cover(this.#rows);
    }
  }

  /** Writes the row with its transparency. */
  #cutOut(y: number): void {
    const { width, data: source } = this.#iris;
    const { data } = this.picture;
    const { from, to } = this.#shown(y);
    for (let x = from; x < to; x += 1) {
      const share = this.#shareAt(x, y);
      if (share <= 0) continue;
      const at = y * width + x;
      data[at * 4] = source[at * 3]!;
      data[at * 4 + 1] = source[at * 3 + 1]!;
      data[at * 4 + 2] = source[at * 3 + 2]!;
      data[at * 4 + 3] = share * 65535 + 0.5;
    }
  }

  /** Lays the background over the row, in place. */
  #cover(y: number): void {
    const { width } = this.#iris;
    const { data } = this.picture;
    const { circle, edge, background } = this.#surroundings;
    const ground = background === 'white' ? 65535 : 0;
    const { from, to } = this.#shown(y);
    data.fill(ground, y * width * 3, (y * width + Math.min(from, width)) * 3);
    data.fill(ground, (y * width + Math.max(0, to)) * 3, (y + 1) * width * 3);
    const full = this.#isOpen(y) ? halfChord(circle.radius * edge.inner, y + 0.5 - circle.cy) - 1 : 0;
    for (let x = from; x < to; x += 1) {
      // Nothing changes where the iris is fully shown.
      if (full > 0 && Math.abs(x + 0.5 - circle.cx) < full) {
        x = Math.ceil(circle.cx + full - 0.5) - 1;
        continue;
      }
      const share = this.#shareAt(x, y);
      if (share >= 1) continue;
      const at = (y * width + x) * 3;
      for (let channel = at; channel < at + 3; channel += 1)
        data[channel] = ground + (data[channel]! - ground) * share + 0.5;
    }
  }

  /** The columns of a row that show any iris. */
  #shown(y: number): { from: number; to: number } {
    const { circle, edge } = this.#surroundings;
    const half = halfChord(circle.radius * edge.outer, y + 0.5 - circle.cy);
    const from = Math.max(0, Math.floor(circle.cx - half));
    return { from, to: Math.min(this.#iris.width, Math.ceil(circle.cx + half)) };
  }

  /** How much of the iris a pixel shows, 0..1. */
  #shareAt(x: number, y: number): number {
    const { circle, edge, covered } = this.#surroundings;
    const dx = x + 0.5 - circle.cx;
    const dy = y + 0.5 - circle.cy;
    const inner = circle.radius * edge.inner;
    const outer = circle.radius * edge.outer;
    const share = 1 - smoothStep((Math.sqrt(dx * dx + dy * dy) - inner) / (outer - inner));
    if (covered === null || share <= 0) return share;
    const { width, height } = this.#iris;
    const row = Math.floor((y * covered.height) / height) * covered.width;
    return share * (1 - covered.data[row + Math.floor((x * covered.width) / width)]! / 255);
  }

  /** Whether no lid is left on a row. */
  #isOpen(y: number): boolean {
    const { covered } = this.#surroundings;
    if (covered === null) return true;
    const row = Math.floor((y * covered.height) / this.#iris.height) * covered.width;
    for (let at = row; at < row + covered.width; at += 1) if (covered.data[at]! > 0) return false;
    return true;
  }
}

/** Composes a square that is finished; without transparency, in place. */
export function composePicture(iris: ColourImage, surroundings: Surroundings): PictureImage {
  const composer = new Composer(iris, surroundings);
  composer.advance(iris.height);
  return composer.picture;
}

/** Half the length of a circle's chord at `distance` from its centre; 0 beyond it. */
function halfChord(radius: number, distance: number): number {
  return Math.sqrt(Math.max(0, radius * radius - distance * distance));
}
