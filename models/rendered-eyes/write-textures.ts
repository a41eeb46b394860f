/**
 * Writes sharp windows of large eyes for the enhancer:
 * node models/rendered-eyes/write-textures.ts --out DIR --count N --size 160 --first-seed S [--per-file 1000]
 * A window is size·size·3 bytes, HWC RGB, one pixel of the drawing per pixel.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions, writeComplete } from './command-line.ts';
import type { EyeParameters } from './eye-parameters.ts';
import { drawEyeParameters } from './eye-parameters.ts';
import { prepareGeometry } from './geometry.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import { renderEye } from './render-eye.ts';

export interface TextureWindow {
  seed: number;
  irisDiameter: number;
  rgb: Uint8Array;
}

/** Out-of-focus edges teach an enhancer to leave things soft: in these eyes everything is in focus. */
function focused(parameters: EyeParameters): EyeParameters {
  return {
    ...parameters,
    frame: { irisHeightShare: 0.8, centreX: 0, centreY: 0, roll: parameters.frame.roll },
    lids: { ...parameters.lids, softness: 0.006 },
    iris: { ...parameters.iris, limbusSoftness: Math.min(0.04, parameters.iris.limbusSoftness), haze: 0 },
    pupil: { ...parameters.pupil, softness: Math.min(0.012, parameters.pupil.softness) },
    hair: { ...parameters.hair, lashSoftness: 0.001 },
    skin: { ...parameters.skin, detailBlur: 0 },
    catchlights: parameters.catchlights.map((light) => ({
      ...light,
      softness: Math.min(light.softness, 0.008),
    })),
    glasses: null,
  };
}

/** Where to look, in iris radii from the iris centre: mostly the stroma, a third across some edge. */
function chooseSpot(random: Random, parameters: EyeParameters): { x: number; y: number } {
  const pupil = parameters.pupil.radius;
  const choice = random.next();
  const light = parameters.catchlights.find((candidate) => candidate.over === 'eyeball');
  if (choice < 0.08 && light !== undefined)
    return { x: light.x - parameters.gaze.x, y: light.y - parameters.gaze.y };
  const angle = random.range(0, 2 * Math.PI);
  const radius =
    choice < 0.8
      ? Math.sqrt(random.range((pupil + 0.08) ** 2, 0.92 ** 2))
      : choice < 0.87
        ? pupil + random.normal(0, 0.03)
        : choice < 0.94
          ? 1 + random.normal(0, 0.03)
          : random.range(1.1, 1.7);
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}

/** Below this standard deviation (0..255) a window teaches nothing: bare sclera, the black of a pupil. */
const FLAT = 3.5;
const TRIES = 4;

export function renderTexture(seed: number, size: number): TextureWindow {
  const random = createRandom(seed).fork(700);
  const parameters = focused(drawEyeParameters(seed, 'macro', { difficulty: 0.3 }));
  const irisDiameter = Math.round(500 * (3200 / 500) ** random.next());
  const height = Math.round(irisDiameter / parameters.frame.irisHeightShare);
  const width = Math.round(height * 1.5);
  const { radius, irisEllipse } = prepareGeometry(parameters, width, height);
  const reflections = random.chance(0.35);
  for (let attempt = 1; ; attempt++) {
    const spot = chooseSpot(random, parameters);
    const left = Math.round(irisEllipse.cx + spot.x * radius - size / 2);
    const top = Math.round(irisEllipse.cy + spot.y * radius - size / 2);
    const { rgb } = renderEye(parameters, {
      width,
      height,
      reflections,
      window: { left, top, width: size, height: size },
    });
    if (attempt === TRIES || deviation(rgb) >= FLAT) return { seed, irisDiameter, rgb };
  }
}

function deviation(bytes: Uint8Array): number {
  let sum = 0;
  let squares = 0;
  for (let index = 1; index < bytes.length; index += 3) {
    const value = bytes[index] as number;
    sum += value;
    squares += value * value;
  }
  const mean = (3 * sum) / bytes.length;
  return Math.sqrt(Math.max(0, (3 * squares) / bytes.length - mean * mean));
}

function main(): void {
  const options = readOptions({
    out: undefined,
    count: undefined,
    size: '160',
    'first-seed': '1',
    'per-file': '1000',
  });
  const out = options.text('out');
  const count = options.number('count');
  const size = options.number('size');
  const perFile = options.number('per-file');
  mkdirSync(out, { recursive: true });
  for (let file = 0; file * perFile < count; file++) {
    const name = `textures-${String(file).padStart(5, '0')}`;
    const path = join(out, `${name}.bin`);
    if (existsSync(path)) continue;
    const here = Math.min(perFile, count - file * perFile);
    const bytes = new Uint8Array(here * size * size * 3);
    const samples: { seed: number; irisDiameter: number }[] = [];
    const started = performance.now();
    for (let index = 0; index < here; index++) {
      const { seed, irisDiameter, rgb } = renderTexture(
        options.number('first-seed') + file * perFile + index,
        size,
      );
      bytes.set(rgb, index * size * size * 3);
      samples.push({ seed, irisDiameter });
    }
    writeComplete(path, bytes, { size, count: here, channels: ['red', 'green', 'blue'], samples });
    console.log(`${name}: ${here} windows, ${((performance.now() - started) / here).toFixed(1)} ms each`);
  }
}

if (import.meta.main) main();
