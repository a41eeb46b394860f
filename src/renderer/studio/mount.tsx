import '@fontsource-variable/inter/wght.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import type { HostPort } from './host/host-port.ts';
import { StudioWindow } from './shell/StudioWindow.tsx';
import { createStudio } from './state/studio.ts';
import { StudioContext } from './state/studio-context.ts';

// The page's policy forbids eval; zod must not even try.
z.config({ jitless: true });

export function mount(host: HostPort, element: HTMLElement): void {
  // Before the first paint; what the user chose instead follows with the settings.
  const light = window.matchMedia('(prefers-color-scheme: light)').matches;
  document.documentElement.dataset.theme = light ? 'light' : 'dark';
  const studio = createStudio(host);
  studio.start();
  createRoot(element).render(
    <StrictMode>
      <StudioContext value={studio}>
        <StudioWindow />
      </StudioContext>
    </StrictMode>,
  );
}
