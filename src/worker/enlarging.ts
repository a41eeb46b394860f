/** What the enhancer will do to one iris: with which network, to what size, from what size. */
import type { Recipe } from '../contracts/recipe.ts';
import type { ColourImage } from './imaging/image.ts';
import { resizeColourImage } from './imaging/resize.ts';
import type { Circle } from './imaging/tiles.ts';
import type { WarmEnhancer, WarmModels } from './models/warm-models.ts';
import { countTiles, type EnhanceOptions, enhanceIris } from './stages/enhance/enhance.ts';
import { chooseEnlargement, workingSize } from './stages/enhance/enlargement.ts';
import type { Framing } from './stages/finish/framing.ts';

export class Enlarging {
  /** Edge of the finished square in pixels. */
  readonly outputSize: number;
  /** Null when the picture is only resampled. */
  readonly model: WarmEnhancer | null;
  /** Edge of the square that the model is given: as it is, or reduced for a user's model. */
  readonly #workingSize: number;
  /** The iris within it. */
  readonly #circle: Circle;
  readonly #strength: number;

  /** @param own the user's model, where the recipe names one */
  constructor(
    { size, circle }: Framing,
    recipe: Recipe,
    { enhancers }: Pick<WarmModels, 'enhancers'>,
    own: WarmEnhancer | null,
  ) {
    const { outputSize, scale } = chooseEnlargement(size, recipe, own?.scale);
    this.outputSize = outputSize;
    const ours = enhancers.find((enhancer) => enhancer.scale === scale) ?? enhancers[0];
    this.model = own ?? (scale === null ? null : ours);
    this.#workingSize = own === null ? size : workingSize(size, outputSize);
    const ratio = this.#workingSize / size;
    this.#circle = { cx: circle.cx * ratio, cy: circle.cy * ratio, radius: circle.radius * ratio };
    this.#strength = recipe.strength;
  }

  /** What the model will be given, halos included. */
  get megapixels(): number {
    if (this.model === null) return 0;
    return countTiles(this.#workingSize, this.#options(this.model)).megapixels;
  }

  /** @param square the iris in its framing */
  async run(
    square: ColourImage,
    options: Pick<EnhanceOptions, 'onTile' | 'onRows' | 'signal'>,
  ): Promise<ColourImage> {
    const resized = (size: number) => resizeColourImage(square, { width: size, height: size });
    if (this.model === null) return resized(this.outputSize);
    const source = this.#workingSize === square.width ? square : await resized(this.#workingSize);
    return enhanceIris(source, { ...this.#options(this.model), ...options });
  }

  #options(model: WarmEnhancer) {
    return { outputSize: this.outputSize, circle: this.#circle, model, strength: this.#strength };
  }
}
