import { StudioFailure } from '../contracts/failure.ts';

/** An error nobody foresaw; memory that ran out is told apart because trying again may help. */
export function unforeseen(error: unknown): StudioFailure {
  const outOfMemory = error instanceof RangeError && /alloc|array length|buffer/i.test(error.message);
  return new StudioFailure(outOfMemory ? 'memoryShort' : 'unexpected', {}, { cause: error });
}
