import { useEffect } from 'react';
import { isCapture } from '../state/capture.ts';
import { useCompanionState } from '../state/companion-context.ts';

/** Whether something is under way that a sleeping phone would hold up. */
export function useBusy(): boolean {
  return useCompanionState(({ captures }) =>
    captures
      .filter(isCapture)
      .some((capture) =>
        capture.at === 'phone'
          ? capture.refused === null
          : capture.state === 'working' || capture.state === 'waiting',
      ),
  );
}

/** True where a page may keep the screen on: over HTTPS, in browsers that know how. */
export const mayKeepAwake = (): boolean => 'wakeLock' in navigator;

/** Keeps the screen on while captures are sent or worked on. Browsers take the lock back whenever the page is hidden. */
export function useWakeLock(): void {
  const busy = useBusy();
  useEffect(() => {
    if (!busy || !mayKeepAwake()) return;
    let lock: WakeLockSentinel | null = null;
    let ended = false;
    const take = async () => {
      if (document.hidden) return;
      try {
        const taken = await navigator.wakeLock.request('screen');
        if (ended) await taken.release();
        else lock = taken;
      } catch {
        // Battery saving: the hint on the page says to keep it on.
      }
    };
    void take();
    document.addEventListener('visibilitychange', take);
    return () => {
      ended = true;
      document.removeEventListener('visibilitychange', take);
      void lock?.release().catch(() => {});
    };
  }, [busy]);
}
