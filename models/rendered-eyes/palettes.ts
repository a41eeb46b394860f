/** Colours in sRGB 0..255, read off many published descriptions of eyes and skin, not off any one person. */
import type { Random } from './random.ts';

export type Colour = readonly [red: number, green: number, blue: number];

export interface IrisPalette {
  name: string;
  /** Between the fibres. */
  deep: Colour;
  middle: Colour;
  /** The crests of the fibres. */
  light: Colour;
  /** Zone inside the collarette. */
  inner: Colour;
  limbal: Colour;
  /** 0: open fibres of a blue eye; 1: the velvet front layer of a dark brown one. */
  velvet: number;
}

export const IRIS_PALETTES: Readonly<Record<string, IrisPalette>> = {
  ice: {
    name: 'ice',
    deep: [66, 98, 128],
    middle: [132, 166, 190],
    light: [214, 228, 234],
    inner: [176, 190, 186],
    limbal: [44, 62, 88],
    velvet: 0,
  },
  blue: {
    name: 'blue',
    deep: [34, 62, 98],
    middle: [82, 122, 160],
    light: [172, 200, 218],
    inner: [142, 156, 146],
    limbal: [24, 36, 60],
    velvet: 0,
  },
  steel: {
    name: 'steel',
    deep: [50, 62, 74],
    middle: [104, 120, 132],
    light: [178, 190, 194],
    inner: [140, 138, 118],
    limbal: [32, 40, 50],
    velvet: 0.05,
  },
  grey: {
    name: 'grey',
    deep: [64, 68, 68],
    middle: [118, 124, 120],
    light: [190, 194, 184],
    inner: [150, 138, 106],
    limbal: [40, 44, 48],
    velvet: 0.1,
  },
  green: {
    name: 'green',
    deep: [46, 62, 48],
    middle: [98, 118, 84],
    light: [176, 186, 138],
    inner: [150, 116, 62],
    limbal: [32, 42, 40],
    velvet: 0.12,
  },
  olive: {
    name: 'olive',
    deep: [52, 52, 30],
    middle: [106, 104, 62],
    light: [170, 160, 104],
    inner: [136, 92, 44],
    limbal: [38, 38, 30],
    velvet: 0.3,
  },
  hazel: {
    name: 'hazel',
    deep: [58, 44, 24],
    middle: [118, 92, 50],
    light: [176, 148, 92],
    inner: [124, 70, 28],
    limbal: [42, 40, 34],
    velvet: 0.4,
  },
  amber: {
    name: 'amber',
    deep: [84, 48, 16],
    middle: [150, 96, 38],
    light: [206, 156, 80],
    inner: [140, 76, 26],
    limbal: [56, 34, 20],
    velvet: 0.4,
  },
  brown: {
    name: 'brown',
    deep: [44, 22, 10],
    middle: [102, 58, 26],
    light: [154, 100, 52],
    inner: [84, 44, 20],
    limbal: [30, 18, 14],
    velvet: 0.7,
  },
  chestnut: {
    name: 'chestnut',
    deep: [38, 20, 12],
    middle: [80, 46, 28],
    light: [122, 78, 50],
    inner: [64, 36, 22],
    limbal: [26, 17, 14],
    velvet: 0.8,
  },
  dark: {
    name: 'dark',
    deep: [20, 11, 7],
    middle: [48, 28, 18],
    light: [78, 50, 34],
    inner: [38, 22, 15],
    limbal: [15, 10, 8],
    velvet: 0.9,
  },
  black: {
    name: 'black',
    deep: [10, 7, 6],
    middle: [26, 17, 13],
    light: [44, 31, 25],
    inner: [20, 13, 11],
    limbal: [9, 7, 6],
    velvet: 1,
  },
};

const PALETTE_WEIGHTS: readonly (readonly [string, number])[] = [
  ['ice', 6],
  ['blue', 10],
  ['steel', 7],
  ['grey', 6],
  ['green', 8],
  ['olive', 6],
  ['hazel', 9],
  ['amber', 5],
  ['brown', 14],
  ['chestnut', 11],
  ['dark', 11],
  ['black', 7],
];

function weighted(random: Random): IrisPalette {
  let total = 0;
  for (const [, weight] of PALETTE_WEIGHTS) total += weight;
  let left = random.next() * total;
  for (const [name, weight] of PALETTE_WEIGHTS) {
    left -= weight;
    if (left < 0) return IRIS_PALETTES[name] as IrisPalette;
  }
  return IRIS_PALETTES.brown as IrisPalette;
}

export function mixColour(from: Colour, to: Colour, amount: number): Colour {
  return [
    from[0] + (to[0] - from[0]) * amount,
    from[1] + (to[1] - from[1]) * amount,
    from[2] + (to[2] - from[2]) * amount,
  ];
}

export function scaleColour(colour: Colour, factor: number): Colour {
  return [colour[0] * factor, colour[1] * factor, colour[2] * factor];
}

/** A palette of its own: one of the named ones, moved towards another, a little lighter or darker. */
export function drawIrisPalette(random: Random): IrisPalette {
  const base = weighted(random);
  const other = weighted(random);
  const amount = random.chance(0.6) ? random.range(0, 0.3) : 0;
  const brightness = Math.exp(random.normal(0, 0.13));
  const tint: Colour = [random.normal(1, 0.04), random.normal(1, 0.03), random.normal(1, 0.05)];
  const blend = (part: 'deep' | 'middle' | 'light' | 'inner' | 'limbal'): Colour => {
    const colour = scaleColour(mixColour(base[part], other[part], amount), brightness);
    return [colour[0] * tint[0], colour[1] * tint[1], colour[2] * tint[2]];
  };
  return {
    name: base.name,
    deep: blend('deep'),
    middle: blend('middle'),
    light: blend('light'),
    // Central heterochromia: a third of the light eyes keep their own inner colour, the others lose most of it.
    inner: mixColour(
      blend('inner'),
      blend('middle'),
      random.chance(0.4) ? random.range(0, 0.3) : random.range(0.4, 1),
    ),
    limbal: blend('limbal'),
    velvet: base.velvet + (other.velvet - base.velvet) * amount,
  };
}

const SKIN_TONES: readonly Colour[] = [
  [238, 204, 186],
  [230, 188, 164],
  [222, 176, 146],
  [212, 160, 128],
  [198, 146, 112],
  [180, 126, 94],
  [158, 106, 76],
  [132, 86, 62],
  [104, 66, 48],
  [76, 48, 36],
  [54, 35, 28],
];

export function drawSkinTone(random: Random): Colour {
  const position = random.next() * (SKIN_TONES.length - 1.001);
  const index = Math.floor(position);
  const tone = mixColour(SKIN_TONES[index] as Colour, SKIN_TONES[index + 1] as Colour, position - index);
  const redness = random.normal(0, 0.05);
  return [
    tone[0] * (1 + redness * 0.6),
    tone[1] * (1 - redness),
    tone[2] * (1 - redness * 0.8 + random.normal(0, 0.05)),
  ];
}
