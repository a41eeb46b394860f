/**
 * How different two colours look: CIE L*a*b* (D65) and the CIEDE2000 difference. Below 1 nobody sees it side by
 * side. Formula and test data: Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula", Color Research
 * and Application 30 (2005).
 */
import { srgbToLinear } from './colour-srgb.ts';

export type Lab = readonly [lightness: number, a: number, b: number];

/** Linear sRGB to XYZ (IEC 61966-2-1), divided by its D65 white so that white comes out as (1, 1, 1). */
const whiteRelative = [
  [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883],
] as const;

const cubeRootFrom = (6 / 29) ** 3;
const labCurve = (t: number) => (t > cubeRootFrom ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29);

/** L*a*b* of an sRGB-encoded colour with channels 0..65535. */
export function srgb16ToLab(red: number, green: number, blue: number): Lab {
  const r = srgbToLinear(red / 65535);
  const g = srgbToLinear(green / 65535);
  const b = srgbToLinear(blue / 65535);
  const [x, y, z] = whiteRelative.map((row) => labCurve(row[0] * r + row[1] * g + row[2] * b)) as [
    number,
    number,
    number,
  ];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const degrees = (radians: number) => (radians * 180) / Math.PI;
const radians = (angle: number) => (angle * Math.PI) / 180;

/** Hue angle in degrees, 0 to 360; 0 for neutral colours. */
function hueAngle(a: number, b: number): number {
  if (a === 0 && b === 0) return 0;
  const angle = degrees(Math.atan2(b, a));
  return angle < 0 ? angle + 360 : angle;
}

/** CIEDE2000 difference with kL = kC = kH = 1. Names follow the paper. */
export function deltaE2000(first: Lab, second: Lab): number {
  const [L1, a1, b1] = first;
  const [L2, a2, b2] = second;
  const meanChroma7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const G = 0.5 * (1 - Math.sqrt(meanChroma7 / (meanChroma7 + 25 ** 7)));
  const C1 = Math.hypot((1 + G) * a1, b1);
  const C2 = Math.hypot((1 + G) * a2, b2);
  const h1 = hueAngle((1 + G) * a1, b1);
  const h2 = hueAngle((1 + G) * a2, b2);
  const neutral = C1 * C2 === 0;

  let hueStep = neutral ? 0 : h2 - h1;
  if (hueStep > 180) hueStep -= 360;
  else if (hueStep < -180) hueStep += 360;
  const deltaL = L2 - L1;
  const deltaC = C2 - C1;
  const deltaH = 2 * Math.sqrt(C1 * C2) * Math.sin(radians(hueStep / 2));

  const meanL = (L1 + L2) / 2;
  const meanC = (C1 + C2) / 2;
  const hueSum = h1 + h2;
  let meanHue = hueSum;
  if (!neutral) {
    if (Math.abs(h1 - h2) <= 180) meanHue = hueSum / 2;
    else meanHue = (hueSum < 360 ? hueSum + 360 : hueSum - 360) / 2;
  }

  const T =
    1 -
    0.17 * Math.cos(radians(meanHue - 30)) +
    0.24 * Math.cos(radians(2 * meanHue)) +
    0.32 * Math.cos(radians(3 * meanHue + 6)) -
    0.2 * Math.cos(radians(4 * meanHue - 63));
  const SL = 1 + (0.015 * (meanL - 50) ** 2) / Math.sqrt(20 + (meanL - 50) ** 2);
  const SC = 1 + 0.045 * meanC;
  const SH = 1 + 0.015 * meanC * T;
  const RC = 2 * Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7));
  const RT = -Math.sin(radians(60 * Math.exp(-(((meanHue - 275) / 25) ** 2)))) * RC;
  const lightness = deltaL / SL;
  const chroma = deltaC / SC;
  const hue = deltaH / SH;
  return Math.sqrt(lightness ** 2 + chroma ** 2 + hue ** 2 + RT * chroma * hue);
}
