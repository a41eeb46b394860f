/**
 * The iris's front: layers of fibres that wander, cross and part around crypts, the collarette, furrows,
 * freckles, pigment and the limbal ring. Everything is closed form per pixel over small tables, so the same
 * iris can be drawn at any size; layers whose fibres a pixel cannot carry fade to their mean.
 */
import type { IrisParameters, IrisSpot } from './eye-parameters.ts';
import { clamp01, mix, noise2, octaveWeight, smoothstep } from './noise.ts';
import { createRandom } from './random.ts';

const RING_STEPS = 40;
const LAYER_COUNTS = [44, 92, 190, 390, 800] as const;
const LAYER_HEIGHTS = [1, 0.85, 0.65, 0.5, 0.4] as const;
const CRYPT_BINS = 96;
/** What a layer too fine for the pixel contributes. */
const MEAN_HEIGHT = 0.4;

interface FibreLayer {
  count: number;
  stride: number;
  /** Angular position of each fibre along the ring, in fibre spacings off its own place. */
  offset: Float32Array;
  height: Float32Array;
  width: Float32Array;
}

export interface IrisSurface {
  /** Writes sRGB 0..255 into `out`. `angle` in turns from the pupil's centre, `ring` 0 (pupil) to 1 (limbus), `circumference` of that ring in iris radii, `pixel` in iris radii. */
  shade(angle: number, ring: number, circumference: number, pixel: number, out: Float64Array): void;
}

function createLayer(seed: number, index: number, waviness: number): FibreLayer {
  const count = LAYER_COUNTS[index] as number;
  const random = createRandom(seed * 31 + index * 7919 + 5);
  const stride = RING_STEPS + 1;
  const offset = new Float32Array(count * stride);
  const height = new Float32Array(count * stride);
  const width = new Float32Array(count);
  const rowBase = random.range(0, 200);
  for (let fibre = 0; fibre < count; fibre++) {
    const jitter = random.normal(0, 0.3);
    const strength = random.chance(0.25) ? random.range(0.05, 0.4) : random.range(0.45, 1);
    width[fibre] = random.range(0.45, 0.95);
    const lane = rowBase + fibre * 3.71;
    for (let step = 0; step <= RING_STEPS; step++) {
      const ring = step / RING_STEPS;
      // Slow wandering shared by neighbours plus a fibre's own: bundles that sway together and yet cross.
      const shared = noise2((fibre * 9) / count, ring * 2.4 + index * 13.1 + rowBase, 9) * 1.1;
      const own = noise2(lane, ring * 3.1 + rowBase) * 1.15 + noise2(lane + 91.7, ring * 8.3) * 0.4;
      const cell = fibre * stride + step;
      offset[cell] = Math.max(-1.45, Math.min(1.45, jitter + waviness * (shared + own)));
      height[cell] = strength * clamp01(0.62 + 0.75 * noise2(lane + 17.3, ring * 3.7 + rowBase));
    }
  }
  return { count, stride, offset, height, width };
}

function fibreHeight(layer: FibreLayer, turns: number, ring: number): number {
  const { count, stride, offset, height, width } = layer;
  const place = turns * count;
  const base = Math.floor(place);
  const position = ring * RING_STEPS;
  const step = position >= RING_STEPS ? RING_STEPS - 1 : position < 0 ? 0 : Math.floor(position);
  const along = position - step;
  let best = 0;
  let sum = 0;
  for (let neighbour = base - 2; neighbour <= base + 2; neighbour++) {
    let fibre = neighbour % count;
    if (fibre < 0) fibre += count;
    const cell = fibre * stride + step;
    const from = offset[cell] as number;
    const distance = place - neighbour - 0.5 - (from + ((offset[cell + 1] as number) - from) * along);
    const scaled = distance / (width[fibre] as number);
    const square = scaled * scaled;
    if (square >= 1) continue;
    const low = height[cell] as number;
    const fall = 1 - square;
    const value = (low + ((height[cell + 1] as number) - low) * along) * fall * fall;
    sum += value;
    if (value > best) best = value;
  }
  return 0.8 * best + 0.2 * Math.min(1, sum);
}

