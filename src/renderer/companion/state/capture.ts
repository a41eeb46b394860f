/** One list of what the photographer took: what the studio has, then what is still on the phone. */
import type { Capture as StudioCapture } from '../../../contracts/companion/capture.ts';
import type { Kept } from '../outbox/outbox.ts';

export interface KeptCapture extends Kept {
  readonly at: 'phone';
  /** How much of it the studio has, 0..1; null while it waits. */
  readonly share: number | null;
}

export interface SentCapture extends StudioCapture {
  readonly at: 'studio';
  /** As `id`: what the phone called it before the studio had it. */
  readonly sha256: string;
}

export type Capture = KeptCapture | SentCapture;

/** Oldest first. What the phone still has is younger than what it sent, whatever the two clocks say. */
export function mergeCaptures(
  studio: Iterable<StudioCapture>,
  kept: readonly Kept[],
  sending: { sha256: string; share: number } | null,
): Capture[] {
  const sent = [...studio]
    .sort((one, other) => one.receivedAt - other.receivedAt || one.id.localeCompare(other.id))
    .map((capture): SentCapture => ({ ...capture, at: 'studio', sha256: capture.id }));
  const known = new Set(sent.map(({ sha256 }) => sha256));
  const waiting = kept
    .filter(({ sha256 }) => !known.has(sha256))
    .map(
      (entry): KeptCapture => ({
        ...entry,
        at: 'phone',
        share: sending?.sha256 === entry.sha256 ? sending.share : null,
      }),
    );
  return [...sent, ...waiting];
}

/** What "Process all" takes: everything that nobody asked for yet. */
export function countProcessable(captures: readonly Capture[]): number {
  return captures.filter((capture) => capture.at === 'studio' && capture.state === 'new').length;
}
