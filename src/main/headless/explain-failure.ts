import { type FailureCode, failures, StudioFailure } from '../../contracts/failure.ts';

/** The words of a failure: what happened, and what to do next. Whatever is not in the table is 'unexpected'. */
export function explainFailure(error: unknown): string {
  return failureWords(error instanceof StudioFailure ? error.code : 'unexpected');
}

export function failureWords(code: FailureCode): string {
  const { message, suggestion } = failures[code];
  return `${message} ${suggestion}`;
}
