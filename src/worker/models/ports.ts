/** What stages know of models: plain arrays in, plain arrays out. Tests give them fakes, the product gives ONNX. */

export const finderHeads = ['opening', 'visibleIris', 'amodalIris', 'amodalPupil', 'specular'] as const;
export type FinderHead = (typeof finderHeads)[number];

export interface FinderModel {
  /** Edge of the only squares that it takes; any multiple of 32 when left out. */
  readonly size?: number;
  /**
   * @param image 3 x size x size, RGB planes, 0..1
   * @returns finderHeads.length x size x size probabilities
   */
  segment(image: Float32Array, size: number): Promise<Float32Array>;
}

export interface EnhancerModel {
  readonly scale: 2 | 4;
  /** Input pixels around a tile that its output depends on; with this halo tiling is exact. */
  readonly halo: number;
  /** For networks of others, whose tiles may not be exact or not of any size. */
  readonly tiling?: {
    /** Input pixels over which neighbouring tiles are cross-faded; at most half the halo. */
    readonly fade: number;
    /** Tile edges to choose from, halo included. */
    readonly sizes: readonly number[];
  };
  /**
   * @param image 3 x size x size, RGB planes, 0..1
   * @param strength 0 (plain bicubic) to 1
   * @returns 3 x (scale*size) x (scale*size), not clamped; whoever reads them looks whether they are numbers
   */
  enhance(image: Float32Array, size: number, strength: number): Promise<Float32Array>;
  /**
   * To be told when what it answered last were no numbers.
   *
   * @returns whether it will compute in another way from now on, so that the same may come out right
   */
  distrust?(): boolean;
}
