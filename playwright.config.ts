import { defineConfig } from '@playwright/test';
import { findChromium, noChromium } from './e2e/chromium.ts';
import { freePort } from './e2e/free-port.ts';
import { electronTarget } from './e2e/targets/electron.ts';
import { type TargetOptions, targets } from './e2e/targets/test.ts';

const executablePath = findChromium();
if (executablePath === null && !process.argv.includes('--list')) throw new Error(noChromium);

/** Pictures to look at take minutes and assert little, so they are made only when they are asked for. */
const wantsPictures = process.argv.some((argument) => argument.includes('@pictures'));

/** Pages over a studio that is played inside them; what serves each is started only for it. */
const pagesAlone = [
  { name: 'window alone', testDir: 'e2e/window', server: 'e2e/window/serve-fake.ts' },
  { name: 'phone alone', testDir: 'e2e/companion/playing', server: 'e2e/companion/serve-playing.ts' },
];
const chosen = process.argv.flatMap((argument, index, all) =>
  argument.startsWith('--project=')
    ? [argument.slice('--project='.length)]
    : all[index - 1] === '--project'
      ? [argument]
      : [],
);
const isChosen = (name: string) => chosen.length === 0 || chosen.includes(name);

/** A free one; processes that read this file later find what the first reading took. */
async function portFor(name: string): Promise<string> {
  const variable = `IRISVUE_PORT_OF_${name.replaceAll(' ', '_').toUpperCase()}`;
  const known = process.env[variable];
  if (known !== undefined) return known;
  const port = await freePort();
  process.env[variable] = port;
  return port;
}
const pages = await Promise.all(
  pagesAlone
    .filter(({ name }) => isChosen(name))
    .map(async (page) => ({ ...page, port: await portFor(page.name) })),
);

const notRun = targets.flatMap((target) => {
  // What has to be built is built before a run; a target that lacks it then fails in words of its own.
  const why = target === electronTarget ? target.unavailable() : null;
  return why === null ? [] : [{ name: target.name, why }];
});
const runnable = targets.filter(({ name }) => !notRun.some((each) => each.name === name));

export default defineConfig<TargetOptions>({
  testMatch: '**/*.spec.ts',
  // Emptied at each run; the screens beside it stay.
  outputDir: 'test-results/runs',
  // Two at a time is what a small machine bears.
  workers: 2,
  fullyParallel: true,
  // Far more than a quiet machine needs: how busy the next one is decides nothing.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  ...(wantsPictures ? {} : { grepInvert: /@pictures/ }),
  // A browser stumbles now and then, and a day's work is not to wait for that; the report names whatever passed only
  // so. Hunting for a race: --retries=0 --repeat-each=5.
  retries: 1,
  reporter: [['list'], ['./build/spec-count-reporter.ts', { notRun }]],
  use: {
    // A step that cannot be done fails by itself, long before its test does.
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      // Chromium's own sandbox needs user namespaces, which containers and root do not have.
      args: ['--no-sandbox', '--force-color-profile=srgb'],
    },
  },
  projects: [
    ...runnable.map(({ name }) => ({ name, testDir: 'e2e/studio', use: { targetName: name } })),
    { name: 'browser', testDir: 'e2e/browser' },
    { name: 'desktop', testDir: 'e2e/desktop' },
    { name: 'secure phone', testDir: 'e2e/companion/secure' },
    ...pages.map(({ name, testDir, port }) => ({
      name,
      testDir,
      use: { baseURL: `http://127.0.0.1:${port}` },
    })),
  ],
  // One after the other: the first draws the eyes that all of them show.
  webServer: pages.map(({ server, port }) => ({
    command: `node ${server}${wantsPictures ? ' --large' : ''}`,
    env: { IRISVUE_PORT: port },
    url: `http://127.0.0.1:${port}/index.html`,
    timeout: 300_000,
    reuseExistingServer: false,
  })),
});
