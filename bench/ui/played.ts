/** What the bench and the playing worker have agreed upon. */
export const slowMark = 'played slowly';
export const slowSteps = 100;
/** A little more than the tenth of a second that progress is held to on its way. */
export const stepMs = 120;

/** Where the moments of a slow photo's steps are written down: beside its original, in epoch milliseconds as JSON. */
export function stepsPath(photoPath: string): string {
  return `${photoPath}.steps`;
}
