import { useEffect } from 'react';
import { useCompanion } from '../state/companion-context.ts';

const pauseMs = 2000;

/** Looks again and again, while somebody looks at the screen, whether a step was done outside of the page. */
export function useRefreshing(): void {
  const { telling } = useCompanion();
  useEffect(() => {
    let timer: number | undefined;
    let ended = false;
    const look = async () => {
      window.clearTimeout(timer);
      if (!document.hidden) await telling.refresh();
      if (!ended) timer = window.setTimeout(look, pauseMs);
    };
    void look();
    document.addEventListener('visibilitychange', look);
    return () => {
      ended = true;
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [telling]);
}
