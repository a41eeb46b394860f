import { useState } from 'react';
import type { Version } from '../../../contracts/gallery.ts';

/** How young a result may be to count as arriving; older ones are simply there. */
const youngMs = 2500;

/** Whether this result arrived just now, decided once per result. */
export function useFreshResult({ resultId, createdAt }: Version): boolean {
  const [decided, setDecided] = useState({ resultId: '', fresh: false });
  if (decided.resultId === resultId) return decided.fresh;
  const fresh = Date.now() - createdAt < youngMs;
  setDecided({ resultId, fresh });
  return fresh;
}
