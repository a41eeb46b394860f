/** A mask as the lines around what is set in it, which stay fine however far a picture is enlarged. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  /** One value a pixel, row by row. */
  readonly data: Uint8Array;
}

/** Right, down, left, up. */
const across = [1, 0, -1, 0] as const;
const along = [0, 1, 0, -1] as const;

/** How far a point may lie from the line that leaves it out, in pixels of the mask. */
const tolerance = 0.02;
/** How often a point is moved between its neighbours in a mask of 1024 pixels: the steps go, the shape stays. */
const turns = 24;

/** What of a mask lies in the disc around its middle. @param diameter in widths of the mask */
export function withinDisc({ width, height, data }: Mask, diameter: number): Mask {
  const radius = (diameter * width) / 2;
  const within = data.slice();
  for (let y = 0; y < height; y++) {
    const half = Math.sqrt(Math.max(0, radius ** 2 - (y + 0.5 - height / 2) ** 2));
    within.fill(0, y * width, y * width + Math.max(0, Math.round(width / 2 - half)));
    within.fill(0, y * width + Math.min(width, Math.round(width / 2 + half)), (y + 1) * width);
  }
  return { width, height, data: within };
}

/**
 * Follows the edges of all pixels above 0; pixels that touch at a corner belong together.
 *
 * @returns an SVG path in the mask's pixels, to be filled by the even-odd rule; null where nothing is set. Steps are
 * smoothed as a large mask's are coarser: corners are rounded by about 0.3% of its width, small things stay as they are
 */
export function outlineOf(mask: Mask): string | null {
  const { width, height, data } = mask;
  const followed = new Uint8Array(data.length);
  const rings: string[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x;
      // Every ring runs to the right somewhere: around the outside on top, around a hole below it.
      if (data[pixel] === 0 || followed[pixel] === 1 || (y > 0 && data[pixel - width] !== 0)) continue;
      rings.push(pathOf(smoothed(follow(mask, x, y, followed), width)));
    }
  }
  return rings.length === 0 ? null : rings.join('');
}

/** The middles of the edges, x and y in turn, from the upper left corner of a pixel round with what is set at the right. */
function follow(mask: Mask, startX: number, startY: number, followed: Uint8Array): number[] {
  const points: number[] = [];
  let [x, y, direction] = [startX, startY, 0];
  do {
    if (direction === 0) followed[y * mask.width + x] = 1;
    points.push(x + across[direction]! / 2, y + along[direction]! / 2);
    x += across[direction]!;
    y += along[direction]!;
    if (isSetAhead(mask, x, y, direction, 'left')) direction = (direction + 3) % 4;
    else if (!isSetAhead(mask, x, y, direction, 'right')) direction = (direction + 1) % 4;
  } while (x !== startX || y !== startY || direction !== 0);
  return points;
}

/** Of the two pixels in front of whoever stands on a corner. */
function isSetAhead(
  { width, height, data }: Mask,
  x: number,
  y: number,
  direction: number,
  side: 'left' | 'right',
): boolean {
  const turn = side === 'left' ? -1 : 1;
  const column = x + (across[direction]! - turn * along[direction]! - 1) / 2;
  const row = y + (along[direction]! + turn * across[direction]! - 1) / 2;
  return column >= 0 && row >= 0 && column < width && row < height && data[row * width + column] !== 0;
}

/** Each point between its neighbours, again and again; in short rings seldom, so that dots stay dots. */
function smoothed(ring: readonly number[], width: number): readonly number[] {
  const { length } = ring;
  const wanted = Math.max(1, Math.round(turns * (width / 1024) ** 2));
  let points = ring;
  for (let turn = Math.min(wanted, Math.floor(length / 16)); turn > 0; turn--) {
    const last = points;
    points = last.map(
      (value, index) => (last[(index + length - 2) % length]! + 2 * value + last[(index + 2) % length]!) / 4,
    );
  }
  return points;
}

/** A closed path without the points that lie on the way between others. */
function pathOf(points: readonly number[]): string {
  let [keptX, keptY] = [points[0]!, points[1]!];
  let path = `M${shortly(keptX)} ${shortly(keptY)}`;
  for (let at = 2; at < points.length; at += 2) {
    const next = (at + 2) % points.length;
    const [x, y] = [points[at]! - keptX, points[at + 1]! - keptY];
    const [nextX, nextY] = [points[next]! - keptX, points[next + 1]! - keptY];
    if (Math.abs(x * nextY - y * nextX) <= tolerance * Math.hypot(nextX, nextY)) continue;
    [keptX, keptY] = [points[at]!, points[at + 1]!];
    path += `L${shortly(keptX)} ${shortly(keptY)}`;
  }
  return `${path}Z`;
}

const shortly = (value: number): number => Math.round(value * 100) / 100;
