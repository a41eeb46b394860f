/** Builds the phone's page over the playing studio into .cache; serve-playing.ts says which eyes lie beside it. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export default defineConfig({
  root: at('src/renderer/companion/fake'),
  base: './',
  plugins: [react()],
  build: {
    outDir: at('.cache/companion-playing'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
});
