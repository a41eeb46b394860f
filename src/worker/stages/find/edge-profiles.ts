/** What a photograph shows across a predicted edge, ray by ray. */
import type { Ellipse } from '../../../contracts/geometry.ts';
import { radiusTowards } from '../../imaging/ellipse-geometry.ts';
import type { View } from '../../imaging/sampling.ts';
import { type RefinementRules, refinementGeometry } from './geometry.ts';

/** How well a point of the photograph (source pixels) can be seen: 0 not at all, 1 fully. */
export type Visibility = (x: number, y: number, luma: number) => number;

export const channels = 3;
/** Before a light the lens already scatters some of it. */
const glareSamples = 3;

export interface Profiles {
  /** rays x samples x 3 colours, 0..65535, from inside outwards. */
  readonly colours: Float32Array;
  /** Samples of each ray that can be seen, from inside: all, some, or 0 where the ray has no say. */
  readonly seen: Uint8Array;
}

/** Reads the photograph along `rays` rays that are spread evenly, across the band on either side of `edge`. */
export function readProfiles(
  view: View,
  edge: Ellipse,
  visibility: Visibility,
  rules: RefinementRules,
  rays: number,
): Profiles {
  const { samples } = refinementGeometry;
  const { band } = rules;
  const colours = new Float32Array(rays * samples * channels);
  const seen = new Uint8Array(rays);
  for (let ray = 0; ray < rays; ray += 1) {
    const radians = ((ray + 0.5) / rays) * 2 * Math.PI;
    const radius = radiusTowards(edge, radians);
    let count = 0;
    let open = 0;
    for (let sample = 0; sample < samples; sample += 1) {
      const reach = radius * (1 + band * placeOf(sample));
      const x = edge.cx + reach * Math.cos(radians);
      const y = edge.cy + reach * Math.sin(radians);
      const at = (ray * samples + sample) * channels;
      if (!readColour(view, x, y, colours, at)) {
        count = 0;
        open = 0;
        break;
      }
      const luma = (0.3 * colours[at]! + 0.59 * colours[at + 1]! + 0.11 * colours[at + 2]!) / 65535;
      const visible = visibility(x, y, luma) >= 0.5;
      if (visible && open === sample) open += 1;
      count += visible ? 1 : 0;
    }
    if (count >= 0.94 * samples) seen[ray] = samples;
    else if (rules.leastSeen * samples < open - glareSamples) {
      seen[ray] = open - glareSamples;
      repeatOutwards(colours, ray, open - glareSamples);
    }
  }
  return { colours, seen };
}

/** A ray that ends at a light goes on as it was just before it: what does not change is no edge. */
function repeatOutwards(colours: Float32Array, ray: number, from: number): void {
  const { samples } = refinementGeometry;
  const last = (ray * samples + from - 1) * channels;
  for (let sample = from; sample < samples; sample += 1) {
    colours.copyWithin((ray * samples + sample) * channels, last, last + channels);
  }
}

/** -1 at the inner end of the band, 1 at the outer. */
export function placeOf(sample: number): number {
  return (2 * sample) / (refinementGeometry.samples - 1) - 1;
}

function readColour(view: View, x: number, y: number, target: Float32Array, at: number): boolean {
  const { image, blocks = 1 } = view;
  const px = ((x - view.left) * view.scaleX) / blocks - 0.5;
  const py = ((y - view.top) * view.scaleY) / blocks - 0.5;
  const width = Math.floor(image.width / blocks);
  const height = Math.floor(image.height / blocks);
  if (px < 0 || py < 0 || px >= width - 1 || py >= height - 1) return false;
  const left = Math.floor(px);
  const top = Math.floor(py);
  const fx = px - left;
  const fy = py - top;
  if (blocks === 1) {
    mixPixels(image, (top * image.width + left) * channels, fx, fy, target, at);
    return true;
  }
  target.fill(0, at, at + channels);
  addBlock(view, left, top, (1 - fx) * (1 - fy), target, at);
  addBlock(view, left + 1, top, fx * (1 - fy), target, at);
  addBlock(view, left, top + 1, (1 - fx) * fy, target, at);
  addBlock(view, left + 1, top + 1, fx * fy, target, at);
  return true;
}

/** Bilinear colour between a pixel, whose data begin at `from`, and its neighbours to the right and below. */
function mixPixels(
  { data, width }: View['image'],
  from: number,
  fx: number,
  fy: number,
  target: Float32Array,
  at: number,
): void {
  const below = from + width * channels;
  for (let channel = 0; channel < channels; channel += 1) {
    const upper = data[from + channel]! * (1 - fx) + data[from + channels + channel]! * fx;
    const lower = data[below + channel]! * (1 - fx) + data[below + channels + channel]! * fx;
    target[at + channel] = upper * (1 - fy) + lower * fy;
  }
}

/** Adds the mean colour of a block of pixels, so much of it. */
function addBlock(
  { image, blocks = 1 }: View,
  column: number,
  row: number,
  share: number,
  target: Float32Array,
  at: number,
): void {
  const { data, width } = image;
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let y = row * blocks; y < (row + 1) * blocks; y += 1) {
    let from = (y * width + column * blocks) * channels;
    for (const end = from + blocks * channels; from < end; from += channels) {
      red += data[from]!;
      green += data[from + 1]!;
      blue += data[from + 2]!;
    }
  }
  const each = share / (blocks * blocks);
  target[at]! += red * each;
  target[at + 1]! += green * each;
  target[at + 2]! += blue * each;
}
