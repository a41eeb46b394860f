/**
 * Who goes next when both lines wait. What a user waits for goes before batches. So that a batch never
 * starves under a stream of single photos, a batch job that has waited ten minutes gets every fourth start.
 * Letting it count as interactive outright would be wrong: ten minutes into a batch of a thousand, one
 * photo for a waiting customer would stand behind the nine hundred that are left.
 */
export const agedAfterMs = 10 * 60_000;
const interactiveStartsBetween = 3;

/** Whether the next start belongs to the batch line, if its first job has aged. */
export function isTurnOfAged(interactiveStartsInARow: number): boolean {
  return interactiveStartsInARow >= interactiveStartsBetween;
}
