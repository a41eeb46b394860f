/**
 * Which failures are tried again, and when. "Exponential backoff and full jitter" as in Marc Brooker,
 * "Exponential Backoff and Jitter", AWS Architecture Blog, 2015: a delay drawn evenly from zero to the
 * exponential bound, which spreads retries better than the bound itself.
 */
import { type FailureCode, failures } from '../../contracts/failure.ts';

/** A transient failure is tried once more, then shown. */
export const maximumAttempts = 2;
/** A job whose worker died this many times is not given to another one. */
export const maximumCrashes = 2;

/**
 * How many times in all a job may be found running by a program that starts. The program itself decodes nothing,
 * so its death is rarely the photo's fault: somebody ended it, or the power failed. But a photo that takes the
 * whole machine down must not do so for ever.
 */
export const maximumInterruptions = 6;

const baseMs = 2000;
const capMs = 60_000;

/** `errorCount` includes the failure that was just met. */
export function mayRetry(code: FailureCode, errorCount: number): boolean {
  return failures[code].retryable && errorCount < maximumAttempts;
}

/** Milliseconds to wait after the `errorCount`-th failure; `random` is even in [0, 1). */
export function backoffMs(errorCount: number, random: () => number): number {
  return Math.round(random() * Math.min(capMs, baseMs * 2 ** (errorCount - 1)));
}
