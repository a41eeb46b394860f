/** How long to wait before an attempt: a few seconds at first, then up to ten minutes. */
const delaysMs = [5_000, 20_000, 60_000, 180_000, 600_000];

/**
 * @param attempts failed ones so far, from 1
 * @param wishedMs what the relay asks for; null where it asks for nothing
 */
export function retryDelayMs(attempts: number, wishedMs: number | null): number {
  const ours = delaysMs[Math.min(attempts, delaysMs.length) - 1] ?? 0;
  return Math.max(ours, wishedMs ?? 0);
}
