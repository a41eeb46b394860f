/**
 * One list: what the photographer took, as the studio has it and then what is still on the phone, and among it the
 * pictures that the studio sent.
 */
import type { Capture as StudioCapture } from '../../../contracts/companion/capture.ts';
import type { StudioPicture } from '../../../contracts/companion/studio-picture.ts';
import type { Kept } from '../outbox/outbox.ts';

export interface KeptCapture extends Kept {
  readonly at: 'phone';
  readonly key: string;
  /** How much of it the studio has, 0..1; null while it waits. */
  readonly share: number | null;
}

export interface SentCapture extends StudioCapture {
  readonly at: 'studio';
  /** As `id`, its SHA-256: what the phone called it before the studio had it. */
  readonly key: string;
}

/** A finished picture that somebody at the studio sent here. */
export interface ReceivedPicture extends StudioPicture {
  readonly at: 'received';
  readonly key: string;
}

export type Capture = KeptCapture | SentCapture;
export type Listed = Capture | ReceivedPicture;

/** By the studio's clock. What the phone still has is younger than all of it. */
export const timeOf = (listed: SentCapture | ReceivedPicture): number =>
  listed.at === 'received' ? listed.sentAt : listed.receivedAt;

/** Oldest first. What the phone still has is younger than what it sent, whatever the two clocks say. */
export function mergeCaptures(
  studio: Iterable<StudioCapture>,
  pictures: Iterable<StudioPicture>,
  kept: readonly Kept[],
  sending: { sha256: string; share: number } | null,
): Listed[] {
  const sent = [
    ...[...studio].map((capture): SentCapture => ({ ...capture, at: 'studio', key: capture.id })),
    ...[...pictures].map((picture): ReceivedPicture => ({ ...picture, at: 'received', key: picture.id })),
  ].sort((one, other) => timeOf(one) - timeOf(other) || one.key.localeCompare(other.key));
  const known = new Set(sent.map(({ key }) => key));
  const waiting = kept
    .filter(({ sha256 }) => !known.has(sha256))
    .map(
      (entry): KeptCapture => ({
        ...entry,
        at: 'phone',
        key: entry.sha256,
        share: sending?.sha256 === entry.sha256 ? sending.share : null,
      }),
    );
  return [...sent, ...waiting];
}

/** What "Process all" takes: everything that nobody asked for yet. */
export function countProcessable(captures: readonly Listed[]): number {
  return captures.filter((capture) => capture.at === 'studio' && capture.state === 'new').length;
}

/** What this phone took, without what was sent to it. */
export const isCapture = (listed: Listed): listed is Capture => listed.at !== 'received';
