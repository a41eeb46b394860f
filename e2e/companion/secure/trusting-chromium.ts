/** A Chromium with a home of its own, whose store trusts what a test puts into it and nothing of this machine's. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from '@playwright/test';
import { findChromium } from '../../chromium.ts';
import { phone } from '../phones.ts';

/** From the package libnss3-tools; Chromium on Linux reads the same store. */
export const hasCertutil = process.platform === 'linux' && spawnSync('certutil', ['-H']).error === undefined;

export interface TrustingChromium {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/**
 * @param trusted DER of an authority to trust; null trusts none
 * @param name what leads to this machine, as the name of a computer in the room would
 */
export async function openChromium(trusted: Uint8Array | null, name: string): Promise<TrustingChromium> {
  const home = await mkdtemp(join(tmpdir(), 'irisvue-phone-'));
  const store = join(home, '.pki/nssdb');
  await mkdir(store, { recursive: true });
  const certutil = (...args: string[]) => execFileSync('certutil', ['-d', `sql:${store}`, ...args]);
  certutil('-N', '--empty-password');
  if (trusted !== null) {
    const file = join(home, 'authority.crt');
    await writeFile(file, trusted);
    certutil('-A', '-n', 'studio', '-t', 'C,,', '-i', file);
  }
  const context = await chromium.launchPersistentContext(join(home, 'profile'), {
    ...phone,
    executablePath: findChromium() ?? '',
    args: ['--no-sandbox', `--host-resolver-rules=MAP ${name} 127.0.0.1`],
    env: { ...process.env, HOME: home, XDG_DATA_HOME: join(home, '.local/share') } as Record<string, string>,
  });
  return {
    context,
    async close() {
      await context.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
