/** Draws the eyes where they are missing, builds the window over the fake studio and serves it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const configFile = fileURLToPath(new URL('fake.vite.config.ts', import.meta.url));
const lastTruth = fileURLToPath(new URL('../../.cache/studio-media/truth-17.json', import.meta.url));

if (!existsSync(lastTruth)) {
  const draw = fileURLToPath(new URL('draw-media.ts', import.meta.url));
  const { status } = spawnSync(process.execPath, [draw, '--height', '1200'], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
await build({ configFile, logLevel: 'error' });
await preview({ configFile, preview: { host: '127.0.0.1', port: 5199, strictPort: true } });
