import { StudioFailure } from '../../../contracts/failure.ts';

/** A sentence about something the user did that could not be done. */
export function troubleOf(error: unknown): string {
  return error instanceof StudioFailure ? error.message : 'That did not work. Try again.';
}
