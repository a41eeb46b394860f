/** What the enhancer will do to one iris: with which network, to what size, from what size. */
import type { Recipe } from '../contracts/recipe.ts';
import type { ColourImage } from './imaging/image.ts';
import { resizeColourImage } from './imaging/resize.ts';
import type { Circle } from './imaging/tiles.ts';
import type { WarmEnhancer, WarmModels } from './models/warm-models.ts';
import type { TileGrid } from './stages/enhance/assemble-tiles.ts';
import {
  countTiles,
  enhanceTiles,
  gridOf,
  type TileOptions,
  type TileTaker,
} from './stages/enhance/enhance.ts';
import { chooseEnlargement, workingSize } from './stages/enhance/enlargement.ts';
import type { Framing } from './stages/finish/framing.ts';

export interface Tiles {
  readonly source: ColourImage;
  readonly grid: TileGrid;
  /** Runs the model on all of them; see `enhanceTiles`. */
  run(taker: TileTaker, watching: Pick<TileOptions, 'onTile' | 'signal'>): Promise<void>;
}

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

  /** The square as the model is given it, and how tiles lie on it; null when the picture is only resampled. */
  async tiles(square: ColourImage): Promise<Tiles | null> {
    if (this.model === null) return null;
    const size = this.#workingSize;
    const source =
      size === square.width ? square : await resizeColourImage(square, { width: size, height: size });
    const options = this.#options(this.model);
    return {
      source,
      grid: gridOf(size, options),
      run: (taker, watching) => enhanceTiles(source, { ...options, ...watching }, taker),
    };
  }

  /** The picture that no model makes. */
  resampled(square: ColourImage): Promise<ColourImage> {
    return resizeColourImage(square, { width: this.outputSize, height: this.outputSize });
  }

  #options(model: WarmEnhancer) {
    return { outputSize: this.outputSize, circle: this.#circle, model, strength: this.#strength };
  }
}
