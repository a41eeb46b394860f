/**
 * A picture's last steps, row by row while the enhancer still works on those below: made crisp where it is for print,
 * put on its background, packed. Written and verified when the last row is there.
 */
import type { Recipe } from '../contracts/recipe.ts';
import type { ColourImage, MaskImage, PictureImage } from './imaging/image.ts';
import { type EncodeOptions, PictureEncoding } from './stages/encode/encode-picture.ts';
import {
  type ReducedReference,
  reduceReference,
  type VerifiedPicture,
  verifyPicture,
} from './stages/encode/verify-picture.ts';
import { readSrgbProfile } from './stages/encode/wrap-pixels.ts';
import { Composer } from './stages/finish/compose.ts';
import { Crispening } from './stages/finish/crispen.ts';
import type { Framing } from './stages/finish/framing.ts';
import type { LimbusEdge } from './stages/finish/limbus-edge.ts';

/** The iris as it goes into the enhancer. */
export interface CleanSquare {
  readonly image: ColourImage;
  /** What lids still cover and nothing could be filled in for. */
  readonly covered: MaskImage | null;
  readonly framing: Framing;
  readonly edge: LimbusEdge;
}

export interface FinishingOptions {
  readonly recipe: Recipe;
  readonly path: string;
  readonly software: string;
}

interface Begun {
  /** Null where the picture stays as the enhancer made it. */
  readonly crispening: Crispening | null;
  readonly composer: Composer;
  readonly encoding: PictureEncoding;
}

export class Finishing {
  readonly #square: CleanSquare;
  readonly #reference: ReducedReference;
  readonly #profile: Buffer;
  readonly #options: FinishingOptions;
  #begun: Begun | null = null;

  private constructor(square: CleanSquare, profile: Buffer, options: FinishingOptions) {
    this.#square = square;
    this.#profile = profile;
    this.#options = options;
    this.#reference = reduceReference(square.image);
  }

  static async of(square: CleanSquare, options: FinishingOptions): Promise<Finishing> {
    return new Finishing(square, await readSrgbProfile(), options);
  }

  /** Rows of `enhanced` above `end` are finished. */
  advance(enhanced: ColourImage, end: number): void {
    const { crispening, composer, encoding } = this.#begin(enhanced);
    const rows = crispening === null ? end : crispening.advance(end);
    composer.advance(rows);
    encoding.advance(rows);
  }

  /** @throws StudioFailure what `PictureEncoding.finish` and `verifyPicture` throw */
  async finish(enhanced: ColourImage): Promise<PictureImage & VerifiedPicture> {
    this.advance(enhanced, enhanced.height);
    const { path, recipe } = this.#options;
    const { composer, encoding } = this.#begin(enhanced);
    const { picture } = composer;
    await encoding.finish();
    const circle = this.#circleIn(enhanced);
    const { inner } = this.#square.edge;
    const verified = await verifyPicture(path, {
      width: picture.width,
      height: picture.height,
      channels: picture.channels,
      format: recipe.format,
      reference: this.#reference,
      circle: { ...circle, radius: circle.radius * inner },
      covered: this.#square.covered,
    });
    return { ...picture, ...verified };
  }

  /** Frees what is held by a picture that will not be finished; does no harm afterwards. */
  discard(): void {
    this.#begun?.encoding.discard();
  }

  #begin(enhanced: ColourImage): Begun {
    if (this.#begun !== null) return this.#begun;
    const { recipe, path, software } = this.#options;
    const { background, format } = recipe;
    const { edge, covered } = this.#square;
    const composer = new Composer(enhanced, {
      circle: this.#circleIn(enhanced),
      edge,
      background,
      covered,
    });
    const options: EncodeOptions = { path, format, software, recipe };
    const encoding = new PictureEncoding(composer.picture, this.#profile, options);
    const isForPrint = recipe.enhance && recipe.sharpness === 'print';
    const enlargement = enhanced.width / this.#square.framing.size;
    const crispening = isForPrint ? new Crispening(enhanced, enlargement) : null;
    this.#begun = { crispening, composer, encoding };
    return this.#begun;
  }

  #circleIn({ width }: ColourImage) {
    const { circle, size } = this.#square.framing;
    const ratio = width / size;
    return { cx: circle.cx * ratio, cy: circle.cy * ratio, radius: circle.radius * ratio };
  }
}
