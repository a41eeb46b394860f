import '@fontsource-variable/inter/wght.css';
import '../ui/tokens.css';
import '../ui/base.css';
import './phone.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { CompanionPage } from './shell/CompanionPage.tsx';
import { Companion, type CompanionParts } from './state/companion.ts';
import { CompanionContext } from './state/companion-context.ts';

// The page's policy forbids eval; zod must not even try.
z.config({ jitless: true });

export function mount(parts: CompanionParts, element: HTMLElement): Companion {
  const companion = new Companion(parts);
  companion.start();
  createRoot(element).render(
    <StrictMode>
      <CompanionContext value={companion}>
        <CompanionPage />
      </CompanionContext>
    </StrictMode>,
  );
  return companion;
}
