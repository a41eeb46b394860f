/** How a played photo comes along, for the fakes of both pages: the real steps, in about their real shares. */
import type { Progress, Step } from '../../contracts/progress.ts';

const stepsUntil: readonly (readonly [number, Step])[] = [
  [0.08, 'preparing'],
  [0.22, 'finding'],
  [0.4, 'reflections'],
  [0.92, 'enhancing'],
  [1, 'finishing'],
];

/** What one photo is said to take, in milliseconds. */
export const photoMs = 8200;

/** @param share of the photo's work that is done, 0 to 1 */
export function progressOf(share: number): Progress {
  const step = stepsUntil.find(([until]) => share < until)?.[1] ?? 'finishing';
  return { step, share, remainingMs: (1 - share) * photoMs };
}
