/**
 * Looks at each new capture as soon as it is there, one after another, beside whatever is processed: the photographer
 * stands there with the phone and wants to know whether to shoot again. Nothing is processed for it.
 */
import type { Verdict } from '../../../contracts/companion/capture.ts';
import { failures, StudioFailure } from '../../../contracts/failure.ts';
import type { PhotoId } from '../../../contracts/photo.ts';
import type { Findings } from '../../../contracts/processing.ts';
import type { Library } from '../../library/library.ts';
import type { Log } from '../../library/log.ts';
import type { WorkerSupervisor } from '../../workers/worker-supervisor.ts';
import { Turnstile } from './turnstile.ts';

export interface VerdictsParts {
  readonly library: Library;
  readonly worker: WorkerSupervisor;
  readonly log: Log;
  /** Decodes it in the media worker first, which may die of it: false where it cannot be decoded. */
  readonly decode: (photoId: PhotoId) => Promise<boolean>;
  readonly onVerdict: (photoId: PhotoId, verdict: Verdict) => void;
}

export class Verdicts {
  readonly #parts: VerdictsParts;
  readonly #turnstile = new Turnstile(1);
  /** Two phones may send the same photo, and one of them may send it twice. */
  readonly #asked = new Set<PhotoId>();
  #closed = false;

  constructor(parts: VerdictsParts) {
    this.#parts = parts;
  }

  /** Once for each photo, however often it is asked for. */
  judge(photoId: PhotoId): void {
    if (this.#asked.has(photoId)) return;
    this.#asked.add(photoId);
    void this.#turnstile
      .pass(async () => {
        if (this.#closed) return;
        const verdict = await this.#verdict(photoId);
        if (!this.#closed && this.#parts.library.photo(photoId)) this.#parts.onVerdict(photoId, verdict);
      })
      .catch((error) => this.#parts.log.error({ error, photoId }, 'a verdict could not be kept'))
      .finally(() => this.#asked.delete(photoId));
  }

  close(): void {
    this.#closed = true;
  }

  async #verdict(photoId: PhotoId): Promise<Verdict> {
    const { library, worker, log, decode } = this.#parts;
    try {
      if (!(await decode(photoId))) return { decision: 'reject', score: null, reasons: ['fileDamaged'] };
      const photoPath = library.photoPath(photoId);
      const { findings, failure } = await worker.judge({
        photoPath,
        scratchDirectory: library.layout.scratch,
      });
      if (failure && failures[failure].kind !== 'quality') {
        log.info({ code: failure, photoId }, 'a capture could not be judged');
        return unknown;
      }
      return verdictOf(findings, failure);
    } catch (error) {
      const code = error instanceof StudioFailure ? error.code : null;
      if (!this.#closed) log.warn({ error, code, photoId }, 'a capture could not be judged');
      return unknown;
    }
  }
}

const unknown: Verdict = { decision: 'unknown', score: null, reasons: [] };

/** The worst reason first; a capture without an iris has one, and no score. */
export function verdictOf({ quality }: Findings, failure: Verdict['reasons'][number] | null): Verdict {
  if (!quality) return failure ? { decision: 'reject', score: null, reasons: [failure] } : unknown;
  const worstFirst = quality.reasons.toSorted(
    (one, other) => Number(other.decision === 'reject') - Number(one.decision === 'reject'),
  );
  return {
    decision: quality.decision,
    score: quality.score,
    reasons: [...new Set(worstFirst.map(({ code }) => code))],
  };
}
