/** Parameters of everything around the iris: frame, gaze, lids, white, skin, make-up, hair and glasses. */
import type {
  Domain,
  FrameParameters,
  GazeParameters,
  GlassesParameters,
  HairParameters,
  LidParameters,
  MakeupParameters,
  ScleraParameters,
  SkinParameters,
} from './eye-parameters.ts';
import type { Colour } from './palettes.ts';
import { mixColour, scaleColour } from './palettes.ts';
import type { Random } from './random.ts';

export function drawFrame(random: Random, domain: Domain): FrameParameters {
  const share =
    domain === 'macro'
      ? random.range(0.35, 0.92)
      : domain === 'crop'
        ? random.range(0.2, 0.6)
        : random.range(0.1, 0.25);
  const room = Math.max(0.02, 0.5 - share * 0.45);
  return {
    irisHeightShare: share,
    centreX: random.normal(0, room * 0.36),
    centreY: random.normal(0, room * 0.3),
    roll: random.normal(0, 9),
  };
}

export function drawGaze(random: Random, domain: Domain, difficulty: number): GazeParameters {
  const eyeballRadius = random.range(1.95, 2.25);
  let x = random.normal(0, domain === 'macro' ? 0.12 : 0.22);
  let y = random.normal(0, domain === 'macro' ? 0.07 : 0.1);
  if (random.chance(0.3 * difficulty * (domain === 'macro' ? 0.4 : 1))) {
    const length = random.range(0.35, 1.25);
    const angle = random.chance(0.7)
      ? random.normal(0, 0.35) + (random.chance(0.5) ? Math.PI : 0)
      : random.range(0, 6.28);
    x = length * Math.cos(angle);
    y = length * Math.sin(angle) * 0.75;
  }
  const length = Math.hypot(x, y);
  const scale = length > 1.25 ? 1.25 / length : 1;
  return { x: x * scale, y: y * scale, eyeballRadius };
}

export function drawLids(
  random: Random,
  domain: Domain,
  difficulty: number,
  gaze: GazeParameters,
): LidParameters {
  const squint = random.chance(domain === 'macro' ? 0.12 * difficulty : 0.3 * difficulty);
  const wide = domain === 'macro' && random.chance(0.55);
  const tilt = random.normal(0.12, 0.14);
  const corner = random.range(0.1, 0.35);
  const upper = squint ? random.range(0.15, 0.6) : wide ? random.range(0.85, 1.5) : random.range(0.55, 1.1);
  const lower = squint ? random.range(0.3, 0.75) : wide ? random.range(0.85, 1.35) : random.range(0.72, 1.12);
  const follow = gaze.y > 0 ? 0.8 * gaze.y : 0.65 * gaze.y;
  return {
    innerX: -random.range(2.25, 2.85),
    innerY: corner + tilt,
    outerX: random.range(2.2, 2.8),
    outerY: corner - tilt,
    upperHeight: Math.max(0.35, upper + corner - follow),
    lowerHeight: Math.max(0.12, lower - corner + follow * 0.7),
    upperSkew: random.range(0.82, 1.1),
    lowerSkew: random.range(0.95, 1.3),
    upperPower: random.range(0.66, 1),
    lowerPower: random.range(0.7, 1.05),
    softness:
      domain === 'macro' ? (random.chance(0.5) ? random.range(0.02, 0.12) : 0.012) : random.range(0.01, 0.05),
    waterline: random.range(0.03, 0.1),
    waterlineStrength: random.range(0.15, 0.8),
    lashLine: random.range(0.03, 0.12),
    lashLineStrength: random.chance(0.3) ? random.range(0.1, 0.5) : random.range(0.5, 1.1),
    creaseHeight: random.range(0.15, 0.75),
    creaseStrength: random.chance(0.2) ? random.range(0, 0.15) : random.range(0.2, 0.75),
    closed: false,
  };
}

export function drawSclera(random: Random, difficulty: number): ScleraParameters {
  const dim = random.chance(0.1 + 0.2 * difficulty);
  const brightness = dim ? random.range(0.32, 0.8) : random.range(0.7, 1);
  const tint = random.next();
  const white: Colour =
    tint < 0.4
      ? [246, 240, 236]
      : tint < 0.65
        ? [234, 240, 248]
        : tint < 0.85
          ? [248, 226, 218]
          : [242, 232, 204];
  return {
    colour: scaleColour(white, brightness),
    shading: random.range(0.1, 0.55),
    lidShadow: random.range(0.1, 0.65),
    lidShadowWidth: random.range(0.15, 0.6),
    lashShade: random.chance(0.4) ? random.range(0.1, 0.7) : 0,
    lashShadeReach: random.range(0.25, 0.9),
    veins: random.chance(0.25) ? random.range(0.4, 1) : random.range(0, 0.4),
    redness: random.chance(0.3) ? random.range(0.2, 0.8) : random.range(0, 0.2),
    caruncle: random.range(0.2, 0.5),
  };
}

