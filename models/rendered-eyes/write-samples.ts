/**
 * Draws the sample photographs that come with the product, and the true ellipses beside them:
 * node models/rendered-eyes/write-samples.ts [--out samples] [--height 3000] [--only NAME]
 * Nobody's eye is in them. Each is 4:3, at most 2 MB.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { readOptions } from './command-line.ts';
import type { CatchlightParameters, EyeParameters } from './eye-parameters.ts';
import { drawEyeParameters } from './eye-parameters.ts';
import type { Colour, IrisPalette } from './palettes.ts';
import { IRIS_PALETTES, scaleColour } from './palettes.ts';
import { photographEye } from './photograph.ts';
import type { Ellipse } from './render-eye.ts';
import { renderEye } from './render-eye.ts';

const MOST_BYTES = 2_000_000;

const LIGHT: CatchlightParameters = {
  kind: 'dot',
  x: 0,
  y: 0,
  halfWidth: 0.05,
  halfHeight: 0.05,
  rotation: 0,
  colour: [255, 255, 255],
  opacity: 1,
  softness: 0.01,
  haloReach: 0.16,
  haloStrength: 0.12,
  panesX: 1,
  panesY: 1,
  over: 'eyeball',
};

function paletteOf(name: string): IrisPalette {
  const palette = IRIS_PALETTES[name];
  if (palette === undefined) throw new RangeError(`no palette is called ${name}`);
  return palette;
}

interface SamplePlan {
  name: string;
  seed: number;
  says: string;
  compose(drawn: EyeParameters): EyeParameters;
}

/** What all samples share: a macro lens focused on the iris, everything nearer or farther a little soft. */
function inFocus(drawn: EyeParameters, palette: string, pupil: number, skin: Colour): EyeParameters {
  return {
    ...drawn,
    lids: {
      ...drawn.lids,
      softness: 0.022,
      upperHeight: 1.1,
      lowerHeight: 0.86,
      waterline: 0.075,
      waterlineStrength: 0.5,
      lashLine: 0.06,
      lashLineStrength: 0.7,
    },
    sclera: {
      ...drawn.sclera,
      colour: [240, 233, 229],
      shading: 0.5,
      lidShadow: 0.4,
      lidShadowWidth: 0.3,
      lashShade: 0.22,
      lashShadeReach: 0.5,
      veins: 0.75,
      redness: 0.25,
    },
    iris: {
      ...drawn.iris,
      palette: paletteOf(palette),
      limbusSoftness: 0.05,
      haze: 0,
      lightStrength: 0.12,
      fibreContrast: 1,
      sector: null,
      // A handful of openings in an even weave.
      crypts: drawn.iris.crypts.slice(0, 16),
    },
    pupil: {
      ...drawn.pupil,
      radius: pupil,
      offsetX: 0.015,
      offsetY: 0.005,
      softness: 0.012,
      colour: [9, 9, 11],
    },
    skin: {
      ...drawn.skin,
      colour: skin,
      shadowColour: scaleColour(skin, 0.36),
      detailBlur: 0.02,
      freckles: 0,
      wrinkles: 0.2,
      oil: 0.22,
      texture: 0.9,
      blotches: 0.4,
    },
    makeup: { ...drawn.makeup, shadowStrength: 0, linerStrength: 0, lowerLiner: 0 },
    hair: {
      ...drawn.hair,
      strands: 0,
      falseLashes: false,
      upperLashes: 64,
      lowerLashes: 38,
      lashLength: 0.85,
      lashWidth: 0.022,
      lashDroop: 0.08,
      lashSoftness: 0.014,
    },
    glasses: null,
    ambient: [1, 0.99, 0.97],
  };
}

