/** Skin around the eye and the white of the eye, as functions of a place in eye units. */
import type { EyeParameters } from './eye-parameters.ts';
import { clamp01, fractalNoise, mix, noise2, octaveWeight, smoothstep } from './noise.ts';

export type SkinShader = (
  x: number,
  y: number,
  above: number,
  below: number,
  pixel: number,
  out: Float64Array,
) => void;

function bump(value: number, centre: number, width: number): number {
  const t = (value - centre) / width;
  return t > 3 || t < -3 ? 0 : Math.exp(-t * t);
}

function furrows(x: number, y: number): number {
  return (
    Math.abs(noise2(x * 9 + y * 4, y * 12 - x * 3)) +
    0.6 * Math.abs(noise2(x * 21 - y * 9, y * 17 + x * 8)) +
    0.35 * Math.abs(noise2(x * 47, y * 43))
  );
}

/**
 * `above` and `below` are distances outside the upper and lower margin (negative: on the other side of it),
 * so that creases, liner and shadow follow the lids.
 */
export function prepareSkin(parameters: EyeParameters): SkinShader {
  const { skin, lids, makeup } = parameters;
  const offset = (parameters.seed % 977) * 0.37;
  const [baseRed, baseGreen, baseBlue] = skin.colour;
  const shadow = skin.shadowColour;
  const lidSpan = lids.outerX - lids.innerX;
  return (x, y, above, below, pixel, out) => {
    const detail = Math.max(pixel, skin.detailBlur * 1.5);
    const t = (x - lids.innerX) / lidSpan;
    const acrossLid = clamp01(4 * t * (1 - t) + 0.25);
    const slope = 0.05 * (skin.lightX * x + skin.lightY * y);
    let light = 1 + slope / (1 + 2.2 * Math.abs(slope));
    light += skin.blotches * 0.1 * fractalNoise(x + offset, y, 0.45, 4, 0.55, detail);
    const red = skin.blotches * 0.07 * noise2(x * 0.9 + offset, y * 0.9 + 31);
    if (skin.texture > 0) light += skin.texture * 0.075 * fractalNoise(x, y + offset, 5, 6, 0.75, detail);
    const reliefWeight = octaveWeight(0.09, detail);
    if (reliefWeight > 0) {
      // Fine furrows that cross, lit from one side: what skin looks like up close.
      light += reliefWeight * skin.texture * 0.12 * (furrows(x, y) - furrows(x + 0.011, y + 0.015));
    }
    if (skin.wrinkles > 0) {
      const weight = octaveWeight(0.18, detail);
      if (weight > 0) {
        const depth = above > 0 ? above : below;
        const fold = 1 - Math.abs(noise2(x * 0.7 + offset, depth * 4.2 + 0.5 * noise2(x * 2, y * 2)));
        light -= weight * skin.wrinkles * 0.16 * fold ** 6 * smoothstep(0.05, 0.4, depth);
      }
    }
    let dark = skin.socketShadow * 0.75 * Math.exp(-((x + 2.9) ** 2) / 1.6 - (y + 0.9) ** 2 / 2.2);
    dark += skin.socketShadow * 0.3 * bump(y, -1.9, 0.9) * smoothstep(3.4, 0, Math.abs(x));
    if (above > 0) {
      const crease = lids.creaseHeight * (0.35 + 0.65 * acrossLid) + 0.04 * noise2(x * 1.3 + offset, 3);
      dark +=
        lids.creaseStrength *
        acrossLid *
        (0.85 * bump(above, crease, 0.055) + 0.4 * bump(above, crease + 0.1, 0.16));
      light +=
        lids.creaseStrength *
        0.13 *
        acrossLid *
        (bump(above, crease * 0.5, crease * 0.3) + bump(above, crease + 0.4, 0.22));
      const lash =
        lids.lashLineStrength *
        (Math.exp(-(above * above) / (lids.lashLine * lids.lashLine)) +
          0.3 * Math.exp(-above / (lids.lashLine * 2.5)));
      dark += lash * smoothstep(-0.12, 0.05, t) * smoothstep(1.1, 0.98, t);
    } else if (below > 0) {
      dark +=
        skin.bag *
        acrossLid *
        (0.4 * bump(below, 0.62 + 0.05 * noise2(x + offset, 9), 0.09) + 0.25 * bump(below, 1.0, 0.4));
      light += skin.bag * 0.1 * bump(below, 0.35, 0.2);
      dark += 0.3 * lids.lashLineStrength * bump(below, lids.waterline + 0.04, 0.05) * acrossLid;
    }
    // Nose side and cheek for frames that show more of the face.
    if (x < -1.4) light += 0.1 * bump(x + 0.12 * y, -5.6, 1.1) - 0.12 * bump(x + 0.12 * y, -4.1, 0.9);
    // Thin skin at the margins is redder.
    const thin = 0.09 * Math.exp(-3.5 * Math.max(0, Math.max(above, below)));
    let r = mix(baseRed * (light + red), shadow[0], clamp01(dark * 0.75));
    let g = mix(baseGreen * (light - red * 0.5 - thin), shadow[1], clamp01(dark * 0.85));
    let b = mix(baseBlue * (light - red * 0.4 - thin), shadow[2], clamp01(dark * 0.85));
    if (skin.freckles > 0) {
      const weight = octaveWeight(0.11, detail);
      if (weight > 0) {
        const spot =
          weight *
          skin.freckles *
          0.4 *
          smoothstep(
            0.35,
            0.75,
            noise2(x * 7 + offset, y * 7) +
              0.35 * noise2(x * 19, y * 19) +
              0.3 * noise2(x * 0.8 + offset, y * 0.8),
          );
        r *= 1 - 0.45 * spot;
        g *= 1 - 0.65 * spot;
        b *= 1 - 0.75 * spot;
      }
    }
    if (skin.oil > 0) {
      const shape =
        smoothstep(0.1, 0.7, noise2(x * 0.5 + offset, y * 0.6 + 50)) +
        0.6 * bump(above, lids.creaseHeight * 0.45, 0.12) * acrossLid;
      const speck = 0.55 + 0.9 * octaveWeight(0.05, detail) * noise2(x * 17, y * 17 + offset);
      const shine = clamp01(skin.oil * shape * speck * 0.75);
      r += (255 - r) * shine * 0.6;
      g += (250 - g) * shine * 0.6;
      b += (245 - b) * shine * 0.6;
    }
    if (makeup.shadowStrength > 0) {
      const reach = above > 0 ? makeup.shadowReach : makeup.shadowReach * 0.35;
      const distance = above > 0 ? above : Math.max(0, below);
      const sideways = smoothstep(-0.35, 0.1, t) * smoothstep(1.45, 1, t);
      const amount =
        makeup.shadowStrength * sideways * Math.exp(-((distance / reach) ** 2)) * (above > 0 ? 1 : 0.6);
      r = mix(r, makeup.shadowColour[0] * light, amount);
      g = mix(g, makeup.shadowColour[1] * light, amount);
      b = mix(b, makeup.shadowColour[2] * light, amount);
    }
    if (below > 0 && below < lids.waterline * 1.5 && t > 0 && t < 1) {
      // The wet edge of the lower lid.
      const edge =
        (1 - smoothstep(lids.waterline * 0.75, lids.waterline * 1.2, below)) *
        smoothstep(0, 0.08, t) *
        smoothstep(1, 0.93, t);
      const wet = 1.04 + 0.14 * bump(below, lids.waterline * 0.35, lids.waterline * 0.3);
      const shown = edge * lids.waterlineStrength;
      r = mix(r, Math.min(255, (baseRed * 0.8 + 46) * wet), shown);
      g = mix(g, Math.min(255, (baseGreen * 0.74 + 26) * wet), shown);
      b = mix(b, Math.min(255, (baseBlue * 0.74 + 28) * wet), shown);
    }
    if (makeup.linerStrength > 0 && above > 0) {
      const grow = 0.5 + 0.8 * clamp01(t);
      const liner =
        makeup.linerStrength *
        (1 - smoothstep(makeup.linerWidth * grow * 0.6, makeup.linerWidth * grow * 1.2, above));
      const amount = liner * smoothstep(-0.02, 0.1, t) * smoothstep(1.05 + makeup.wing * 0.2, 1, t);
      r = mix(r, 18, amount);
      g = mix(g, 15, amount);
      b = mix(b, 16, amount);
    } else if (makeup.lowerLiner > 0 && below > 0) {
      const amount =
        makeup.lowerLiner *
        bump(below, lids.waterline * 0.9, makeup.linerWidth * 0.8) *
        smoothstep(0, 0.2, t) *
        smoothstep(1.05, 0.95, t);
      r = mix(r, 24, amount);
      g = mix(g, 20, amount);
      b = mix(b, 20, amount);
    }
    out[0] = r;
    out[1] = g;
    out[2] = b;
  };
}