export function drawSkin(random: Random, domain: Domain, colour: Colour): SkinParameters {
  return {
    colour,
    blotches: random.range(0.2, 1),
    texture: random.range(0.2, 1),
    wrinkles: random.chance(0.4) ? random.range(0.4, 1) : random.range(0, 0.3),
    bag: random.range(0, 0.6),
    freckles: random.chance(0.2) ? random.range(0.3, 1) : 0,
    oil: random.chance(0.5) ? random.range(0.1, 0.6) : 0,
    socketShadow: random.range(0, 0.6),
    lightX: random.range(-1, 1),
    lightY: random.range(-1, 0.4),
    detailBlur: domain === 'macro' ? random.range(0, 0.06) : random.range(0, 0.02),
    shadowColour: mixColour(scaleColour(colour, 0.35), [70, 20, 20], 0.15),
  };
}

export function drawMakeup(random: Random, difficulty: number): MakeupParameters {
  const wears = random.chance(0.15 + 0.3 * difficulty);
  const heavy = wears && random.chance(0.5 * difficulty);
  const shadowColours: readonly Colour[] = [
    [60, 40, 40],
    [90, 60, 50],
    [40, 40, 60],
    [120, 70, 90],
    [80, 90, 110],
    [40, 70, 80],
    [140, 100, 60],
    [30, 26, 28],
    [150, 60, 70],
  ];
  return {
    shadowColour: random.pick(shadowColours),
    shadowStrength: wears ? (heavy ? random.range(0.4, 0.85) : random.range(0.1, 0.4)) : 0,
    shadowReach: random.range(0.3, 1.2),
    linerStrength: wears && random.chance(0.7) ? random.range(0.5, 1) : 0,
    linerWidth: heavy ? random.range(0.08, 0.25) : random.range(0.04, 0.1),
    wing: heavy ? random.range(0, 0.6) : 0,
    lowerLiner: heavy && random.chance(0.6) ? random.range(0.4, 1) : 0,
  };
}

export function drawHair(random: Random, domain: Domain, difficulty: number, skin: Colour): HairParameters {
  const dark = random.range(0.4, 1);
  const hair = mixColour(
    random.pick<Colour>([
      [24, 18, 16],
      [40, 28, 20],
      [62, 42, 28],
      [96, 66, 40],
      [140, 100, 60],
    ]),
    [20, 16, 15],
    dark,
  );
  const falseLashes = random.chance(0.12 * difficulty);
  return {
    colour: hair,
    upperLashes: falseLashes ? random.integer(70, 130) : random.integer(25, 90),
    lowerLashes: random.integer(8, 55),
    lashLength: falseLashes ? random.range(0.9, 1.5) : random.range(0.45, 1.05),
    lashCurl: random.range(0.1, 1),
    lashWidth: falseLashes ? random.range(0.025, 0.05) : random.range(0.014, 0.034),
    lashDroop: random.chance(0.25) ? random.range(0.2, 0.9) : random.range(0, 0.15),
    lashSoftness: domain === 'macro' && random.chance(0.6) ? random.range(0.01, 0.07) : 0.004,
    falseLashes,
    browHairs: random.integer(90, 260),
    browHeight: random.range(2.2, 3.4),
    browThickness: random.range(0.35, 0.8),
    browColour: mixColour(hair, skin, random.range(0, 0.35)),
    strands: random.chance(0.08 * difficulty) ? random.integer(1, 9) : 0,
  };
}

export function drawGlasses(random: Random): GlassesParameters {
  const streaks = Array.from({ length: random.integer(0, 3) }, () => ({
    x: random.normal(0, 1.2),
    y: random.normal(0, 0.8),
    angle: random.range(-60, 60),
    width: random.range(0.08, 0.5),
    strength: random.range(0.1, 0.6),
    colour: random.pick<Colour>([
      [240, 245, 255],
      [180, 220, 255],
      [200, 255, 220],
      [255, 230, 210],
    ]),
  }));
  return {
    frameColour: random.pick<Colour>([
      [20, 18, 18],
      [60, 40, 28],
      [120, 116, 112],
      [30, 34, 60],
      [150, 120, 70],
    ]),
    frameWidth: random.range(0.12, 0.5),
    lensTop: -random.range(1.6, 2.8),
    lensBottom: random.range(2, 3.6),
    streaks,
  };
}
