/**
 * Opens the certificates when the first phone can come, and not before: a studio that no phone ever sees makes no
 * authority. Until then, and where they cannot be opened, there is no HTTPS twin.
 */
import type { Log } from '../library/log.ts';
import { certificateRoutes } from './certificates/certificate-routes.ts';
import type { StudioCertificates } from './certificates/studio-certificates.ts';
import type { Certificates, CompanionRoutes, TwinCertificate } from './ports.ts';

export class CertificatesWhenNeeded implements Certificates, CompanionRoutes {
  readonly #open: () => Promise<StudioCertificates>;
  readonly #log: Log;
  readonly #listeners = new Set<() => void>();
  #opening: Promise<StudioCertificates | null> | null = null;
  #opened: StudioCertificates | null = null;
  #routes: CompanionRoutes | null = null;

  constructor(open: () => Promise<StudioCertificates>, log: Log) {
    this.#open = open;
    this.#log = log;
  }

  get name(): string {
    return this.#opened?.name ?? '';
  }
  get path(): string | null {
    return this.#opened?.path ?? null;
  }

  wasFetchedFrom(remoteAddress: string): boolean {
    return this.#opened?.wasFetchedFrom(remoteAddress) ?? false;
  }

  async forAddress(address: string): Promise<TwinCertificate | null> {
    this.#opening ??= this.#openThem();
    return (await this.#opening)?.forAddress(address) ?? null;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async answer(...asked: Parameters<CompanionRoutes['answer']>): Promise<boolean> {
    return (await this.#routes?.answer(...asked)) ?? false;
  }

  async close(): Promise<void> {
    (await this.#opening)?.close();
  }

  async #openThem(): Promise<StudioCertificates | null> {
    try {
      const opened = await this.#open();
      opened.subscribe(() => {
        for (const listener of this.#listeners) listener();
      });
      this.#opened = opened;
      this.#routes = certificateRoutes(opened);
      return opened;
    } catch (error) {
      this.#log.error({ error }, 'there are no certificates for the page’s HTTPS twin');
      return null;
    }
  }
}
