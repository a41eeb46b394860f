import type { Rectangle } from '../../contracts/geometry.ts';
import type { SourceFormat } from '../../contracts/processing.ts';
import type { ColourImage } from './image.ts';

/**
 * A photograph on disk that was recognised and found readable. Stages read the parts they need at the size they
 * need; the whole is never held in memory. All coordinates are those of the oriented source: EXIF and HEIC
 * rotations are already applied.
 */
export interface Photograph {
  readonly format: SourceFormat;
  readonly width: number;
  readonly height: number;
  /**
   * Reads `region` (inside the photograph) as sRGB, reduced to `size` where given (never enlarged).
   * @throws StudioFailure fileDamaged when the bytes give out.
   */
  readRegion(region: Rectangle, size?: { width: number; height: number }): Promise<ColourImage>;
  /** Removes scratch files. */
  close(): Promise<void>;
}
