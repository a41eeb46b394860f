/** Finds a Chromium for the browser tests: the one named, Playwright's own, or the system's. */
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Null when this machine has none. */
export function findChromium(): string | null {
  const named = process.env.IRISVUE_CHROMIUM;
  const places = [...(named === undefined ? [] : [named]), chromium.executablePath(), ...usual];
  return places.find((path) => existsSync(path)) ?? null;
}

export const noChromium =
  'No Chromium was found. Install one (npx playwright install chromium, or your system’s package), or name it in IRISVUE_CHROMIUM.';
