/**
 * For tests: a plain eye whose truth is known, a photograph made of it, and a finder that tells its parts apart by
 * their colours. Nothing here resembles an eye more than a test needs.
 */

import { StudioFailure } from '../../../contracts/failure.ts';
import type { Ellipse } from '../../../contracts/geometry.ts';
import { createEdgeCoverage } from '../../imaging/ellipse-geometry.ts';
import { type ColourImage, createColourImage } from '../../imaging/image.ts';
import type { Photograph } from '../../imaging/photograph.ts';
import { sampleSquare } from '../../imaging/sampling.ts';
import { type FinderModel, finderHeads } from '../../models/ports.ts';

export interface DrawnEye {
  readonly iris: Ellipse;
  readonly pupil: Ellipse | null;
  readonly catchlights?: readonly Ellipse[];
  /** The open eye; skin elsewhere. The whole picture when left out. */
  readonly opening?: Ellipse;
  /** Width of the blend from iris to sclera, in pixels. */
  readonly limbusSoftness?: number;
}

type Colour = readonly [red: number, green: number, blue: number];
const skin: Colour = [0.8, 0.58, 0.45];
const sclera: Colour = [0.86, 0.85, 0.84];
const irisColour: Colour = [0.25, 0.4, 0.6];
const pupilColour: Colour = [0.04, 0.14, 0.04];
const white: Colour = [1, 1, 1];

export function drawEyes(width: number, height: number, eyes: readonly DrawnEye[]): ColourImage {
  const image = createColourImage(width, height);
  const colour = new Float32Array(width * height * 3);
  for (let at = 0; at < colour.length; at += 3) colour.set(skin, at);
  for (const eye of eyes) drawEye(colour, width, height, eye);
  for (let at = 0; at < colour.length; at += 1) image.data[at] = Math.min(1, colour[at]!) * 65535 + 0.5;
  return image;
}

function drawEye(picture: Float32Array, width: number, height: number, eye: DrawnEye): void {
  const everywhere = () => 1;
  const opening = eye.opening ? createEdgeCoverage(eye.opening, 2) : everywhere;
  const layers: { coverage: (x: number, y: number) => number; colour: Colour; fibres: boolean }[] = [
    { coverage: everywhere, colour: sclera, fibres: false },
    { coverage: createEdgeCoverage(eye.iris, eye.limbusSoftness ?? 2), colour: irisColour, fibres: true },
  ];
  if (eye.pupil)
    layers.push({ coverage: createEdgeCoverage(eye.pupil, 2), colour: pupilColour, fibres: false });
  for (const light of eye.catchlights ?? []) {
    layers.push({ coverage: createEdgeCoverage(light), colour: white, fibres: false });
  }
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const open = opening(x + 0.5, y + 0.5);
      if (open === 0) continue;
      let [red, green, blue] = sclera;
      for (const layer of layers) {
        const share = layer.coverage(x + 0.5, y + 0.5);
        if (share === 0) continue;
        const tone = layer.fibres
          ? 1 + 0.15 * Math.sin(37 * Math.atan2(y - eye.iris.cy, x - eye.iris.cx))
          : 1;
        red += (layer.colour[0] * tone - red) * share;
        green += (layer.colour[1] * tone - green) * share;
        blue += (layer.colour[2] * tone - blue) * share;
      }
      const at = (y * width + x) * 3;
      picture[at]! += (red - picture[at]!) * open;
      picture[at + 1]! += (green - picture[at + 1]!) * open;
      picture[at + 2]! += (blue - picture[at + 2]!) * open;
    }
  }
}

/** A photograph in memory; `readings` counts what was asked of it. */
export function photographOf(image: ColourImage): Photograph & { readonly readings: number } {
  let readings = 0;
  return {
    format: 'png',
    width: image.width,
    height: image.height,
    get readings() {
      return readings;
    },
    async readRegion(region, size) {
      readings += 1;
      const { left, top, width, height } = region;
      if (left < 0 || top < 0 || left + width > image.width || top + height > image.height) {
        throw new StudioFailure('unexpected', { region });
      }
      const target = size ?? { width, height };
      const result = createColourImage(target.width, target.height);
      // In units of target pixels the region is a plain grid.
      const across = Math.max(target.width, target.height);
      const view = { image, left: 0, top: 0, scaleX: width / target.width, scaleY: height / target.height };
      const square = { left: left / view.scaleX, top: top / view.scaleY, side: across };
      const planes = sampleSquare(view, square, across);
      for (let y = 0; y < target.height; y += 1) {
        for (let x = 0; x < target.width; x += 1) {
          for (let channel = 0; channel < 3; channel += 1) {
            const value = planes[channel * across * across + y * across + x]!;
            result.data[(y * target.width + x) * 3 + channel] = Math.round(value * 65535);
          }
        }
      }
      return result;
    },
    async close() {},
  };
}

/** Tells the parts of a drawn eye apart by colour; `passes` lists the sizes it was asked for. */
export function createColourFinder(): FinderModel & { readonly passes: number[] } {
  const passes: number[] = [];
  return {
    passes,
    async segment(planes, size) {
      passes.push(size);
      const area = size * size;
      const result = new Float32Array(finderHeads.length * area);
      for (let at = 0; at < area; at += 1) {
        const red = planes[at]!;
        const green = planes[area + at]!;
        const blue = planes[2 * area + at]!;
        const inPicture = Math.max(red, green, blue) > 0.02 ? 1 : 0;
        const light = ramp(Math.min(red, green, blue), 0.9, 0.96);
        const iris = ramp(blue - red, 0.08, 0.26);
        const pupil =
          (1 - ramp(blue - red, 0.08, 0.26)) * ramp(green - red, 0.03, 0.07) * ramp(red, 0.3, 0.15);
        result[at] = inPicture * (1 - ramp(red - blue, 0.1, 0.25));
        result[area + at] = Math.max(iris, light);
        result[2 * area + at] = Math.max(iris, pupil, light);
        result[3 * area + at] = pupil;
        result[4 * area + at] = light;
      }
      return result;
    },
  };
}

function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
