/** The eyeball between the lids: sclera, iris and pupil, with the soft limbus and the shadow of the lid. */
import type { EyeParameters } from './eye-parameters.ts';
import type { EyeGeometry } from './geometry.ts';
import { prepareIrisSurface } from './iris-surface.ts';
import { clamp01, mix, noise2, smoothstep } from './noise.ts';
import { prepareSclera } from './skin-surface.ts';

export interface EyeballShader {
  /** Remembers a place (eye units) for the calls below; returns its radius in the iris's unit disc. */
  locate(x: number, y: number): number;
  irisCover(pixel: number): number;
  pupilCover(pixel: number): number;
  scleraShare(): number;
  shade(
    x: number,
    y: number,
    rho: number,
    underUpper: number,
    overLower: number,
    pixel: number,
    out: Float64Array,
  ): void;
}

const QX = 0;
const QY = 1;
const IRIS = 2;
const PUPIL = 3;
const SHARE = 4;

export function prepareEyeball(parameters: EyeParameters, geometry: EyeGeometry): EyeballShader {
  const { iris, pupil, sclera } = parameters;
  const surface = prepareIrisSurface(iris, parameters.seed);
  const shadeSclera = prepareSclera(parameters);
  const [i00, i01, i10, i11] = geometry.iris.inverse;
  const [p00, p01, p10, p11] = geometry.pupil.inverse;
  // Straight from eye units to the pupil's unit disc, for the slope of its edge.
  const c00 = p00 * i00 + p01 * i10;
  const c01 = p00 * i01 + p01 * i11;
  const c10 = p10 * i00 + p11 * i10;
  const c11 = p10 * i01 + p11 * i11;
  const { cx, cy } = geometry.iris;
  const pupilX = geometry.pupil.cx;
  const pupilY = geometry.pupil.cy;
  const limbusSoft = iris.limbusSoftness * 0.6;
  const stripePhase = (parameters.seed % 401) * 0.7;
  const white = new Float64Array(3);
  // An array, not variables: a closure's changing numbers would each be boxed anew for every pixel.
  const at = new Float64Array(5);

  return {
    locate(x, y) {
      const dx = x - cx;
      const dy = y - cy;
      const qx = i00 * dx + i01 * dy;
      const qy = i10 * dx + i11 * dy;
      at[QX] = qx;
      at[QY] = qy;
      const rho = Math.sqrt(qx * qx + qy * qy);
      const slopeX = i00 * qx + i10 * qy;
      const slopeY = i01 * qx + i11 * qy;
      at[IRIS] = ((rho - 1) * rho) / (Math.sqrt(slopeX * slopeX + slopeY * slopeY) + 1e-9);
      const ox = qx - pupilX;
      const oy = qy - pupilY;
      const sx = p00 * ox + p01 * oy;
      const sy = p10 * ox + p11 * oy;
      const sigma = Math.sqrt(sx * sx + sy * sy);
      const upX = c00 * sx + c10 * sy;
      const upY = c01 * sx + c11 * sy;
      at[PUPIL] =
        sigma < 1e-6 ? -pupil.radius : ((sigma - 1) * sigma) / (Math.sqrt(upX * upX + upY * upY) + 1e-9);
      return rho;
    },
    irisCover: (pixel) => clamp01(0.5 - (at[IRIS] as number) / pixel),
    pupilCover: (pixel) => clamp01(0.5 - (at[PUPIL] as number) / pixel),
    scleraShare: () => at[SHARE] as number,
    shade(x, y, rho, underUpper, overLower, pixel, out) {
      const edge = Math.max(limbusSoft, pixel * 0.6);
      const qx = at[QX] as number;
      const qy = at[QY] as number;
      const irisDistance = at[IRIS] as number;
      const pupilDistance = at[PUPIL] as number;
      const share = smoothstep(-edge, edge, irisDistance);
      at[SHARE] = share;
      let red = 0;
      let green = 0;
      let blue = 0;
      if (share < 1) {
        const outside = Math.max(0, 1 - rho);
        const fromPupil = Math.max(0, pupilDistance);
        const ring = fromPupil / (fromPupil + outside + 1e-9);
        const ax = qx - pupilX * (1 - ring);
        const ay = qy - pupilY * (1 - ring);
        const angle = Math.atan2(ay, ax) / (2 * Math.PI);
        const radius = Math.sqrt(ax * ax + ay * ay);
        const ragged = pupil.ruff * 0.012 * noise2((angle + 1) * 70, 5.5, 70);
        const pupilSoft = Math.max(pupil.softness, pixel * 0.6);
        const dark = 1 - smoothstep(-pupilSoft * 0.5, pupilSoft, pupilDistance + ragged);
        if (dark < 1) {
          surface.shade(angle + 1, rho > 1 ? 1 : ring, 2 * Math.PI * radius, pixel, out);
          red = out[0] as number;
          green = out[1] as number;
          blue = out[2] as number;
          if (pupil.ruff > 0) {
            const rim = pupil.ruff * (1 - smoothstep(0.012, 0.045, fromPupil + ragged));
            red = mix(red, 34, rim * 0.8);
            green = mix(green, 18, rim * 0.8);
            blue = mix(blue, 10, rim * 0.8);
          }
          const light = 1 + iris.lightStrength * (qx * iris.lightX + qy * iris.lightY);
          red *= light;
          green *= light;
          blue *= light;
        }
        red = mix(red, pupil.colour[0], dark);
        green = mix(green, pupil.colour[1], dark);
        blue = mix(blue, pupil.colour[2], dark);
        if (iris.haze > 0) {
          red = mix(red, 150, iris.haze);
          green = mix(green, 158, iris.haze);
          blue = mix(blue, 168, iris.haze);
        }
      }
      if (share > 0) {
        shadeSclera(x, y, pixel, white);
        // The limbus shines through the sclera's edge a little blue.
        const near = 0.16 * Math.exp(-Math.max(0, irisDistance) * 7);
        red = mix(red, (white[0] as number) * (1 - near), share);
        green = mix(green, (white[1] as number) * (1 - near * 0.85), share);
        blue = mix(blue, (white[2] as number) * (1 - near * 0.6), share);
      }
      let shadow =
        1 -
        sclera.lidShadow * Math.exp(-underUpper / sclera.lidShadowWidth) -
        0.18 * sclera.lidShadow * Math.exp(-overLower * 9);
      if (sclera.lashShade > 0 && underUpper < sclera.lashShadeReach) {
        const fade = 1 - underUpper / sclera.lashShadeReach;
        const stripes =
          0.55 + 0.75 * noise2(x * 6 + 0.8 * x * underUpper + 40, underUpper * 1.2 + stripePhase);
        shadow *= 1 - sclera.lashShade * fade * clamp01(stripes);
      }
      out[0] = red * shadow;
      out[1] = green * shadow;
      out[2] = blue * shadow;
    },
  };
}
