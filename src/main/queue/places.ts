/** A waiting job and its place in line: jobs start in the order of their places, lowest first. */
export interface Placed {
  readonly id: string;
  readonly place: number;
}

/**
 * Moves one job within, or into, a line that is sorted by place. The places stay and the jobs change them: no place
 * is invented, so no two jobs ever share one, and whatever is added later still comes last.
 *
 * @param before the job to stand in front of; null for the end
 * @returns those whose place changed
 */
export function rearrange(line: readonly Placed[], moved: Placed, before: string | null): Placed[] {
  const others = line.filter(({ id }) => id !== moved.id);
  const places = [...others, moved].map(({ place }) => place).sort((a, b) => a - b);
  const target = before === null ? -1 : others.findIndex(({ id }) => id === before);
  const at = target === -1 ? others.length : target;
  return [...others.slice(0, at), moved, ...others.slice(at)]
    .map((job, index) => ({ id: job.id, before: job.place, place: places[index]! }))
    .filter((job) => job.place !== job.before)
    .map(({ id, place }) => ({ id, place }));
}
