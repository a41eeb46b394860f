import type { Ellipse, Rectangle } from '../../contracts/geometry.ts';
import type { ColourImage, MaskImage } from '../imaging/image.ts';

/**
 * The square around one iris that every stage after finding works on: the source's own pixels (reduced only when
 * the iris is larger than any picture we make), with what the finder knows about each of them. All members have
 * the same width and height; ellipses are in frame pixels.
 */
export interface IrisFrame {
  /** The part of the photograph it shows, in source pixels; may reach past the photograph's edges. */
  readonly region: Rectangle;
  /** Frame pixels per source pixel; 1 unless reduced. */
  readonly scale: number;
  /** Beyond the photograph's edges the nearest pixels are repeated. */
  readonly image: ColourImage;
  /** 255 where the photograph has pixels. */
  readonly inside: MaskImage;
  readonly iris: Ellipse;
  /** Null when no pupil could be told apart from the iris. */
  readonly pupil: Ellipse | null;
  /** How surely each pixel lies in the open eye: not on a lid, not under lashes. */
  readonly opening: MaskImage;
  /** Iris without pupil, lids and lashes; reflections on it count as iris. */
  readonly visible: MaskImage;
  /** The network's hint where reflections are; coarse. */
  readonly specular: MaskImage;
}

/** The frame's edge in iris diameters: room for the sclera ring that contrast is measured on. */
export const frameMargin = 1.3;
