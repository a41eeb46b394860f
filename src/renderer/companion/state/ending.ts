/** What has just ended or come, in the words of a banner or a notification: one sign for many, never a shower. */
import type { Notice } from '../../../contracts/companion/events.ts';
import { failures } from '../../../contracts/failure.ts';
import { addressOf, home, type View } from './view.ts';

export interface Ending {
  readonly finished: number;
  readonly failed: number;
  /** Pictures that the studio sent. */
  readonly sent: number;
  readonly title: string;
  readonly body: string;
  /** Where a tap leads, when it was one capture. */
  readonly captureId: string | null;
  /** Where a tap leads, when it was one picture of the studio's. */
  readonly pictureId: string | null;
}

/** Null when nothing of it is worth a sign. */
export function endingOf(notices: readonly Notice[]): Ending | null {
  const finished = notices.filter((notice) => notice.type === 'finished');
  const failed = notices.filter((notice) => notice.type === 'failed');
  // The same picture sent, removed and sent again during an absence is one.
  const sent = notices.filter(
    (notice, index) =>
      notice.type === 'sent' &&
      !notices.slice(0, index).some((other) => other.type === 'sent' && other.pictureId === notice.pictureId),
  );
  const [one = null, ...others] = [...failed, ...finished, ...sent];
  if (one === null) return null;
  const figures = { finished: finished.length, failed: failed.length, sent: sent.length };
  if (others.length > 0) return { ...figures, ...wordsForMany(figures), captureId: null, pictureId: null };
  const captureId = one.type === 'sent' ? null : one.captureId;
  const pictureId = one.type === 'sent' ? one.pictureId : null;
  return { ...figures, ...wordsForOne(one), captureId, pictureId };
}

type Words = Pick<Ending, 'title' | 'body'>;

function wordsForOne(notice: Notice): Words {
  switch (notice.type) {
    case 'failed':
      return { title: needing(1), body: failures[notice.failure].message };
    case 'sent':
      return { title: fromStudio(1), body: 'Touch to see and save it.' };
    default:
      return { title: 'Your iris is ready', body: 'Touch to compare and save.' };
  }
}

/** The best news first, the rest below it. */
function wordsForMany({ finished, failed, sent }: Pick<Ending, 'finished' | 'failed' | 'sent'>): Words {
  const ready = finished === 1 ? 'One iris is ready' : `${finished} irises are ready`;
  const [title = '', ...rest] = [
    ...(finished > 0 ? [ready] : []),
    ...(failed > 0 ? [needing(failed)] : []),
    ...(sent > 0 ? [fromStudio(sent)] : []),
  ];
  return { title, body: rest.length === 0 ? 'Touch to see them.' : rest.map((news) => `${news}.`).join(' ') };
}

const needing = (count: number): string => (count === 1 ? 'One photo needs you' : `${count} photos need you`);
const fromStudio = (count: number): string =>
  count === 1 ? 'A picture from the studio' : `${count} pictures from the studio`;

/** Where a tap on the sign leads; to the start for one that failed, which is seen there once it is chosen. */
export function viewOf({ captureId, pictureId, failed }: Ending): View {
  if (pictureId !== null) return { kind: 'picture', pictureId };
  if (captureId === null) return { kind: 'today' };
  return failed === 0 ? { kind: 'result', captureId } : home;
}

/** Whether the page shows what a tap on the sign would open; at its start that depends on what is chosen there. */
export function showsWhatEnded(view: View, ending: Ending): boolean {
  return view.kind !== 'home' && addressOf(view) === addressOf(viewOf(ending));
}
