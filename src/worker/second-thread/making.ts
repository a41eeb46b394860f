import { Finishing } from '../finishing.ts';
import type { ColourImage } from '../imaging/image.ts';
import { type EnhancedTile, TileAssembly } from '../stages/enhance/assemble-tiles.ts';
import type { FinishedPicture, PictureOrder } from './contract.ts';

/** One picture on its way from tiles to a file. */
export class Making {
  readonly #finishing: Finishing;
  readonly #assembly: TileAssembly | null;

  private constructor(finishing: Finishing, { square, tiles }: PictureOrder) {
    this.#finishing = finishing;
    this.#assembly =
      tiles &&
      new TileAssembly(tiles.source ?? square.image, tiles.grid, (picture, end) =>
        finishing.advance(picture, end),
      );
  }

  static async of(order: PictureOrder): Promise<Making> {
    const { square, recipe, path, software } = order;
    return new Making(await Finishing.of(square, { recipe, path, software }), order);
  }

  put(tile: EnhancedTile): string | null {
    return this.#tiles().put(tile);
  }

  settle(top: number): void {
    this.#tiles().settle(top);
  }

  async finish(whole: ColourImage | null): Promise<FinishedPicture> {
    const picture = whole ?? this.#tiles().picture;
    const { width, height, byteLength, sha256 } = await this.#finishing.finish(picture);
    return { width, height, byteLength, sha256 };
  }

  discard(): void {
    this.#finishing.discard();
  }

  #tiles(): TileAssembly {
    if (this.#assembly === null) throw new Error('this picture is not made of tiles');
    return this.#assembly;
  }
}
