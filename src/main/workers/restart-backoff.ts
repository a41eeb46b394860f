/** How long to wait before the next worker, so that one that dies at once does not keep the machine busy dying. */
export interface BackoffLimits {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/**
 * Exponential with half of it jittered: min(longest, first * 2^(crashes - 1)) * U(0.5, 1).
 * @param crashes deaths in a row, without a photo finished in between; 0 waits for nothing
 * @param random 0 to 1
 * @returns milliseconds
 */
export function restartDelay(crashes: number, random: () => number, limits: BackoffLimits): number {
  if (crashes <= 0) return 0;
  const delay = Math.min(limits.longestDelayMs, limits.firstDelayMs * 2 ** (crashes - 1));
  return delay * (0.5 + 0.5 * random());
}
