/**
 * Fibres of the iris in layers. Each wanders around its own place and crosses its neighbours; which one lies
 * on top at a place is found in closed form from small tables, so no fibre is ever drawn as a line.
 */
import { clamp01, noise2 } from './noise.ts';
import { createRandom } from './random.ts';

const RING_STEPS = 48;
/** Fibres around the iris per layer, from the trabeculae on top down to the finest strands. */
export const LAYER_COUNTS = [38, 84, 180, 390, 800, 1650] as const;
/** How far a fibre leaves its own place, in fibre spacings: fine strands follow the thick ones. */
const LAYER_WANDER = [1.1, 1.15, 0.85, 0.5, 0.45, 0.5] as const;
export interface FibreLayer {
  count: number;
  stride: number;
  /** Angular position of each fibre along the ring, in fibre spacings off its own place. */
  offset: Float32Array;
  height: Float32Array;
  width: Float32Array;
}

export function createLayer(seed: number, index: number, waviness: number): FibreLayer {
  const count = LAYER_COUNTS[index] as number;
  const wander = waviness * (LAYER_WANDER[index] as number);
  const random = createRandom(seed * 31 + index * 7919 + 5);
  const stride = RING_STEPS + 1;
  const offset = new Float32Array(count * stride);
  const height = new Float32Array(count * stride);
  const width = new Float32Array(count);
  const rowBase = random.range(0, 200);
  for (let fibre = 0; fibre < count; fibre++) {
    const jitter = random.normal(0, 0.28);
    const strength = random.chance(0.3) ? random.range(0.1, 0.45) : random.range(0.5, 1);
    width[fibre] = random.range(0.4, 0.95);
    const lane = rowBase + fibre * 3.71;
    for (let step = 0; step <= RING_STEPS; step++) {
      const ring = step / RING_STEPS;
      const own = noise2(lane, ring * 2.7 + rowBase) + noise2(lane + 91.7, ring * 6.5) * 0.22;
      const cell = fibre * stride + step;
      offset[cell] = Math.max(-1.45, Math.min(1.45, jitter + wander * own));
      height[cell] = strength * clamp01(0.74 + 0.7 * noise2(lane + 17.3, ring * 2.4 + rowBase));
    }
  }
  return { count, stride, offset, height, width };
}

/** Height of the topmost fibre, and on which of its flanks (-1..1) the place lies. */
export const top = new Float64Array(2);

export function findTopFibre(layer: FibreLayer, turns: number, ring: number): void {
  const { count, stride, offset, height, width } = layer;
  const place = turns * count;
  const base = Math.floor(place);
  const position = ring * RING_STEPS;
  const step = position >= RING_STEPS ? RING_STEPS - 1 : position < 0 ? 0 : Math.floor(position);
  const along = position - step;
  let best = 0;
  let flank = 0;
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
    const value = (low + ((height[cell + 1] as number) - low) * along) * (1 - square);
    if (value > best) {
      best = value;
      flank = scaled;
    }
  }
  top[0] = best;
  top[1] = flank;
}
