/**
 * Which providers a new worker may try after one has died. A provider that takes the process down while it is
 * being tried is out. One that was computing when the process died is only a suspect: the photo may be to blame.
 * The next worker does without it, and the same photo decides: if it finishes on another provider the suspect
 * stays out, if it brings that worker down too the suspect comes back.
 */
import type { ProviderName, ProviderVerdict } from '../../contracts/worker-api.ts';

export class ProviderRecord {
  readonly #out = new Map<string, string>();
  #suspect: { readonly provider: string; readonly jobId: string } | null = null;

  allowed(providers: readonly ProviderName[]): ProviderName[] {
    const left = providers.filter((provider) => !this.#out.has(provider));
    return left.length > 0 ? left : ['cpu'];
  }

  /** For the list of verdicts: what the worker itself could not tell any more. */
  verdicts(): ProviderVerdict[] {
    return [...this.#out].map(([provider, reason]) => ({
      provider,
      outcome: 'unavailable',
      largestError: null,
      milliseconds: null,
      reason,
    }));
  }

  diedTrying(provider: string): void {
    if (provider !== 'cpu') this.#out.set(provider, 'the worker process died while trying it');
  }

  diedProcessing(provider: string, jobId: string): void {
    if (this.#suspect?.jobId === jobId) {
      this.#out.delete(this.#suspect.provider);
      this.#suspect = null;
    } else if (provider !== 'cpu') {
      this.#suspect = { provider, jobId };
      this.#out.set(provider, 'the worker process died while it computed');
    }
  }

  finished(jobId: string): void {
    if (this.#suspect?.jobId === jobId) this.#suspect = null;
  }
}
