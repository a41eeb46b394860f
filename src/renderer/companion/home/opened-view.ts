import type { Listed } from '../state/capture.ts';
import type { View } from '../state/view.ts';

/** Where a finished picture opens; null while there is none. */
export function viewOf(listed: Listed): View | null {
  if (listed.at === 'received') return { kind: 'picture', pictureId: listed.id };
  const finished =
    listed.at === 'studio' && listed.result !== null && ['done', 'review'].includes(listed.state);
  return finished ? { kind: 'result', captureId: listed.id } : null;
}
