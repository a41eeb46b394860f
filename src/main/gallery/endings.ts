/**
 * When to tell that something ended. A photo that a user waits for is told at once; a batch once, when the last of
 * it is done. What the user stopped is not told.
 */
import { type FailureCode, failures } from '../../contracts/failure.ts';

export interface Ending {
  readonly finished: number;
  readonly failed: number;
  readonly photoId: string | null;
  readonly title: string;
  readonly body: string;
}

interface Ended {
  readonly photoId: string;
  readonly name: string;
  /** The phone that sent it. */
  readonly from: string | null;
  readonly failure: FailureCode | null;
}

export class Endings {
  readonly #batch: Ended[] = [];

  /** What to tell at once. */
  take(ended: Ended, isBatch: boolean): Ending | null {
    if (!isBatch) return tell([ended]);
    this.#batch.push(ended);
    return null;
  }

  /** What to tell when nothing waits or runs any more, however the last photo ended. */
  flush(): Ending | null {
    const batch = this.#batch.splice(0);
    return batch.length === 0 ? null : tell(batch);
  }
}

function tell(all: readonly Ended[]): Ending {
  const failed = all.filter(({ failure }) => failure !== null).length;
  const finished = all.length - failed;
  const only = all.length === 1 ? all[0]! : null;
  const counts = { finished, failed, photoId: only?.photoId ?? null };
  if (only?.failure) {
    const { message, suggestion } = failures[only.failure];
    return { ...counts, title: message, body: `${whatOf(only)}. ${suggestion}` };
  }
  if (only) return { ...counts, title: 'Your iris picture is ready', body: whatOf(only) };
  const outcome = failed === 0 ? 'All went well.' : attention(failed);
  const sender = senderOf(all);
  return {
    ...counts,
    title: pictures(finished),
    body: sender === null ? outcome : `From ${sender}. ${outcome}`,
  };
}

const whatOf = ({ name, from }: Ended) => (from === null ? name : `${name}, from ${from}`);

/** The phone that a batch came from, where it was one. */
function senderOf(all: readonly Ended[]): string | null {
  const from = all[0]?.from ?? null;
  return all.every((each) => each.from === from) ? from : null;
}

const pictures = (count: number) =>
  count === 0
    ? 'No picture could be made'
    : count === 1
      ? '1 picture is ready'
      : `${count} pictures are ready`;
const attention = (count: number) =>
  count === 1 ? '1 photo needs your attention.' : `${count} photos need your attention.`;
