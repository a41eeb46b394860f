/** Takes a veil's layer off a picture: light that was added is subtracted, pixel by pixel, in linear light. */
import { linearToSrgb, srgbToLinear } from '../../imaging/colour-srgb.ts';
import type { ColourImage, MaskImage } from '../../imaging/image.ts';
import type { VeilLayer } from './trace-veil.ts';
import { coverAt } from './veil-edge.ts';

/** Nothing in an eye is much darker than its pupil: shares of the pupil's own light, on the iris of its least channel. */
const darkest = { inPupil: 0.7, onIris: 0.3 } as const;
/** Below this share of the veil a change would round to nothing anyway. */
const leastCover = 0.002;

export interface TakenOff {
  /** Set to 255 where pixels change. */
  readonly lifted: MaskImage;
  /** Set to 255 where what is left is only noise. */
  readonly hidden: MaskImage;
}

export function takeOff(image: ColourImage, layer: VeilLayer, { lifted, hidden }: TakenOff): void {
  const { planes } = layer.cells;
  const { width, height, step, left, top } = planes;
  const floors = {
    pupil: layer.dark.map((light) => darkest.inPupil * light),
    iris: layer.dark.map(() => darkest.onIris * Math.min(...layer.dark)),
  };
  for (let y = 0; y < height * step; y += 1) {
    for (let x = 0; x < width * step; x += 1) {
      const cellX = Math.min(width - 1, Math.max(0, (x + 0.5) / step - 0.5));
      const cellY = Math.min(height - 1, Math.max(0, (y + 0.5) / step - 0.5));
      const cover = coverAt(distanceAt(layer, cellX, cellY), layer.edge.softness);
      if (cover < leastCover) continue;
      const share = cover * layer.edge.fitted.level(cellX, cellY);
      const cell = Math.floor(y / step) * width + Math.floor(x / step);
      const floor = planes.depth[cell]! < 0 ? floors.pupil : floors.iris;
      const pixel = (top + y) * image.width + left + x;
      for (let channel = 0; channel < 3; channel += 1) {
        const light = srgbToLinear(image.data[pixel * 3 + channel]! / 65535);
        const least = Math.min(light, floor[channel]!);
        const behind = Math.max(least, light - share * layer.added[channel]!);
        image.data[pixel * 3 + channel] = Math.round(65535 * linearToSrgb(behind));
      }
      lifted.data[pixel] = 255;
      if (layer.hides[cell] === 1) hidden.data[pixel] = 255;
    }
  }
}

function distanceAt({ cells, edge }: VeilLayer, x: number, y: number): number {
  const { width, height } = cells.planes;
  const column = Math.floor(x);
  const row = Math.floor(y);
  const right = Math.min(width - 1, column + 1);
  const below = Math.min(height - 1, row + 1) * width;
  const above = row * width;
  const { distance } = edge;
  const upper =
    distance[above + column]! + (distance[above + right]! - distance[above + column]!) * (x - column);
  const lower =
    distance[below + column]! + (distance[below + right]! - distance[below + column]!) * (x - column);
  return upper + (lower - upper) * (y - row);
}
