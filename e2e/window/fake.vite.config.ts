/** Builds the window over the fake studio into .cache; serve-fake.ts says which drawn eyes lie beside it. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export default defineConfig({
  root: at('src/renderer/studio/fake'),
  base: './',
  plugins: [react()],
  build: {
    outDir: at('.cache/studio-fake'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'chrome140',
  },
});
