/** The comparison's keys, for the whole view: nothing has to be focused first. */
import { type Dispatch, type SetStateAction, useEffect, useRef } from 'react';
import type { LookControl } from '../../ui/use-look.ts';
import { isTyping } from '../shell/use-window-keys.ts';

const pan = 80;

export function useCompareKeys(options: {
  control: LookControl;
  slider: boolean;
  /** 1:1, where there is something to see. */
  closeUp: () => void;
  toggleRetouched: () => void;
  setShare: Dispatch<SetStateAction<number>>;
  setHeld: (side: 'before' | 'after' | null) => void;
}): void {
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    const onDown = (event: KeyboardEvent) => {
      const { control, slider, closeUp, toggleRetouched, setShare, setHeld } = latest.current;
      if (event.defaultPrevented || isTyping(event) || event.ctrlKey || event.metaKey) return;
      const role = (event.target as Element | null)?.getAttribute?.('role');
      const ownArrows = role === 'radio' || role === 'menuitem' || role === 'tab' || role === 'option';
      const label = (event.target as Element | null)?.getAttribute?.('aria-label');
      const otherSlider = role === 'slider' && label !== 'Before and after';
      const arrow = event.key.startsWith('Arrow');
      if (arrow && (ownArrows || otherSlider)) return;
      if (event.key === ' ') {
        if (event.target instanceof HTMLButtonElement) return;
        setHeld(event.shiftKey ? 'after' : 'before');
      } else if (arrow && event.altKey) {
        if (event.key === 'ArrowLeft') control.panBy(pan, 0);
        if (event.key === 'ArrowRight') control.panBy(-pan, 0);
        if (event.key === 'ArrowUp') control.panBy(0, pan);
        if (event.key === 'ArrowDown') control.panBy(0, -pan);
      } else if (slider && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
        const by = (event.shiftKey ? 0.1 : 0.02) * (event.key === 'ArrowLeft' ? -1 : 1);
        setShare((share) => Math.min(1, Math.max(0, Math.round((share + by) * 1000) / 1000)));
      } else if (slider && role === 'slider' && event.key === 'Home') setShare(0);
      else if (slider && role === 'slider' && event.key === 'End') setShare(1);
      else if (event.key === '+' || event.key === '=') control.zoomBy(1.25);
      else if (event.key === '-') control.zoomBy(0.8);
      else if (event.key === '0') control.fit();
      else if (event.key === '1') closeUp();
      else if (event.key.toLowerCase() === 'r' && !event.altKey) toggleRetouched();
      else return;
      event.preventDefault();
    };
    const letGo = (event: KeyboardEvent | FocusEvent) => {
      if (event instanceof KeyboardEvent && event.key !== ' ') return;
      latest.current.setHeld(null);
    };
    window.addEventListener('keydown', onDown);
    window.addEventListener('keyup', letGo);
    window.addEventListener('blur', letGo);
    return () => {
      window.removeEventListener('keydown', onDown);
      window.removeEventListener('keyup', letGo);
      window.removeEventListener('blur', letGo);
    };
  }, []);
}
