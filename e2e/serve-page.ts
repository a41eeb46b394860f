/** Draws the eyes where they are missing, builds a page over its playing studio and serves it to the specs. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

/**
 * @param configFile the page's own Vite configuration, absolute
 * @param port where IRISVUE_PORT names none
 */
export async function servePage(configFile: string, port: number): Promise<void> {
  /** Small ones are drawn in seconds; pictures to look at want large ones. */
  const height = process.argv.includes('--large') ? '1200' : '300';
  const media = fileURLToPath(new URL(`../.cache/studio-media-${height}`, import.meta.url));
  if (!existsSync(join(media, 'filled-mask-17.png'))) {
    const draw = fileURLToPath(new URL('window/draw-media.ts', import.meta.url));
    const { status } = spawnSync(process.execPath, [draw, '--height', height, '--out', media], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exit(1);
  }
  await build({ configFile, logLevel: 'error', publicDir: media });
  await preview({
    configFile,
    preview: { host: '127.0.0.1', port: Number(process.env.IRISVUE_PORT ?? port), strictPort: true },
  });
}
