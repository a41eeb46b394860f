/**
 * Every view at three sizes, dark and light: pictures to be looked at, in test-results/screens, made by
 * `npm run e2e -- --grep @pictures`. In each, axe must find nothing serious and the page's policy must not have been
 * broken.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 2560, height: 1440 },
];
const id = (index: number) => (index + 1).toString(16).padStart(64, '0');
const open = (query: string, fragment = '') => `/index.html?still&${query}#/${fragment}`;
const firstCard = (page: Page) => page.getByRole('gridcell').nth(1);

const views: Record<string, (page: Page) => Promise<void>> = {
  'first-run': async (page) => {
    await page.goto(open('photos=0'));
  },
  library: async (page) => {
    await page.goto(open('photos=140'));
    await firstCard(page).waitFor();
  },
  working: async (page) => {
    await page.goto(open('photos=140&stage=7'));
    await page.getByRole('button', { name: /^Queue/ }).click();
  },
  selection: async (page) => {
    await page.goto(open('photos=140'));
    await firstCard(page).click();
    await page
      .getByRole('gridcell')
      .nth(4)
      .click({ modifiers: ['Shift'] });
  },
  failures: async (page) => {
    await page.goto(open('photos=140'));
    await page.getByRole('button', { name: /^Failed/ }).click();
    await page.getByRole('gridcell').first().hover();
  },
  result: async (page) => {
    await page.goto(open('photos=140', `photo/${id(9)}`));
    await page.getByRole('slider', { name: 'Before and after' }).waitFor();
  },
  'result-close': async (page) => {
    await page.goto(open('photos=140', `photo/${id(12)}`));
    await page.getByRole('slider', { name: 'Before and after' }).waitFor();
    await page.keyboard.press('1');
  },
  'side-by-side': async (page) => {
    await page.goto(open('photos=140', `photo/${id(13)}`));
    await page.getByRole('slider', { name: 'Before and after' }).waitFor();
    await page.keyboard.press('s');
  },
  details: async (page) => {
    await page.goto(open('photos=140', `photo/${id(15)}`));
    await page.getByRole('slider', { name: 'Before and after' }).waitFor();
    await page.keyboard.press('i');
  },
  reprocess: async (page) => {
    await page.goto(open('photos=140', `photo/${id(18)}`));
    await page.getByRole('button', { name: 'Reprocess' }).click();
  },
  new: async (page) => {
    await page.goto(open('photos=140', `photo/${id(0)}`));
    await page.getByRole('button', { name: 'Process' }).waitFor();
  },
  'in-work': async (page) => {
    await page.goto(open('photos=140&stage=3', `photo/${id(1)}`));
    await page.getByRole('progressbar').first().waitFor();
  },
  failure: async (page) => {
    await page.goto(open('photos=140', `photo/${id(16)}`));
    await page.getByRole('alert').waitFor();
  },
  'capture-guide': async (page) => {
    await page.goto(open('photos=140', `photo/${id(16)}`));
    await page.getByRole('button', { name: 'Capture again' }).click();
  },
  outline: async (page) => {
    await page.goto(open('photos=140', `photo/${id(9)}/outline`));
    await page.getByRole('application').waitFor();
  },
  import: async (page) => {
    await page.goto(open('photos=140'));
    await firstCard(page).waitFor();
    await page.evaluate(() => {
      const transfer = new DataTransfer();
      for (const name of ['Elif left.jpg', 'invoice.pdf', 'Elif right.heic', 'notes.txt']) {
        transfer.items.add(new File(['x'], name));
      }
      window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer }));
    });
    await page.getByText('could not be read').waitFor();
  },
  phones: async (page) => {
    await page.goto(open('photos=140', 'phones'));
  },
  'phones-paired': async (page) => {
    await page.goto(open('photos=140&phones=3', 'phones'));
  },
  arriving: async (page) => {
    await page.goto(open('photos=140&phones=2&arriving=6'));
    await firstCard(page).waitFor();
  },
  'settings-phones': async (page) => {
    await page.goto(open('photos=140&phones=2', 'settings/phones'));
  },
  ...Object.fromEntries(
    ['open', 'page', 'seen', 'asking', 'paired', 'denied', 'expired', 'tooManyTries', 'left'].map((state) => [
      `pairing-${state}`,
      async (page: Page) => {
        await page.goto(open(`photos=12&pairing=${state}`, 'phones'));
        await page.getByRole('button', { name: 'Pair a phone' }).click();
        await page.getByRole('dialog').getByRole('button').first().waitFor();
      },
    ]),
  ),
  'pairing-help': async (page) => {
    await page.goto(open('photos=12&pairing=open', 'phones'));
    await page.getByRole('button', { name: 'Pair a phone' }).click();
    await page.getByRole('button', { name: 'It does not work' }).click();
    await page.getByText('Other ways').waitFor();
  },
  'settings-general': async (page) => {
    await page.goto(open('photos=140', 'settings/general'));
  },
  'settings-output': async (page) => {
    await page.goto(open('photos=140', 'settings/output'));
  },
  'settings-hardware': async (page) => {
    await page.goto(open('photos=140', 'settings/hardware'));
    await page.getByRole('button', { name: 'Test this computer' }).click();
    await page.getByText('In use').waitFor();
  },
  'settings-models': async (page) => {
    await page.goto(open('photos=140', 'settings/models'));
    await page.getByText('MIT').first().waitFor();
  },
  'settings-storage': async (page) => {
    await page.goto(open('photos=140', 'settings/storage'));
    await page.getByText('Original photos').waitFor();
  },
  'settings-privacy': async (page) => {
    await page.goto(open('photos=140', 'settings/privacy'));
  },
};

for (const [name, show] of Object.entries(views)) {
  for (const colorScheme of ['dark', 'light'] as const) {
    test(`${name}, ${colorScheme}`, { tag: '@pictures' }, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme, viewport: sizes[0] as (typeof sizes)[0] });
      const page = await context.newPage();
      const broken: string[] = [];
      page.on('console', (message) => message.type() === 'error' && broken.push(message.text()));
      page.on('pageerror', (error) => broken.push(error.message));
      await show(page);
      for (const size of sizes) {
        await page.setViewportSize(size);
        // What scrolled into sight has its picture.
        await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
        const path = `test-results/screens/${name}-${size.width}-${colorScheme}.png`;
        await page.screenshot({ path, animations: 'disabled' });
      }
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap((violation) =>
          violation.nodes.map((node) => `${violation.id}: ${node.html}\n  ${node.failureSummary}`),
        );
      expect(serious).toEqual([]);
      expect(broken).toEqual([]);
      await context.close();
    });
  }
}