export type ScleraShader = (x: number, y: number, pixel: number, out: Float64Array) => void;

export function prepareSclera(parameters: EyeParameters): ScleraShader {
  const { sclera, lids, gaze } = parameters;
  const offset = (parameters.seed % 613) * 0.51;
  const [baseRed, baseGreen, baseBlue] = sclera.colour;
  const inverseSquare = 1 / (gaze.eyeballRadius * 1.25) ** 2;
  return (x, y, pixel, out) => {
    const round = Math.min(1, (x * x + y * y) * inverseSquare);
    let light = 1 - sclera.shading * round * (0.75 + 0.5 * round);
    light += 0.03 * fractalNoise(x + offset, y, 1.3, 4, 0.6, pixel);
    const toInner = Math.hypot(x - lids.innerX, (y - lids.innerY) * 1.3);
    const toOuter = Math.abs(x - lids.outerX);
    const cornerPink = 0.45 * Math.exp(-toInner * 1.6) + 0.25 * Math.exp(-toOuter * 2.2);
    const pink = clamp01(cornerPink + sclera.redness * (0.2 + 0.25 * noise2(x * 1.6 + offset, y * 1.6)));
    let r = baseRed * light;
    let g = baseGreen * light * (1 - 0.33 * pink);
    let b = baseBlue * light * (1 - 0.36 * pink);
    const size = sclera.caruncle;
    const dx = (x - lids.innerX - size * 0.55) / size;
    const dy = (y - lids.innerY) / (size * 0.8);
    const near = dx * dx + dy * dy;
    const flesh = near > 1.5 ? 0 : 1 - smoothstep(0.6, 1.1, near + 0.25 * noise2(x * 5 + offset, y * 5));
    if (flesh > 0) {
      const glossy = 0.98 + 0.1 * fractalNoise(x, y + offset, 4, 3, 0.5, pixel) - 0.12 * near;
      const wet = 60 * smoothstep(0.35, 0.6, noise2(x * 6 + offset, y * 8 + 5));
      r = mix(r, 222 * light * glossy + wet, flesh * 0.85);
      g = mix(g, 152 * light * glossy + wet, flesh * 0.85);
      b = mix(b, 140 * light * glossy + wet, flesh * 0.85);
    }
    out[0] = r;
    out[1] = g;
    out[2] = b;
  };
}
