/**
 * The iris's front: layers of fibres that wander, cross and part around crypts, the collarette, furrows,
 * freckles, pigment and the limbal ring. Everything is closed form per pixel over small tables, so the same
 * iris can be drawn at any size; layers whose fibres a pixel cannot carry fade to their mean.
 */
import type { IrisParameters, IrisSpot } from './eye-parameters.ts';
import type { FibreLayer } from './iris-fibres.ts';
import { createLayer, findTopFibre, LAYER_COUNTS, top } from './iris-fibres.ts';
import { clamp01, mix, noise2, octaveWeight, smoothstep } from './noise.ts';
import { createRandom } from './random.ts';

const CRYPT_BINS = 96;
/** What a layer too fine for the pixel contributes. */
const MEAN_HEIGHT = 0.36;

export interface IrisSurface {
  /** Writes sRGB 0..255 into `out`. `angle` in turns from the pupil's centre, `ring` 0 (pupil) to 1 (limbus), `circumference` of that ring in iris radii, `pixel` in iris radii. */
  shade(angle: number, ring: number, circumference: number, pixel: number, out: Float64Array): void;
}

function binSpots(spots: readonly IrisSpot[], reach: number): IrisSpot[][] {
  const bins: IrisSpot[][] = Array.from({ length: CRYPT_BINS }, () => []);
  for (const spot of spots) {
    const half = spot.halfAngle * reach + 1 / CRYPT_BINS;
    for (
      let bin = Math.floor((spot.angle - half) * CRYPT_BINS);
      bin <= (spot.angle + half) * CRYPT_BINS;
      bin++
    ) {
      (bins[((bin % CRYPT_BINS) + CRYPT_BINS) % CRYPT_BINS] as IrisSpot[]).push(spot);
    }
  }
  return bins;
}

function turnsBetween(angle: number, other: number): number {
  const difference = angle - other;
  return difference - Math.round(difference);
}

const CRYPT_REACH = 2.6;

