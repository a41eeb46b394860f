/** Keys that mean the same everywhere: Esc one step out, Q the queue, Ctrl or Cmd with comma the settings. */
import { useEffect } from 'react';
import { useStudio } from '../state/studio-context.ts';

/** Whether a key press belongs to whatever is being typed into. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as Element | null;
  return (
    target?.closest?.('input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]') !=
    null
  );
}

export function useWindowKeys(): void {
  const studio = useStudio();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const command = event.ctrlKey || event.metaKey;
      const state = studio.store.getState();
      if (event.key === 'Escape' && !isTyping(event)) {
        if (state.view.kind === 'library') {
          if (state.selection.selected.size > 0)
            studio.select((selection) => ({ ...selection, selected: new Set() }));
          else studio.store.setState({ queueOpen: false });
        } else studio.goOut();
        event.preventDefault();
      } else if (command && event.key === ',') {
        studio.go({ kind: 'settings', section: 'general' });
        event.preventDefault();
      } else if (!command && !event.altKey && event.key.toLowerCase() === 'q' && !isTyping(event)) {
        studio.store.setState({ queueOpen: !state.queueOpen });
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [studio]);
}
