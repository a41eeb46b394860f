import { useEffect } from 'react';
import { formatPercent } from '../../ui/format.ts';
import { useStudioState } from '../state/studio-context.ts';

/** Progress in the title, so that it can be read from another tab or the task bar. */
export function useWindowTitle(): void {
  const title = useStudioState(({ queue }) => {
    if (queue.share === null) return 'IrisVue Studio';
    const percent = formatPercent(queue.share);
    return queue.paused ? `Paused at ${percent} · IrisVue Studio` : `${percent} · IrisVue Studio`;
  });
  useEffect(() => {
    document.title = title;
  }, [title]);
}
