/**
 * The phone's page beside the window's: a build of its own, because a phone is served these files and no others. Its
 * worker is one file at the page's root, where its reach is the whole page; its icons are drawn from the one drawing.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import sharp from 'sharp';
import { build, type InlineConfig, type Plugin } from 'vite';

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const source = at('src/renderer/companion');
/** iOS 16 and Chrome of the same years. */
const target = ['es2022', 'safari16'];

/** Builds the phone's page whenever the window's is built. */
export function companionPage(outDir = at('out/companion')): Plugin {
  return {
    name: 'companion-page',
    apply: 'build',
    async closeBundle() {
      await build(pageConfig(outDir));
      await build(workerConfig(outDir));
    },
  };
}

function pageConfig(outDir: string): InlineConfig {
  return {
    configFile: false,
    root: source,
    base: './',
    publicDir: false,
    logLevel: 'warn',
    plugins: [react(), companionIcons()],
    build: {
      outDir,
      emptyOutDir: true,
      target,
      // The page's policy allows no data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 600,
      rollupOptions: { input: `${source}/index.html` },
    },
  };
}

function workerConfig(outDir: string): InlineConfig {
  return {
    configFile: false,
    root: source,
    publicDir: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: false,
      target,
      rollupOptions: {
        input: `${source}/worker/told-worker.ts`,
        output: { format: 'iife', entryFileNames: 'told-worker.js' },
      },
    },
  };
}

const icons = [
  { fileName: 'icon-192.png', size: 192 },
  { fileName: 'icon-512.png', size: 512 },
] as const;
/** Android shows a badge as a mask: white on nothing. */
const badge =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="11" fill="none" stroke="#fff" stroke-width="3.5"/><circle cx="16" cy="16" r="4.5" fill="#fff"/></svg>';

function companionIcons(): Plugin {
  return {
    name: 'companion-icons',
    async generateBundle() {
      // Systems round the corners themselves.
      const drawing = readFileSync(`${source}/icon.svg`, 'utf8').replace('rx="8"', 'rx="0"');
      const draw = (svg: string, size: number) =>
        sharp(Buffer.from(svg), { density: 72 * (size / 32) })
          .resize(size, size)
          .png({ compressionLevel: 9 })
          .toBuffer();
      for (const { fileName, size } of icons)
        this.emitFile({ type: 'asset', fileName, source: await draw(drawing, size) });
      this.emitFile({ type: 'asset', fileName: 'badge-96.png', source: await draw(badge, 96) });
    },
  };
}
