/**
 * Draws one eye from its parameters, at any size, whole or in part. The picture is drawn in strips, so a
 * 12-megapixel frame needs no more working memory than a small one beyond its own bytes.
 */
import type { CatchlightParameters, EyeParameters } from './eye-parameters.ts';
import { prepareEyeball } from './eyeball.ts';
import type { Ellipse, EyeGeometry, LidCurves } from './geometry.ts';
import { curveAt, prepareGeometry, prepareLids } from './geometry.ts';
import { drawGlasses } from './glasses.ts';
import type { EyeStrokes } from './hairs.ts';
import { createStrokes } from './hairs.ts';
import { clamp01, smoothstep } from './noise.ts';
import { drawReflections } from './reflections.ts';
import { prepareSkin } from './skin-surface.ts';
import type { StrokePlacement } from './strokes.ts';
import { drawStrokes } from './strokes.ts';

export type { Ellipse } from './geometry.ts';

export interface RenderWindow {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface RenderOptions {
  /** Size of the whole frame in pixels. */
  width: number;
  height: number;
  /** The part of the frame to draw, in its pixels; the default is all of it. */
  window?: RenderWindow;
  /** `false` draws the same eye without any mirrored light: the truth for reflection removal. */
  reflections?: boolean;
}

/** Masks are 0..255, anti-aliased, one byte per pixel, row by row. */
export interface EyeMasks {
  /** Visible eyeball: between the lids, the caruncle included. */
  opening: Uint8Array;
  /** Iris without the pupil that no lid, lash, hair or frame hides. Mirrored lights count as iris. */
  visibleIris: Uint8Array;
  /** The full iris disc, pupil included, also under the lids. */
  amodalIris: Uint8Array;
  amodalPupil: Uint8Array;
  /** Mirrored lights. */
  specular: Uint8Array;
}

/** Ellipses are in pixels of this picture (of the window, where one was asked for). */
export interface RenderedEye {
  width: number;
  height: number;
  /** HWC, sRGB. */
  rgb: Uint8Array;
  masks: EyeMasks;
  iris: Ellipse | null;
  pupil: Ellipse | null;
}

const STRIP_PIXELS = 1 << 18;

/** Working memory of one strip, reused from call to call. */
interface Strip {
  rgb: Float32Array;
  opening: Float32Array;
  sclera: Float32Array;
  iris: Float32Array;
  pupil: Float32Array;
  cover: Float32Array;
  specular: Float32Array;
}

let strip: Strip | undefined;

function stripOf(pixels: number): Strip {
  if (strip === undefined || strip.cover.length < pixels) {
    strip = {
      rgb: new Float32Array(pixels * 3),
      opening: new Float32Array(pixels),
      sclera: new Float32Array(pixels),
      iris: new Float32Array(pixels),
      pupil: new Float32Array(pixels),
      cover: new Float32Array(pixels),
      specular: new Float32Array(pixels),
    };
  }
  return strip;
}

export function emptyMasks(pixels: number): EyeMasks {
  return {
    opening: new Uint8Array(pixels),
    visibleIris: new Uint8Array(pixels),
    amodalIris: new Uint8Array(pixels),
    amodalPupil: new Uint8Array(pixels),
    specular: new Uint8Array(pixels),
  };
}

export function renderEye(parameters: EyeParameters, options: RenderOptions): RenderedEye {
  const whole = { left: 0, top: 0, width: options.width, height: options.height };
  const window = options.window ?? whole;
  const geometry = prepareGeometry(parameters, options.width, options.height);
  const curves = prepareLids(parameters.lids);
  const drawing: Drawing = {
    parameters,
    geometry,
    curves,
    strokes: createStrokes(parameters, curves),
    lights: options.reflections === false ? [] : placeGlints(parameters, curves),
    reflections: options.reflections !== false,
    skin: prepareSkin(parameters),
    eyeball: prepareEyeball(parameters, geometry),
  };
  const pixels = window.width * window.height;
  const rgb = new Uint8Array(pixels * 3);
  const masks = emptyMasks(pixels);
  const rows = Math.max(1, Math.min(window.height, Math.floor(STRIP_PIXELS / window.width)));
  for (let row = 0; row < window.height; row += rows) {
    const part = {
      left: window.left,
      top: window.top + row,
      width: window.width,
      height: Math.min(rows, window.height - row),
    };
    drawStrip(drawing, part, stripOf(rows * window.width));
    store(stripOf(0), part.width * part.height, row * window.width, rgb, masks);
  }
  const shifted = (ellipse: Ellipse): Ellipse => ({
    ...ellipse,
    cx: ellipse.cx - window.left,
    cy: ellipse.cy - window.top,
  });
  return {
    width: window.width,
    height: window.height,
    rgb,
    masks,
    iris: parameters.lids.closed ? null : shifted(geometry.irisEllipse),
    pupil: parameters.lids.closed ? null : shifted(geometry.pupilEllipse),
  };
}

interface Drawing {
  parameters: EyeParameters;
  geometry: EyeGeometry;
  curves: LidCurves;
  strokes: EyeStrokes;
  lights: CatchlightParameters[];
  reflections: boolean;
  skin: ReturnType<typeof prepareSkin>;
  eyeball: ReturnType<typeof prepareEyeball>;
}

function placeGlints(parameters: EyeParameters, curves: LidCurves): CatchlightParameters[] {
  if (parameters.lids.closed) return [];
  return parameters.catchlights.map((light) =>
    light.over === 'eyeball'
      ? light
      : { ...light, y: curveAt(curves.lower, light.x) + parameters.lids.waterline * 0.25 },
  );
}

const colour = new Float64Array(3);
const beneath = new Float64Array(3);

function drawStrip(drawing: Drawing, part: RenderWindow, target: Strip): void {
  const { parameters, geometry, curves, skin, eyeball } = drawing;
  const { width, height } = part;
  const { lids, ambient } = parameters;
  const pixel = geometry.pixel;
  const closed = lids.closed;
  const soft = Math.max(lids.softness, pixel * 0.6);
  const softLower = Math.max(lids.softness * 0.5, pixel * 0.6);
  target.cover.fill(0);
  target.specular.fill(0);
  for (let row = 0; row < height; row++) {
    const fromY = part.top + row + 0.5 - geometry.originY;
    for (let column = 0; column < width; column++) {
      const fromX = part.left + column + 0.5 - geometry.originX;
      const x = ((fromX * geometry.cosRoll + fromY * geometry.sinRoll) / geometry.radius) * geometry.side;
      const y = (-fromX * geometry.sinRoll + fromY * geometry.cosRoll) / geometry.radius;
      const index = row * width + column;
      const insideUpper = (y - curveAt(curves.upper, x)) * curveAt(curves.upperNormal, x);
      const insideLower = (curveAt(curves.lower, x) - y) * curveAt(curves.lowerNormal, x);
      const beyond = Math.max(curves.innerX - x, x - curves.outerX, 0);
      const inside = Math.min(insideUpper, insideLower) - beyond;
      const opening = closed ? 0 : clamp01(0.5 + inside / pixel);
      const shown =
        closed || beyond > 0
          ? 0
          : Math.min(smoothstep(-soft, soft, insideUpper), smoothstep(-softLower, softLower, insideLower));
      target.opening[index] = opening;
      const rho = eyeball.locate(x, y);
      target.iris[index] = closed ? 0 : eyeball.irisCover(pixel);
      target.pupil[index] = closed ? 0 : eyeball.pupilCover(pixel);
      target.sclera[index] = 0;
      if (shown > 0) {
        eyeball.shade(x, y, rho, Math.max(0, insideUpper), Math.max(0, insideLower), pixel, colour);
        target.sclera[index] = shown * eyeball.scleraShare();
      }
      if (shown < 1) {
        skin(x, y, -insideUpper, -insideLower, pixel, beneath);
        for (let channel = 0; channel < 3; channel++) {
          const under = beneath[channel] as number;
          colour[channel] = shown > 0 ? under + ((colour[channel] as number) - under) * shown : under;
        }
      }
      const o = index * 3;
      target.rgb[o] = (colour[0] as number) * ambient[0];
      target.rgb[o + 1] = (colour[1] as number) * ambient[1];
      target.rgb[o + 2] = (colour[2] as number) * ambient[2];
    }
  }
  const placement: StrokePlacement = {
    a: geometry.radius * geometry.side * geometry.cosRoll,
    b: -geometry.radius * geometry.sinRoll,
    c: geometry.radius * geometry.side * geometry.sinRoll,
    d: geometry.radius * geometry.cosRoll,
    tx: geometry.originX - part.left,
    ty: geometry.originY - part.top,
    radius: geometry.radius,
  };
  const { strokes } = drawing;
  const { rgb, cover, specular, opening } = target;
  if (!closed)
    drawStrokes({ width, height, rgb, clip: target.sclera, cover: null }, placement, strokes.veins);
  drawReflections({ width, height, rgb, specular, opening }, placement, drawing.lights);
  drawStrokes({ width, height, rgb, clip: null, cover }, placement, strokes.brow);
  drawStrokes({ width, height, rgb, clip: null, cover }, placement, strokes.lashes);
  drawStrokes({ width, height, rgb, clip: null, cover }, placement, strokes.strands);
  for (let index = 0; index < width * height; index++)
    specular[index] = (specular[index] as number) * (1 - (cover[index] as number));
  if (parameters.glasses !== null) {
    drawGlasses({ width, height, rgb, cover, specular }, placement, parameters.glasses, drawing.reflections);
  }
}

function store(from: Strip, pixels: number, start: number, rgb: Uint8Array, masks: EyeMasks): void {
  for (let index = 0, o = start * 3; index < pixels * 3; index++, o++) {
    const value = from.rgb[index] as number;
    rgb[o] = value <= 0 ? 0 : value >= 255 ? 255 : value + 0.5;
  }
  for (let index = 0, o = start; index < pixels; index++, o++) {
    const opening = from.opening[index] as number;
    const iris = from.iris[index] as number;
    const pupil = from.pupil[index] as number;
    masks.opening[o] = opening * 255 + 0.5;
    masks.amodalIris[o] = iris * 255 + 0.5;
    masks.amodalPupil[o] = pupil * 255 + 0.5;
    masks.visibleIris[o] =
      Math.max(0, iris - pupil) * opening * (1 - (from.cover[index] as number)) * 255 + 0.5;
    masks.specular[o] = (from.specular[index] as number) * 255 + 0.5;
  }
}
