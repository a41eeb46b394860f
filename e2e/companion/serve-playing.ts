/** Builds the phone's page over the playing studio and serves it, with the eyes that the window's specs draw too. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const configFile = fileURLToPath(new URL('playing.vite.config.ts', import.meta.url));
const height = process.argv.includes('--large') ? '1200' : '300';
const media = fileURLToPath(new URL(`../../.cache/studio-media-${height}`, import.meta.url));

if (!existsSync(join(media, 'truth-17.json'))) {
  const draw = fileURLToPath(new URL('../window/draw-media.ts', import.meta.url));
  const { status } = spawnSync(process.execPath, [draw, '--height', height, '--out', media], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}
await build({ configFile, logLevel: 'error', publicDir: media });
await preview({
  configFile,
  preview: { host: '127.0.0.1', port: Number(process.env.IRISVUE_PORT ?? 5198), strictPort: true },
});
