/** Parameters of the lights mirrored in the cornea: one to six, a quarter of them over the pupil's edge. */
import type { CatchlightParameters, Domain, GazeParameters, PupilParameters } from './eye-parameters.ts';
import type { Colour } from './palettes.ts';
import type { Random } from './random.ts';

const LIGHTS: readonly Colour[] = [
  [255, 255, 255],
  [255, 255, 255],
  [252, 250, 246],
  [236, 244, 255],
  [214, 232, 255],
  [255, 244, 224],
];

type Kind = CatchlightParameters['kind'];

const KINDS: readonly Kind[] = [
  'dot',
  'dot',
  'dot',
  'dot',
  'window',
  'window',
  'window',
  'softbox',
  'softbox',
  'ring',
  'ledRing',
  'streak',
  'screen',
  'veil',
];

export function drawCatchlights(
  random: Random,
  domain: Domain,
  difficulty: number,
  gaze: GazeParameters,
  pupil: PupilParameters,
): CatchlightParameters[] {
  if (random.chance(0.05)) return [];
  const count = Math.min(6, 1 + Math.floor(Math.abs(random.normal(0, 1.5))));
  const lights: CatchlightParameters[] = [];
  for (let index = 0; index < count; index++) {
    const kind = random.pick(KINDS);
    const atPupilEdge = random.chance(0.25);
    const angle = random.range(0, 2 * Math.PI);
    const reach = atPupilEdge ? pupil.radius + random.normal(0, 0.05) : Math.sqrt(random.next()) * 0.85;
    const centred = kind === 'ring' || kind === 'ledRing';
    const x = gaze.x * 0.75 + (centred ? random.normal(0, 0.08) : reach * Math.cos(angle));
    const y = gaze.y * 0.75 + (centred ? random.normal(0, 0.08) : reach * Math.sin(angle) * 0.9 - 0.08);
    lights.push(drawLight(random, kind, x, y, domain, difficulty));
  }
  if (random.chance(0.3)) {
    const glints = random.integer(1, 5);
    for (let index = 0; index < glints; index++) lights.push(drawGlint(random));
  }
  return lights;
}

function drawLight(
  random: Random,
  kind: Kind,
  x: number,
  y: number,
  domain: Domain,
  difficulty: number,
): CatchlightParameters {
  const burntOut = random.chance(0.7);
  const base: CatchlightParameters = {
    kind,
    x,
    y,
    halfWidth: 0.08,
    halfHeight: 0.08,
    rotation: random.normal(0, 10),
    colour: random.pick(LIGHTS),
    opacity: burntOut ? 1 : random.range(0.55, 1),
    softness: random.range(0.006, domain === 'macro' ? 0.03 : 0.05),
    haloReach: random.range(0.05, 0.3),
    haloStrength: random.chance(0.6) ? random.range(0.05, 0.35) : 0,
    panesX: 1,
    panesY: 1,
    over: 'eyeball',
  };
  switch (kind) {
    case 'dot': {
      const size = random.chance(0.7) ? random.range(0.025, 0.1) : random.range(0.1, 0.2);
      return { ...base, halfWidth: size, halfHeight: size * random.range(0.75, 1.1) };
    }
    case 'window': {
      const size = random.range(0.1, 0.34);
      return {
        ...base,
        halfWidth: size * random.range(0.5, 1),
        halfHeight: size,
        opacity: random.chance(0.5) ? 1 : random.range(0.5, 0.95),
        panesX: random.integer(1, 3),
        panesY: random.integer(1, 3),
      };
    }
    case 'softbox': {
      const size = random.range(0.1, 0.4);
      return { ...base, halfWidth: size * random.range(0.5, 1.3), halfHeight: size * random.range(0.5, 1) };
    }
    case 'ring':
    case 'ledRing': {
      const size = random.range(0.14, 0.6);
      return {
        ...base,
        halfWidth: size,
        halfHeight: size * random.range(0.92, 1),
        panesX: random.integer(12, 48),
        panesY: random.range(0.08, 0.3),
      };
    }
    case 'streak':
      return {
        ...base,
        halfWidth: random.range(0.2, 0.6),
        halfHeight: random.range(0.015, 0.05),
        rotation: random.range(-80, 80),
        opacity: random.range(0.5, 1),
      };
    case 'screen': {
      const size = random.range(0.15, 0.5);
      return {
        ...base,
        halfWidth: size,
        halfHeight: size * 0.6,
        opacity: random.range(0.35, 0.8),
        haloStrength: 0,
        colour: [206, 224, 250],
      };
    }
    case 'veil':
      return {
        ...base,
        halfWidth: random.range(0.3, 0.9),
        halfHeight: random.range(0.2, 0.7),
        opacity: random.range(0.08, 0.2 + 0.2 * difficulty),
        softness: random.range(0.1, 0.3),
        haloStrength: 0,
      };
  }
}

/** A glint on the tear film along the lower lid; x alone places it, the lid's own height is found when drawing. */
function drawGlint(random: Random): CatchlightParameters {
  const size = random.range(0.015, 0.05);
  return {
    kind: 'dot',
    x: random.normal(0, 1),
    y: 0,
    halfWidth: size * random.range(1, 4),
    halfHeight: size,
    rotation: 0,
    colour: [255, 255, 255],
    opacity: random.range(0.5, 1),
    softness: 0.015,
    haloReach: 0.05,
    haloStrength: 0,
    panesX: 1,
    panesY: 1,
    over: 'tearLine',
  };
}
