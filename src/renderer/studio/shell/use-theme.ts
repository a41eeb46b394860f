import { useEffect } from 'react';
import { useStudioState } from '../state/studio-context.ts';

/** Sets the theme on the document, following the system while the user wants that. */
export function useTheme(): void {
  const wish = useStudioState((state) => state.settings?.theme ?? 'system');
  useEffect(() => {
    const light = window.matchMedia('(prefers-color-scheme: light)');
    const apply = () => {
      const theme = wish === 'system' ? (light.matches ? 'light' : 'dark') : wish;
      document.documentElement.dataset.theme = theme;
    };
    apply();
    light.addEventListener('change', apply);
    return () => light.removeEventListener('change', apply);
  }, [wish]);
}
