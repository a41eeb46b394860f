/** Known holes: discs of visible iris whose truth is at hand, so that a filler can be held to it. */
import { createRandom } from '../../models/rendered-eyes/random.ts';
import type { Ellipse } from '../../src/contracts/geometry.ts';
import { radiusTowards } from '../../src/worker/imaging/ellipse-geometry.ts';
import type { MaskImage } from '../../src/worker/imaging/image.ts';
import { createMaskImage } from '../../src/worker/imaging/image.ts';

/** Pixels of undisturbed iris around every hole. */
const clearance = 5;
const tries = 400;

export interface HoleGround {
  readonly width: number;
  readonly height: number;
  readonly iris: Ellipse;
  readonly pupil: Ellipse | null;
  /** Non-zero where iris can be seen and nothing is mirrored. */
  readonly clear: Uint8Array;
}

/** Up to `count` discs of one diameter, apart from each other; fewer where the iris has no room. */
export function placeHoles(ground: HoleGround, diameter: number, count: number, seed: number): MaskImage {
  const random = createRandom(seed).fork(diameter);
  const { width, height, iris, pupil } = ground;
  const holes = createMaskImage(width, height);
  const inner = pupil ? (pupil.a + pupil.b) / (iris.a + iris.b) : 0.3;
  for (let attempt = 0, placed = 0; attempt < tries && placed < count; attempt += 1) {
    const angle = random.range(0, 2 * Math.PI);
    const depth = random.range(inner, 1);
    const reach = depth * radiusTowards(iris, angle);
    const cx = iris.cx + reach * Math.cos(angle);
    const cy = iris.cy + reach * Math.sin(angle);
    if (!isFree(ground, holes, cx, cy, diameter / 2 + clearance)) continue;
    forDisc(width, height, cx, cy, diameter / 2, (pixel) => {
      holes.data[pixel] = 255;
    });
    placed += 1;
  }
  return holes;
}

function isFree(
  { width, height, clear }: HoleGround,
  holes: MaskImage,
  cx: number,
  cy: number,
  radius: number,
): boolean {
  if (Math.min(cx, cy, width - cx, height - cy) < radius + 1) return false;
  let free = true;
  forDisc(width, height, cx, cy, radius, (pixel) => {
    if (clear[pixel] === 0 || holes.data[pixel] !== 0) free = false;
  });
  return free;
}

function forDisc(
  width: number,
  height: number,
  cx: number,
  cy: number,
  radius: number,
  use: (pixel: number) => void,
): void {
  for (let y = Math.max(0, Math.floor(cy - radius)); y < Math.min(height, cy + radius + 1); y += 1) {
    for (let x = Math.max(0, Math.floor(cx - radius)); x < Math.min(width, cx + radius + 1); x += 1) {
      if (Math.hypot(x + 0.5 - cx, y + 0.5 - cy) <= radius) use(y * width + x);
    }
  }
}
