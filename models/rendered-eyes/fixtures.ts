/**
 * Eyes for tests: clean, frontal and open unless a test asks otherwise, with the truth beside them.
 * Everything is in pixels of the picture, so that a test can say what it means.
 */
import sharp from 'sharp';
import type { CatchlightParameters, EyeParameters } from './eye-parameters.ts';
import { drawEyeParameters } from './eye-parameters.ts';
import { IRIS_PALETTES } from './palettes.ts';
import { photographEye } from './photograph.ts';
import type { RenderedEye } from './render-eye.ts';
import { renderEye } from './render-eye.ts';

export interface FixtureOptions {
  seed?: number;
  width?: number;
  height?: number;
  /** Pixels; the default is half the picture's height. */
  irisDiameter?: number;
  /** Pupil over iris diameter. */
  pupilRatio?: number;
  /** Iris centre in pixels; the default is the picture's centre. */
  centre?: { x: number; y: number };
  palette?: keyof typeof IRIS_PALETTES;
  /** Displacement of the iris in iris radii, up to 1.25 long. */
  gaze?: { x: number; y: number };
  rollDegrees?: number;
  catchlights?: readonly ('dot' | 'ring' | 'window' | 'softbox')[];
  closed?: boolean;
  /** 0 wide open .. 1 half shut. */
  squint?: number;
  /** Camera degradation, 0..1 (see photographEye); the default 0 is the bare drawing. */
  photographed?: number;
  /** `false` leaves the asked catchlights out: the truth for reflection removal. */
  reflections?: boolean;
}

const PLAIN_LIGHT: CatchlightParameters = {
  kind: 'dot',
  x: 0,
  y: 0,
  halfWidth: 0.08,
  halfHeight: 0.08,
  rotation: 0,
  colour: [255, 255, 255],
  opacity: 1,
  softness: 0.012,
  haloReach: 0.12,
  haloStrength: 0.12,
  panesX: 1,
  panesY: 1,
  over: 'eyeball',
};

function lightOf(kind: 'dot' | 'ring' | 'window' | 'softbox', index: number): CatchlightParameters {
  const x = [-0.28, 0.4, -0.45, 0.2][index % 4] as number;
  const y = [-0.3, -0.2, 0.35, 0.5][index % 4] as number;
  switch (kind) {
    case 'dot':
      return { ...PLAIN_LIGHT, x, y };
    case 'ring':
      return { ...PLAIN_LIGHT, kind, halfWidth: 0.34, halfHeight: 0.34, panesY: 0.12 };
    case 'window':
      return {
        ...PLAIN_LIGHT,
        kind,
        x,
        y,
        halfWidth: 0.15,
        halfHeight: 0.2,
        rotation: 4,
        panesX: 2,
        panesY: 2,
      };
    case 'softbox':
      return { ...PLAIN_LIGHT, kind, x, y, halfWidth: 0.2, halfHeight: 0.14, rotation: -6 };
  }
}

/** The parameters of a fixture, for tests that render the same eye more than once. */
export function fixtureParameters(options: FixtureOptions = {}): EyeParameters {
  const { seed = 1, width = 640, height = 480 } = options;
  const { irisDiameter = height / 2, centre = { x: width / 2, y: height / 2 } } = options;
  const drawn = drawEyeParameters(seed, 'macro', { difficulty: 0 });
  const palette = options.palette === undefined ? drawn.iris.palette : IRIS_PALETTES[options.palette];
  const squint = options.squint ?? 0;
  return {
    ...drawn,
    side: 1,
    frame: {
      irisHeightShare: irisDiameter / height,
      centreX: (centre.x - width / 2) / height,
      centreY: (centre.y - height / 2) / height,
      roll: options.rollDegrees ?? 0,
    },
    gaze: { x: options.gaze?.x ?? 0, y: options.gaze?.y ?? 0, eyeballRadius: 2.05 },
    lids: {
      ...drawn.lids,
      innerX: -2.6,
      innerY: 0.25,
      outerX: 2.5,
      outerY: 0.1,
      upperHeight: 1.2 - 0.75 * squint,
      lowerHeight: options.closed === true ? 0.4 : 0.85 - 0.45 * squint,
      upperSkew: 0.95,
      lowerSkew: 1.1,
      upperPower: 0.8,
      lowerPower: 0.85,
      softness: 0.012,
      closed: options.closed ?? false,
    },
    sclera: { ...drawn.sclera, colour: [236, 230, 226], shading: 0.25, lidShadow: 0.25, lashShade: 0 },
    iris: {
      ...drawn.iris,
      palette: palette ?? drawn.iris.palette,
      limbusSoftness: 0.03,
      haze: 0,
      lightStrength: 0.1,
    },
    pupil: {
      ...drawn.pupil,
      radius: options.pupilRatio ?? 0.36,
      offsetX: 0.01,
      offsetY: -0.01,
      roundness: 1,
      softness: 0.012,
      colour: [10, 9, 10],
    },
    catchlights: options.closed === true ? [] : (options.catchlights ?? []).map(lightOf),
    hair: { ...drawn.hair, lashDroop: 0, lashSoftness: 0.004, strands: 0, falseLashes: false },
    glasses: null,
    ambient: [1, 1, 1],
  };
}

/** Draws a fixture. A closed one has no iris, no pupil and empty masks. */
export function renderFixture(options: FixtureOptions = {}): RenderedEye {
  const { seed = 1, width = 640, height = 480 } = options;
  const rendered = renderEye(fixtureParameters(options), {
    width,
    height,
    reflections: options.reflections ?? true,
  });
  return photographEye(rendered, seed, options.photographed ?? 0);
}

export type FixtureFormat = 'jpeg' | 'png' | 'webp' | 'tiff' | 'avif' | 'gif';

/**
 * Encodes a picture. `orientation` writes the EXIF tag (1..8) and leaves the pixels as they are, as a camera
 * that is held sideways does.
 */
export async function encodeFixture(
  rendered: Pick<RenderedEye, 'rgb' | 'width' | 'height'>,
  format: FixtureFormat = 'jpeg',
  options: { quality?: number; orientation?: number } = {},
): Promise<Buffer> {
  const { width, height } = rendered;
  let image = sharp(rendered.rgb, { raw: { width, height, channels: 3 } });
  if (options.orientation !== undefined) image = image.withMetadata({ orientation: options.orientation });
  const quality = options.quality ?? 92;
  switch (format) {
    case 'jpeg':
      return image.jpeg({ quality }).toBuffer();
    case 'png':
      return image.png().toBuffer();
    case 'webp':
      return image.webp({ quality }).toBuffer();
    case 'tiff':
      return image.tiff({ compression: 'lzw' }).toBuffer();
    case 'avif':
      return image.avif({ quality: Math.min(quality, 70), effort: 0 }).toBuffer();
    case 'gif':
      return image.gif().toBuffer();
  }
}
