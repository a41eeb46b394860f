import { defineConfig } from '@playwright/test';
import { findChromium, noChromium } from './e2e/chromium.ts';
import { type TargetOptions, targets } from './e2e/targets/test.ts';

const executablePath = findChromium();
if (executablePath === null) throw new Error(noChromium);

/** Pictures to look at take minutes and assert little, so they are made only when they are asked for. */
const wantsPictures = process.argv.some((argument) => argument.includes('@pictures'));

export default defineConfig<TargetOptions>({
  testMatch: '**/*.spec.ts',
  // Emptied at each run; the screens beside it stay.
  outputDir: 'test-results/runs',
  // Two at a time is what a small machine bears.
  workers: 2,
  fullyParallel: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  ...(wantsPictures ? {} : { grepInvert: /@pictures/ }),
  reporter: [['list'], ['./build/playwright-count-reporter.ts']],
  use: {
    launchOptions: {
      executablePath,
      // Chromium's own sandbox needs user namespaces, which containers and root do not have.
      args: ['--no-sandbox', '--force-color-profile=srgb'],
    },
  },
  projects: [
    ...targets.map(({ name }) => ({ name, testDir: 'e2e/studio', use: { targetName: name } })),
    { name: 'window alone', testDir: 'e2e/window', use: { baseURL: 'http://127.0.0.1:5199' } },
  ],
  webServer: {
    command: `node e2e/window/serve-fake.ts${wantsPictures ? ' --large' : ''}`,
    url: 'http://127.0.0.1:5199/index.html',
    timeout: 300_000,
    reuseExistingServer: false,
  },
});