function binSpots(spots: readonly IrisSpot[], reach: number): IrisSpot[][] {
  const bins: IrisSpot[][] = Array.from({ length: CRYPT_BINS }, () => []);
  for (const spot of spots) {
    const half = spot.halfAngle * reach + 1 / CRYPT_BINS;
    for (let bin = Math.floor((spot.angle - half) * CRYPT_BINS); bin <= (spot.angle + half) * CRYPT_BINS; bin++) {
      (bins[((bin % CRYPT_BINS) + CRYPT_BINS) % CRYPT_BINS] as IrisSpot[]).push(spot);
    }
  }
  return bins;
}

function turnsBetween(angle: number, other: number): number {
  const difference = angle - other;
  return difference - Math.round(difference);
}

const CRYPT_REACH = 3.2;

export function prepareIrisSurface(iris: IrisParameters, seed: number): IrisSurface {
  const layers: (FibreLayer | undefined)[] = [];
  const crypts = binSpots(iris.crypts, CRYPT_REACH);
  const freckles = binSpots(iris.freckles, 1.5);
  const { palette } = iris;
  const velvet = palette.velvet;
  const phase = createRandom(seed + 77).range(0, 200);
  const weights = LAYER_HEIGHTS.map((height, index) => height * (index < 2 ? 1 - 0.25 * velvet : 1));

  const strands = (turns: number, ring: number, circumference: number, pixel: number, fine: number): number => {
    let sum = 0;
    let total = 0;
    for (let index = 0; index < LAYER_COUNTS.length; index++) {
      const weight = (weights[index] as number) * (index < 2 ? 1 - fine : 1);
      total += weight;
      const carried = octaveWeight((circumference / (LAYER_COUNTS[index] as number)) * 1.1, pixel);
      if (carried === 0) {
        sum += weight * MEAN_HEIGHT;
        continue;
      }
      let layer = layers[index];
      if (layer === undefined) {
        layer = createLayer(seed, index, iris.fibreWaviness);
        layers[index] = layer;
      }
      sum += weight * mix(MEAN_HEIGHT, fibreHeight(layer, turns, ring), carried);
    }
    return sum / total;
  };

  const shade = (angle: number, ring: number, circumference: number, pixel: number, out: Float64Array): void => {
    const turns = angle - Math.floor(angle);
    // The collarette's own line, a zigzag around the pupil.
    const zigzag =
      noise2(turns * 7, phase, 7) * 0.9 + noise2(turns * 19, phase + 9, 19) * 0.7 + noise2(turns * 43, phase + 21, 43) * 0.45;
    const line = iris.collarette + iris.collaretteZigzag * zigzag;
    const pupillary = 1 - smoothstep(line - 0.02, line + 0.02, ring);

    // Crypts push the fibres aside and show the dark layer behind them.
    let warped = turns;
    let pit = 0;
    let rim = 0;
    for (const crypt of crypts[Math.min(CRYPT_BINS - 1, Math.floor(turns * CRYPT_BINS))] as IrisSpot[]) {
      const u = (ring - crypt.ring) / crypt.halfRing;
      if (u <= -1.35 || u >= 1.35) continue;
      const lens = Math.max(0, 1 - u * u);
      const wobble = 1 + 0.35 * noise2(ring * 31 + crypt.angle * 70, phase);
      const half = crypt.halfAngle * lens ** 0.75 * wobble;
      const distance = turnsBetween(turns, crypt.angle);
      const away = Math.abs(distance);
      const reach = half * (CRYPT_REACH - 0.2);
      if (half > 0 && away < reach) {
        const pushed = away < half ? away * 0.25 : ((away - half) * (reach - half * 0.25)) / (reach - half) + half * 0.25;
        warped += (distance < 0 ? -pushed : pushed) - distance;
      }
      const edge = (away - half) / crypt.halfAngle;
      const softness = Math.max(0.22, pixel / circumference / crypt.halfAngle);
      const inside = (1 - smoothstep(-softness, softness * 0.6, edge)) * Math.min(1, lens * 5);
      pit = Math.max(pit, inside * crypt.strength);
      const ridge = edge / 0.5;
      rim = Math.max(rim, Math.exp(-(ridge - 0.7) * (ridge - 0.7) * 2.2) * Math.min(1, lens * 3) * crypt.strength);
    }
    const fine = pupillary * 0.55;
    const height = strands(warped, ring, circumference, pixel, fine);
    // Relief: the slope across the fibres, lit from one side.
    let relief = 0;
    if (iris.relief > 0 && pixel < 0.02) {
      const ahead = strands(warped + 0.0022, ring, circumference, pixel, fine);
      const turn = 2 * Math.PI * turns;
      const across = -Math.sin(turn) * iris.lightX + Math.cos(turn) * iris.lightY;
      relief = (height - ahead) * across * iris.relief * clamp01((0.02 - pixel) / 0.008);
    }
    let value = 0.5 + (height - 0.42) * 1.9 * iris.fibreContrast;
    // Slow unevenness: sectors a little lighter, radial streaks of pigment.
    const uneven = noise2(turns * 5, ring * 1.7 + phase, 5) * 0.6 + noise2(turns * 17, ring * 2.6 + phase + 40, 17) * 0.5;
    value += uneven * (0.13 + 0.1 * velvet);
    if (velvet > 0.2) {
      const bumpWeight = octaveWeight(circumference / 60, pixel);
      if (bumpWeight > 0) value += bumpWeight * velvet * 0.22 * noise2(turns * 60, ring * 11 + phase, 60);
    }
    const grainWeight = octaveWeight(circumference / 420, pixel);
    if (grainWeight > 0) value += grainWeight * 0.13 * noise2(turns * 420, ring * 60 + phase, 420);
    const ridge = (ring - line - 0.015) / 0.04;
    value += iris.collaretteStrength * (0.26 * Math.exp(-ridge * ridge) - 0.14 * Math.exp(-(ridge + 1.6) * (ridge + 1.6)));
    value += 0.12 * rim;
    for (const furrow of iris.furrows) {
      const start = turns - furrow.from - Math.floor(turns - furrow.from);
      if (start > furrow.span) continue;
      const gate = smoothstep(0, 0.06, start) * smoothstep(0, 0.06, furrow.span - start);
      const at = (ring - furrow.ring - 0.025 * noise2(turns * 11, furrow.ring * 50, 11)) / 0.018;
      if (at > -4 && at < 4) value += furrow.strength * gate * (0.12 * Math.exp(-(at - 1.5) * (at - 1.5)) - 0.22 * Math.exp(-at * at));
    }

    const low = clamp01(value * 2);
    const high = clamp01(value * 2 - 1);
    const lowShare = low * low * (3 - 2 * low);
    let red = mix(mix(palette.deep[0], palette.middle[0], lowShare), palette.light[0], high);
    let green = mix(mix(palette.deep[1], palette.middle[1], lowShare), palette.light[1], high);
    let blue = mix(mix(palette.deep[2], palette.middle[2], lowShare), palette.light[2], high);

    const zoneEdge = iris.innerZone + iris.collaretteZigzag * zigzag + 0.06 * uneven;
    const zone = iris.innerZoneStrength * (1 - smoothstep(zoneEdge - iris.innerZoneSoftness, zoneEdge + iris.innerZoneSoftness, ring));
    if (zone > 0) {
      const brightness = 0.45 + 0.85 * clamp01(value);
      red = mix(red, palette.inner[0] * brightness, zone);
      green = mix(green, palette.inner[1] * brightness, zone);
      blue = mix(blue, palette.inner[2] * brightness, zone);
    }
    if (iris.flecks > 0) {
      const fleck = iris.flecks * smoothstep(0.25, 0.7, noise2(turns * 23, ring * 3.3 + phase + 60, 23) + 0.4 * noise2(turns * 61, ring * 9 + phase, 61));
      const brightness = 0.4 + 0.9 * clamp01(value);
      red = mix(red, 176 * brightness, fleck * 0.6);
      green = mix(green, 120 * brightness, fleck * 0.6);
      blue = mix(blue, 52 * brightness, fleck * 0.6);
    }
    if (iris.sector !== null) {
      const away = Math.abs(turnsBetween(turns, iris.sector.angle)) + 0.02 * uneven;
      const amount = iris.sector.strength * (1 - smoothstep(iris.sector.halfAngle - 0.02, iris.sector.halfAngle + 0.02, away));
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
