/** Draws the eyes where they are missing, builds the window over the fake studio and serves it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const configFile = fileURLToPath(new URL('fake.vite.config.ts', import.meta.url));
/** Small ones are drawn in seconds; pictures to look at want large ones. */
const height = process.argv.includes('--large') ? '1200' : '300';
const media = fileURLToPath(new URL(`../../.cache/studio-media-${height}`, import.meta.url));

if (!existsSync(join(media, 'truth-17.json'))) {
  const draw = fileURLToPath(new URL('draw-media.ts', import.meta.url));
  const { status } = spawnSync(process.execPath, [draw, '--height', height, '--out', media], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}
await build({ configFile, logLevel: 'error', publicDir: media });
await preview({
  configFile,
  preview: { host: '127.0.0.1', port: Number(process.env.IRISVUE_PORT ?? 5199), strictPort: true },
});
