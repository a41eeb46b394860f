/** From 0 to 1 with no corner at either end; shares beyond are held. */
export function smoothStep(share: number): number {
  const held = Math.min(1, Math.max(0, share));
  return held * held * (3 - 2 * held);
}
