/**
 * Which candidate each cell of a hole comes from: like the rim at the rim, and where two candidates meet, along
 * a line on which they agree (shift maps, Y. Pritch et al. 2009; graph-cut textures, V. Kwatra et al. 2003).
 * Solved by min-sum belief propagation on the grid with directional sweeps, which is short, has no random part
 * and is good enough for the dozen labels used here.
 */

export interface LabelProblem {
  /** Cells to label. */
  readonly cells: Int32Array;
  /** Width of the grid that the cells index. */
  readonly width: number;
  /** Per cell and label (place * labels + label): what the label brings, three channels interleaved. */
  readonly colours: Float32Array;
  /** Per cell and label: the cost of that label there on its own. */
  readonly costs: Float32Array;
  readonly labels: number;
  /** Per cell: how much dearer a cut is between it and its right neighbour, and its lower one; 1 is plain. */
  readonly across: Float32Array;
  readonly down: Float32Array;
}

const sweepRounds = 3;
/** Cost of any change of label, so that seams come only where they gain something. */
const changeCost = 0.1;

/** @returns the label of each cell, by place in `cells`. */
export function cutLabels(problem: LabelProblem): Uint8Array {
  const { cells, labels, colours, costs, across, down } = problem;
  const count = cells.length;
  const result = new Uint8Array(count);
  if (labels <= 1) return result;
  const neighbours = neighboursOf(problem);
  // messages[(place * 4 + side) * labels + label]: what the neighbour on that side says.
  const messages = new Float32Array(count * 4 * labels);
  const belief = new Float32Array(labels);
  const heard = new Float64Array(labels);
  const ranked = new Uint8Array(labels);
  /** Each label's own cost at a place, and what all four neighbours say. */
  const hear = (place: number) => {
    for (let label = 0, at = place * 4 * labels; label < labels; label += 1, at += 1) {
      heard[label] =
        costs[place * labels + label]! +
        messages[at]! +
        messages[at + labels]! +
        messages[at + 2 * labels]! +
        messages[at + 3 * labels]!;
    }
  };
  const send = (place: number, side: number) => {
    const to = neighbours[place * 4 + side]!;
    if (to < 0) return;
    let least = Number.POSITIVE_INFINITY;
    for (let label = 0; label < labels; label += 1) {
      const sum = heard[label]! - messages[(place * 4 + side) * labels + label]!;
      belief[label] = sum;
      if (sum < least) least = sum;
    }
    rankByBelief(ranked, belief);
    const start = (to * 4 + (side ^ 1)) * labels;
    const dearness = (side < 2 ? across : down)[place]!;
    const here = place * labels * 3;
    const there = to * labels * 3;
    for (let theirs = 0; theirs < labels; theirs += 1) {
      let best = belief[theirs]! - least;
      for (let rank = 0; rank < labels; rank += 1) {
        const mine = ranked[rank]!;
        const base = belief[mine]! - least + changeCost * dearness;
        // All that follow are dearer still.
        if (base >= best) break;
        if (mine === theirs) continue;
        const cost =
          base + dearness * seamCost(colours, here + mine * 3, there + mine * 3, (theirs - mine) * 3);
        if (cost < best) best = cost;
      }
      messages[start + theirs] = best;
    }
  };
  for (let round = 0; round < sweepRounds; round += 1) {
    for (let place = 0; place < count; place += 1) {
      hear(place);
      send(place, 1);
      send(place, 3);
    }
    for (let place = count - 1; place >= 0; place -= 1) {
      hear(place);
      send(place, 0);
      send(place, 2);
    }
  }
  for (let place = 0; place < count; place += 1) {
    let least = Number.POSITIVE_INFINITY;
    hear(place);
    for (let label = 0; label < labels; label += 1) {
      if (heard[label]! < least) {
        least = heard[label]!;
        result[place] = label;
      }
    }
  }
  return result;
}

/**
 * How visibly two labels disagree on both sides of the line between two cells.
 * @param here, there where one label's colours begin in either cell; the other's begin `apart` values further on
 */
function seamCost(colours: Float32Array, here: number, there: number, apart: number): number {
  let cost = 0;
  for (let channel = 0; channel < 3; channel += 1) {
    cost += Math.abs(colours[here + channel]! - colours[here + apart + channel]!);
    cost += Math.abs(colours[there + channel]! - colours[there + apart + channel]!);
  }
  return cost;
}

/** Labels from the most to the least believed: a dozen at most, so insertion is the quickest sort. */
function rankByBelief(ranked: Uint8Array, belief: Float32Array): void {
  for (let label = 0; label < belief.length; label += 1) {
    const value = belief[label]!;
    let rank = label;
    while (rank > 0 && belief[ranked[rank - 1]!]! > value) {
      ranked[rank] = ranked[rank - 1]!;
      rank -= 1;
    }
    ranked[rank] = label;
  }
}

/** Places of the left, right, upper and lower neighbours, -1 where there is none; side ^ 1 is the way back. */
function neighboursOf(problem: LabelProblem): Int32Array {
  const { cells, width } = problem;
  const placeOf = new Map<number, number>();
  for (let place = 0; place < cells.length; place += 1) placeOf.set(cells[place]!, place);
  const result = new Int32Array(cells.length * 4).fill(-1);
  for (let place = 0; place < cells.length; place += 1) {
    const cell = cells[place]!;
    const x = cell % width;
    if (x > 0) result[place * 4] = placeOf.get(cell - 1) ?? -1;
    if (x + 1 < width) result[place * 4 + 1] = placeOf.get(cell + 1) ?? -1;
    result[place * 4 + 2] = placeOf.get(cell - width) ?? -1;
    result[place * 4 + 3] = placeOf.get(cell + width) ?? -1;
  }
  return result;
}
