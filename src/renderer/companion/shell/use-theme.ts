import { useEffect } from 'react';
import { useCompanionState } from '../state/companion-context.ts';

const ground = { dark: '#0c0d0f', light: '#f9fafb' } as const;

/** Sets the theme on the document and on the browser's own bars; the phone is dark unless its owner wants otherwise. */
export function useTheme(): void {
  const wish = useCompanionState((state) => state.preferences.theme);
  useEffect(() => {
    const light = window.matchMedia('(prefers-color-scheme: light)');
    const apply = () => {
      const theme = wish === 'system' ? (light.matches ? 'light' : 'dark') : wish;
      document.documentElement.dataset.theme = theme;
      document.querySelector('meta[name=theme-color]')?.setAttribute('content', ground[theme]);
    };
    apply();
    light.addEventListener('change', apply);
    return () => light.removeEventListener('change', apply);
  }, [wish]);
}