export function prepareIrisSurface(iris: IrisParameters, seed: number): IrisSurface {
  const layers: (FibreLayer | undefined)[] = [];
  const crypts = binSpots(iris.crypts, CRYPT_REACH);
  const freckles = binSpots(iris.freckles, 1.5);
  const { palette } = iris;
  const velvet = palette.velvet;
  const phase = createRandom(seed + 77).range(0, 200);
  const layerOf = (index: number): FibreLayer => {
    let layer = layers[index];
    if (layer === undefined) {
      layer = createLayer(seed, index, iris.fibreWaviness);
      layers[index] = layer;
    }
    return layer;
  };

  /** Paints the layers over one another, finest first; leaves height and flank light in `painted`. */
  const painted = new Float64Array(2);
  const paintFibres = (
    turns: number,
    ring: number,
    circumference: number,
    pixel: number,
    fine: number,
  ): void => {
    let value = MEAN_HEIGHT;
    let light = 0;
    for (let index = LAYER_COUNTS.length - 1; index >= 0; index--) {
      const carried = octaveWeight(circumference / (LAYER_COUNTS[index] as number), pixel);
      if (carried === 0) continue;
      findTopFibre(layerOf(index), turns, ring);
      const height = top[0] as number;
      // Fine strands texture what lies below; thick ones cover it and keep a trace of the texture.
      const thick = index < 3;
      const cover =
        (thick ? Math.min(1, height * 1.7) * (index < 2 ? 1 - fine : 0.85) : 0.5) *
        carried *
        (thick ? 1 - 0.35 * velvet : 1);
      const texture = thick ? (value - MEAN_HEIGHT) * 0.7 : 0;
      const shade = thick ? 0.1 + 0.95 * height + texture : value + (height - MEAN_HEIGHT) * 0.9;
      // A fibre throws a little shadow beside itself.
      const beside = thick ? value * (1 - 0.35 * carried * (1 - fine) * Math.max(0, 1 - height * 3)) : value;
      value = beside + (shade - beside) * cover;
      light = light * (1 - cover) + (top[1] as number) * height * cover;
    }
    painted[0] = value;
    painted[1] = light;
  };

  const shade = (
    angle: number,
    ring: number,
    circumference: number,
    pixel: number,
    out: Float64Array,
  ): void => {
    const turns = angle - Math.floor(angle);
    // The collarette's own line, a zigzag around the pupil.
    const zigzag =
      noise2(turns * 7, phase, 7) * 0.9 +
      noise2(turns * 19, phase + 9, 19) * 0.7 +
      noise2(turns * 43, phase + 21, 43) * 0.45;
    const line = iris.collarette + iris.collaretteZigzag * zigzag;
    const pupillary = 1 - smoothstep(line - 0.02, line + 0.02, ring);

    // Crypts push the fibres aside and show the dark layer behind them.
    let shift = 0;
    let pit = 0;
    let rim = 0;
    for (const crypt of crypts[Math.min(CRYPT_BINS - 1, Math.floor(turns * CRYPT_BINS))] as IrisSpot[]) {
      const u = (ring - crypt.ring) / crypt.halfRing;
      if (u <= -1.35 || u >= 1.35) continue;
      const lens = Math.max(0, 1 - u * u);
      const wobble = 1 + 0.3 * noise2(u * 1.3 + crypt.angle * 70, phase + crypt.ring * 40);
      const half = crypt.halfAngle * lens ** 0.62 * wobble;
      const distance =
        turnsBetween(turns, crypt.angle) - crypt.halfAngle * 0.5 * noise2(u * 0.8 + crypt.angle * 50, 3.3);
      const away = Math.abs(distance);
      // Fibres part smoothly, well before the opening begins: no kink at its ends.
      const parting = Math.max(0, 1 - (u * u) / 1.8);
      const gap = 0.8 * crypt.halfAngle * parting * parting;
      const reach = gap * (CRYPT_REACH - 0.2);
      if (away < reach) {
        const pushed =
          away < gap ? away * 0.4 : ((away - gap) * (reach - gap * 0.4)) / (reach - gap) + gap * 0.4;
        shift += (distance < 0 ? -pushed : pushed) - distance;
      }
      const edge = (away - half) / crypt.halfAngle;
      const softness = Math.max(0.3, pixel / circumference / crypt.halfAngle);
      const inside = (1 - smoothstep(-softness * 2.2, softness * 0.5, edge)) * Math.min(1, lens * 2.2);
      pit = Math.max(pit, inside * crypt.strength);
      const ridge = (edge - 0.3) / 0.38;
      rim = Math.max(rim, Math.exp(-ridge * ridge) * Math.min(1, lens * 2.5) * crypt.strength);
    }
    const fine = pupillary * 0.75;
    // All layers sway together, more so away from the pupil.
    const sway = iris.fibreWaviness * Math.min(1, 0.25 + ring * 1.4);
    const warped =
      turns +
      shift +
      sway *
        (0.009 * noise2(turns * 6, ring * 1.9 + phase + 11, 6) +
          0.0042 * noise2(turns * 15, ring * 3.1 + phase + 23, 15) +
          0.0016 * noise2(turns * 37, ring * 5.5 + phase + 31, 37));
    paintFibres(warped, ring, circumference, pixel, fine);
    const height = painted[0] as number;
    const turn = 2 * Math.PI * turns;
    const across = -Math.sin(turn) * iris.lightX + Math.cos(turn) * iris.lightY;
    const relief = (painted[1] as number) * across * iris.relief * 0.42;
    let value = 0.46 + (height - 0.42) * 1.15 * iris.fibreContrast;
    // Slow unevenness: sectors a little lighter, radial streaks of pigment.
    const uneven =
      noise2(turns * 5, ring * 1.7 + phase, 5) * 0.6 + noise2(turns * 17, ring * 2.6 + phase + 40, 17) * 0.5;
    value += uneven * (0.13 + 0.1 * velvet);
    if (velvet > 0.2) {
      const bumpWeight = octaveWeight(circumference / 60, pixel);
      if (bumpWeight > 0) value += bumpWeight * velvet * 0.22 * noise2(turns * 60, ring * 11 + phase, 60);
    }
    // Grain of the stroma: ever finer, drawn out along the fibres, as far as the pixels carry it.
    let cells = 210;
    for (let octave = 0; octave < 4; octave++, cells *= 2) {
      const weight = octaveWeight(circumference / cells, pixel);
      if (weight === 0) break;
      value +=
        weight *
        (octave === 0 ? 0.09 : 0.07) *
        noise2(warped * cells, ring * cells * (0.11 + 0.03 * octave) + phase, cells);
    }
    const ridge = (ring - line - 0.015) / 0.04;
    value +=
      iris.collaretteStrength *
      (0.26 * Math.exp(-ridge * ridge) - 0.14 * Math.exp(-(ridge + 1.6) * (ridge + 1.6)));
    value += 0.15 * rim;
    for (const furrow of iris.furrows) {
      const start = turns - furrow.from - Math.floor(turns - furrow.from);
      if (start > furrow.span) continue;
      const gate = smoothstep(0, 0.06, start) * smoothstep(0, 0.06, furrow.span - start);
      const at = (ring - furrow.ring - 0.025 * noise2(turns * 11, furrow.ring * 50, 11)) / 0.018;
      if (at > -4 && at < 4)
        value +=
          furrow.strength * gate * (0.12 * Math.exp(-(at - 1.5) * (at - 1.5)) - 0.22 * Math.exp(-at * at));
    }

    // A soft shoulder and toe: no flat patches where fibres pile up.
    if (value > 0.7) value = 1 - 0.3 * Math.exp((0.7 - value) / 0.3);
    else if (value < 0.25) value = 0.25 * Math.exp((value - 0.25) / 0.25);
    const low = clamp01(value * 2);
    const high = clamp01(value * 2 - 1);
    const lowShare = low * low * (3 - 2 * low);
    let red = mix(mix(palette.deep[0], palette.middle[0], lowShare), palette.light[0], high);
    let green = mix(mix(palette.deep[1], palette.middle[1], lowShare), palette.light[1], high);
    let blue = mix(mix(palette.deep[2], palette.middle[2], lowShare), palette.light[2], high);

    const zoneEdge = iris.innerZone + iris.collaretteZigzag * zigzag + 0.06 * uneven;
    const zone =
      iris.innerZoneStrength *
      (1 - smoothstep(zoneEdge - iris.innerZoneSoftness, zoneEdge + iris.innerZoneSoftness, ring));
    if (zone > 0) {
      const brightness = 0.45 + 0.85 * clamp01(value);
      red = mix(red, palette.inner[0] * brightness, zone);
      green = mix(green, palette.inner[1] * brightness, zone);
      blue = mix(blue, palette.inner[2] * brightness, zone);
    }
    if (iris.flecks > 0) {
      const fleck =
        iris.flecks *
        smoothstep(
          0.25,
          0.7,
          noise2(turns * 23, ring * 3.3 + phase + 60, 23) + 0.4 * noise2(turns * 61, ring * 9 + phase, 61),
        );
      const brightness = 0.4 + 0.9 * clamp01(value);
      red = mix(red, 176 * brightness, fleck * 0.6);
      green = mix(green, 120 * brightness, fleck * 0.6);
      blue = mix(blue, 52 * brightness, fleck * 0.6);
    }
    if (iris.sector !== null) {
      const away = Math.abs(turnsBetween(turns, iris.sector.angle)) + 0.02 * uneven;
      const amount =
        iris.sector.strength *
        (1 - smoothstep(iris.sector.halfAngle - 0.02, iris.sector.halfAngle + 0.02, away));
      const brightness = 0.5 + 0.9 * clamp01(value);
      red = mix(red, iris.sector.colour[0] * brightness, amount);
      green = mix(green, iris.sector.colour[1] * brightness, amount);
      blue = mix(blue, iris.sector.colour[2] * brightness, amount);
    }
    for (const spot of freckles[Math.min(CRYPT_BINS - 1, Math.floor(turns * CRYPT_BINS))] as IrisSpot[]) {
      const du = turnsBetween(turns, spot.angle) / spot.halfAngle;
      const dv = (ring - spot.ring) / spot.halfRing;
      const edge = Math.sqrt(du * du + dv * dv) + 0.3 * noise2(turns * 90, ring * 14, 90);
      const amount = spot.strength * (1 - smoothstep(0.6, 1.05, edge));
      if (amount <= 0) continue;
      red = mix(red, 62, amount);
      green = mix(green, 36, amount);
      blue = mix(blue, 20, amount);
    }
    if (pit > 0) {
      const depth = pit * (0.78 - 0.25 * clamp01(height));
      red = mix(red, palette.deep[0] * 0.55, depth);
      green = mix(green, palette.deep[1] * 0.55, depth);
      blue = mix(blue, palette.deep[2] * 0.55, depth);
    }
    const rimNoise = 0.03 * noise2(turns * 13, phase + 3, 13);
    const limbal = iris.limbalStrength * smoothstep(1 - iris.limbalWidth + rimNoise - 0.02, 1, ring);
    red = mix(red, palette.limbal[0], limbal);
    green = mix(green, palette.limbal[1], limbal);
    blue = mix(blue, palette.limbal[2], limbal);
    const light = 1 + relief * 1.8;
    out[0] = red * light;
    out[1] = green * light;
    out[2] = blue * light;
  };
  return { shade };
}
