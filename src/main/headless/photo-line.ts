/** The line that `process --json` prints for one photo. Missing values are null, never invented. */
import { type FailureCode, failures } from '../../contracts/failure.ts';
import type { Findings, ProcessReport } from '../../contracts/processing.ts';

export interface PhotoLine {
  readonly input: string;
  readonly status: 'completed' | 'failed';
  readonly output: string | null;
  readonly mask: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly iris: Findings['iris'];
  readonly pupil: Findings['pupil'];
  readonly confidence: number | null;
  readonly quality: Findings['quality'];
  readonly models: Readonly<Record<string, string>> | null;
  readonly provider: string | null;
  readonly timings: ProcessReport['timings'] | null;
  readonly inferenceMs: number | null;
  readonly error: {
    readonly code: FailureCode;
    readonly message: string;
    readonly suggestion: string;
    readonly retryable: boolean;
  } | null;
}

export type PhotoOutcome =
  | {
      readonly status: 'completed';
      readonly report: Extract<ProcessReport, { status: 'completed' }>;
      readonly output: string;
      readonly mask: string;
    }
  | { readonly status: 'failed'; readonly code: FailureCode; readonly report: ProcessReport | null };

export function photoLine(input: string, outcome: PhotoOutcome): PhotoLine {
  const { report } = outcome;
  const findings = report?.findings ?? null;
  const completed = outcome.status === 'completed' ? outcome : null;
  return {
    input,
    status: outcome.status,
    output: completed?.output ?? null,
    mask: completed?.mask ?? null,
    width: completed?.report.picture.width ?? null,
    height: completed?.report.picture.height ?? null,
    iris: findings?.iris ?? null,
    pupil: findings?.pupil ?? null,
    confidence: findings?.confidence ?? null,
    quality: findings?.quality ?? null,
    models: report?.models ?? null,
    provider: report?.provider ?? null,
    timings: report?.timings ?? null,
    inferenceMs: report?.inferenceMs ?? null,
    error: outcome.status === 'failed' ? errorOf(outcome.code) : null,
  };
}

function errorOf(code: FailureCode): NonNullable<PhotoLine['error']> {
  const { message, suggestion, retryable } = failures[code];
  return { code, message, suggestion, retryable };
}