const PLANS: readonly SamplePlan[] = [
  {
    name: 'blue-eye-by-a-window',
    seed: 100_123,
    says: 'Blue iris, a six-pane window across the pupil edge and a small lamp.',
    compose: (drawn) => ({
      ...inFocus(drawn, 'blue', 0.37, [214, 166, 140]),
      frame: { irisHeightShare: 0.66, centreX: -0.02, centreY: 0.02, roll: -3 },
      gaze: { x: 0.06, y: -0.03, eyeballRadius: 2.08 },
      catchlights: [
        {
          ...LIGHT,
          kind: 'window',
          x: -0.3,
          y: -0.27,
          halfWidth: 0.16,
          halfHeight: 0.22,
          rotation: -5,
          colour: [232, 242, 255],
          opacity: 0.97,
          panesX: 2,
          panesY: 3,
        },
        { ...LIGHT, x: 0.34, y: 0.36, halfWidth: 0.03, halfHeight: 0.026 },
      ],
    }),
  },
  {
    name: 'green-eye-with-ring-light',
    seed: 100_117,
    says: 'Green iris with an amber centre and a ring light around the pupil.',
    compose: (drawn) => ({
      ...inFocus(drawn, 'green', 0.27, [222, 180, 156]),
      frame: { irisHeightShare: 0.7, centreX: 0.01, centreY: 0.01, roll: 2 },
      gaze: { x: -0.04, y: 0.02, eyeballRadius: 2.08 },
      catchlights: [
        {
          ...LIGHT,
          kind: 'ring',
          x: 0.0,
          y: -0.04,
          halfWidth: 0.42,
          halfHeight: 0.41,
          panesY: 0.09,
          haloStrength: 0.2,
        },
        { ...LIGHT, x: -0.62, y: -0.34, halfWidth: 0.035, halfHeight: 0.03 },
      ],
    }),
  },
  {
    name: 'brown-eye-in-the-studio',
    seed: 100_230,
    says: 'Brown iris, two softboxes, one of them over the pupil edge.',
    compose: (drawn) => ({
      ...inFocus(drawn, 'brown', 0.36, [164, 112, 84]),
      frame: { irisHeightShare: 0.6, centreX: 0.02, centreY: 0.03, roll: 4 },
      gaze: { x: 0.05, y: 0.02, eyeballRadius: 2.08 },
      catchlights: [
        {
          ...LIGHT,
          kind: 'softbox',
          x: -0.32,
          y: -0.3,
          halfWidth: 0.15,
          halfHeight: 0.2,
          rotation: 8,
          haloStrength: 0.16,
        },
        {
          ...LIGHT,
          kind: 'softbox',
          x: 0.45,
          y: 0.28,
          halfWidth: 0.1,
          halfHeight: 0.06,
          rotation: -10,
          opacity: 0.85,
        },
      ],
    }),
  },
];

async function encode(rgb: Uint8Array, width: number, height: number): Promise<Buffer> {
  for (let quality = 92; ; quality -= 4) {
    const bytes = await sharp(rgb, { raw: { width, height, channels: 3 } })
      .jpeg({ quality, mozjpeg: true })
      .toBuffer();
    if (bytes.length <= MOST_BYTES || quality <= 60) return bytes;
  }
}

export interface SampleTruth {
  file: string;
  seed: number;
  width: number;
  height: number;
  says: string;
  iris: Ellipse | null;
  pupil: Ellipse | null;
}

async function main(): Promise<void> {
  const options = readOptions({ out: 'samples', height: '3000', only: '' });
  const out = options.text('out');
  const height = options.number('height');
  const width = Math.round((height * 4) / 3);
  mkdirSync(out, { recursive: true });
  const truths: SampleTruth[] = [];
  for (const plan of PLANS) {
    if (!plan.name.includes(options.text('only'))) continue;
    const parameters = plan.compose(drawEyeParameters(plan.seed, 'macro', { difficulty: 0 }));
    const rendered = renderEye(parameters, { width, height });
    const photograph = photographEye(rendered, plan.seed, 0.4);
    const bytes = await encode(photograph.rgb, width, height);
    const file = `${plan.name}.jpg`;
    writeFileSync(join(out, file), bytes);
    truths.push({
      file,
      seed: plan.seed,
      width,
      height,
      says: plan.says,
      iris: rendered.iris,
      pupil: rendered.pupil,
    });
    console.log(`${file}: ${width}x${height}, ${(bytes.length / 1e6).toFixed(2)} MB`);
  }
  if (options.text('only') === '')
    writeFileSync(join(out, 'samples.json'), `${JSON.stringify(truths, null, 2)}\n`);
}

await main();
