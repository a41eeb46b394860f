import type { Version } from '../../../contracts/gallery.ts';
import type { Size } from '../../ui/zoom-geometry.ts';

/**
 * Where a whole photo lies when its iris fills a version's frame, in shares of the frame's edge: lets the photo's
 * thumbnail stand in for "before" until that is there.
 */
export function photoInFrame(photo: Size, { iris, margin }: Version['frame']) {
  const edge = 2 * iris.a * margin;
  return {
    left: -(iris.cx - edge / 2) / edge,
    top: -(iris.cy - edge / 2) / edge,
    width: photo.width / edge,
    height: photo.height / edge,
  };
}
