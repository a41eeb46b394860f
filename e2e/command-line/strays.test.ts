/** What nobody caught in the built studio: it stands in the log, and the studio goes on. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { linkOf, startIrisvue, temporaryDirectory } from './irisvue.ts';

/** A rejection and an error from nowhere, when somebody asks for them. */
const fault = `
process.once('SIGUSR2', () => {
  Promise.reject(new Error('rejected for a test'));
  setImmediate(() => {
    throw new Error('thrown for a test');
  });
});`;

test.skipIf(process.platform === 'win32')('a stray error ends no studio', async () => {
  const folder = await temporaryDirectory();
  const faultFile = join(folder.path, 'fault.mjs');
  await writeFile(faultFile, fault);
  const data = join(folder.path, 'data');
  const studio = startIrisvue(['studio', '--no-open', '--data', data], {
    environment: { NODE_OPTIONS: `--import=${pathToFileURL(faultFile).href}` },
  });
  try {
    const link = await linkOf(studio);
    studio.child.kill('SIGUSR2');
    const log = async () => {
      const files = await readdir(data, { recursive: true });
      const texts = files
        .filter((path) => path.endsWith('.log'))
        .map((path) => readFile(join(data, path), 'utf8'));
      return (await Promise.all(texts)).join('');
    };
    await expect.poll(log, { timeout: 60_000 }).toMatch(/thrown for a test/);
    expect(await log()).toMatch(/rejected for a test/);
    expect((await fetch(link)).status).toBe(200);
    studio.child.kill('SIGTERM');
    expect(await studio.end).toMatchObject({ exitCode: 0, stderr: '' });
  } finally {
    studio.child.kill('SIGKILL');
    await studio.end;
    await folder.remove();
  }
});
