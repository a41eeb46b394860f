import { defineConfig } from '@playwright/test';
import { findChromium, noChromium } from './e2e/studio/chromium.ts';

const executablePath = findChromium();
if (executablePath === null) throw new Error(noChromium);

export default defineConfig({
  testDir: 'e2e/studio',
  testMatch: '**/*.spec.ts',
  // Emptied at each run; the screens beside it stay.
  outputDir: 'test-results/runs',
  // Two at a time is what a small machine bears.
  workers: 2,
  timeout: 180_000,
  reporter: [['list']],
  use: {
    baseURL: 'http://127.0.0.1:5199',
    launchOptions: {
      executablePath,
      // Chromium's own sandbox needs user namespaces, which containers and root do not have.
      args: ['--no-sandbox', '--force-color-profile=srgb'],
    },
  },
  webServer: {
    command: 'node e2e/studio/serve-fake.ts',
    url: 'http://127.0.0.1:5199/index.html',
    timeout: 300_000,
    reuseExistingServer: true,
  },
});
