/** Parameters of the iris and its pupil: colour zones, crypts, furrows, freckles and the limbal ring. */
import type { Domain, IrisParameters, IrisSpot, PupilParameters } from './eye-parameters.ts';
import type { Colour, IrisPalette } from './palettes.ts';
import { drawIrisPalette } from './palettes.ts';
import type { Random } from './random.ts';

export function drawIris(
  random: Random,
  domain: Domain,
  difficulty: number,
  palette: IrisPalette,
): { iris: IrisParameters; pupil: PupilParameters } {
  const collarette = random.range(0.24, 0.46);
  const velvet = palette.velvet;
  const sharpLimbus = domain === 'macro' && random.chance(0.6);
  const iris: IrisParameters = {
    palette,
    fibreContrast:
      random.range(0.55, 1.25) * (1 - 0.35 * velvet) * (random.chance(0.15 + 0.1 * difficulty) ? 0.35 : 1),
    fibreWaviness: random.range(0.4, 1.4),
    relief: random.range(0.2, 1),
    collarette,
    collaretteZigzag: random.range(0.025, 0.09),
    collaretteStrength: random.range(0.15, 1),
    innerZone: collarette + random.range(-0.06, 0.18),
    innerZoneSoftness: random.range(0.04, 0.25),
    innerZoneStrength: random.range(0.3, 1),
    crypts: drawCrypts(random, collarette),
    freckles: drawFreckles(random),
    furrows: drawFurrows(random, collarette),
    flecks: random.chance(0.35) ? random.range(0.2, 1) : 0,
    sector: random.chance(0.06)
      ? {
          angle: random.next(),
          halfAngle: random.range(0.03, 0.16),
          colour: drawIrisPalette(random).middle,
          strength: random.range(0.4, 0.9),
        }
      : null,
    limbalWidth: random.range(0.04, 0.28),
    limbalStrength: random.chance(0.25) ? random.range(0, 0.3) : random.range(0.3, 0.9),
    limbusSoftness: sharpLimbus ? random.range(0.01, 0.06) : random.range(0.02, 0.13),
    lightX: random.normal(0, 0.6),
    lightY: random.normal(0.3, 0.5),
    lightStrength: random.range(0, 0.35),
    haze: random.chance(0.12 + 0.15 * difficulty) ? random.range(0.1, 0.4) : random.range(0, 0.05),
  };
  return { iris, pupil: drawPupil(random, difficulty) };
}

function drawCrypts(random: Random, collarette: number): IrisSpot[] {
  const crypts: IrisSpot[] = [];
  const count = random.chance(0.3) ? random.integer(0, 8) : random.integer(10, 46);
  const size = random.range(0.6, 1.3);
  for (let index = 0; index < count; index++) {
    const peripheral = random.chance(0.25);
    const halfRing = peripheral ? random.range(0.015, 0.04) : random.range(0.03, 0.14) * size;
    crypts.push({
      angle: random.next(),
      ring: peripheral ? random.range(0.72, 0.92) : collarette + halfRing + random.range(-0.04, 0.2),
      halfAngle: peripheral ? random.range(0.003, 0.008) : random.range(0.004, 0.02) * size,
      halfRing,
      strength: random.range(0.35, 1),
    });
  }
  const inner = random.chance(0.4) ? random.integer(2, 14) : 0;
  for (let index = 0; index < inner; index++) {
    crypts.push({
      angle: random.next(),
      ring: random.range(0.1, collarette),
      halfAngle: random.range(0.003, 0.012),
      halfRing: random.range(0.02, 0.08),
      strength: random.range(0.3, 0.9),
    });
  }
  return crypts;
}

function drawFreckles(random: Random): IrisSpot[] {
  const count = random.chance(0.3) ? random.integer(1, 9) : 0;
  return Array.from({ length: count }, () => {
    const size = random.range(0.008, 0.06);
    return {
      angle: random.next(),
      ring: random.range(0.1, 0.95),
      halfAngle: size * 0.14,
      halfRing: size,
      strength: random.range(0.3, 0.95),
    };
  });
}

function drawFurrows(random: Random, collarette: number): IrisParameters['furrows'] {
  const count = random.integer(0, 5);
  return Array.from({ length: count }, () => ({
    ring: random.range(collarette + 0.15, 0.93),
    strength: random.range(0.15, 0.7),
    from: random.next(),
    span: random.range(0.15, 0.9),
  }));
}

function drawPupil(random: Random, difficulty: number): PupilParameters {
  const extreme = random.chance(0.2);
  const radius = extreme ? random.range(0.12, 0.8) : random.range(0.2, 0.58);
  const freedom = (1 - radius) * 0.16;
  const appearance = random.next();
  const grey = random.range(14, 60);
  const colour: Colour =
    appearance < 0.06 * difficulty
      ? [random.range(110, 210), random.range(20, 50), random.range(16, 44)]
      : appearance < 0.3
        ? [grey * 0.6, grey * 0.85, grey]
        : [random.range(3, 20), random.range(3, 18), random.range(3, 20)];
  return {
    radius,
    offsetX: random.normal(0, 0.3) * freedom,
    offsetY: random.normal(0, 0.3) * freedom,
    roundness: random.chance(0.8) ? random.range(0.965, 1) : random.range(0.9, 0.965),
    direction: random.range(0, 180),
    softness: random.range(0.008, 0.05),
    ruff: random.chance(0.5) ? random.range(0.2, 1) : 0,
    colour,
  };
}
