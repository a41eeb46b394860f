import { type FailureCode, failures, StudioFailure } from '../../../contracts/failure.ts';
import { fromWireFailure } from '../../../contracts/wire-failure.ts';
import type { Notice } from './studio-state.ts';

export function failureNotice(code: FailureCode): Omit<Notice, 'id'> {
  const { message, suggestion } = failures[code];
  return { tone: 'failure', title: message, body: suggestion };
}

/** Any error in the user's words. */
export function explain(error: unknown): Omit<Notice, 'id'> {
  const { code } = error instanceof StudioFailure ? error : fromWireFailure(error);
  return failureNotice(code);
}
