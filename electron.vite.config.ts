import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { companionPage } from './build/companion-page.ts';

/**
 * One build for every host: Electron's main and preload, the command line, worker processes, the window's page and the phone's.
 * Dependencies of main and workers stay outside the bundles: they carry native code.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // Small and pure: bundled, they cost a starting process less than resolving them does.
      externalizeDeps: { exclude: ['zod', 'comlink'] },
      sourcemap: true,
      rollupOptions: {
        input: {
          desktop: 'src/main/desktop/main.ts',
          irisvue: 'src/main/headless/irisvue.ts',
          'gpu-worker': 'src/worker/gpu/entry.ts',
          'second-thread': 'src/worker/second-thread/entry.ts',
          'model-importer': 'src/worker/models/import/entry.ts',
          'media-worker': 'src/worker/media/entry.ts',
          'checkpoint-thread': 'src/main/library/checkpoints/checkpoint-thread.ts',
        },
        // All in one folder: a file finds others from where it lies, whichever chunk it ends up in.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload has nothing but what is in its one file.
      externalizeDeps: false,
      sourcemap: true,
      rollupOptions: {
        input: { desktop: 'src/preload/desktop.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer/studio',
    plugins: [react(), companionPage()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // The page's policy allows no data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 800,
      rollupOptions: { input: 'src/renderer/studio/index.html' },
    },
  },
});
