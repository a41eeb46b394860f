/** Letting a phone in, as whoever sits at the studio sees it: over the fake studio, with keys alone where it can be. */
import { expect, type Page, test } from '@playwright/test';

const id = (index: number) => (index + 1).toString(16).padStart(64, '0');
const dialog = (page: Page) => page.getByRole('dialog');
const pairButton = (page: Page) => page.getByRole('button', { name: 'Pair a phone' });

async function openPairing(page: Page, query: string): Promise<void> {
  await page.goto(`/index.html?photos=12&${query}#/phones`);
  await pairButton(page).click();
}

const takeStep = (page: Page, state: string) =>
  page.evaluate(
    (next) =>
      (
        window as unknown as { fakeStudio: { phonesPlayed: { step(state: string): void } } }
      ).fakeStudio.phonesPlayed.step(next),
    state,
  );

test('a phone is paired: code, page seen, phone seen, allowed under another name', async ({ page }) => {
  await openPairing(page, 'still');
  await expect(dialog(page).getByRole('img', { name: 'Code for the phone’s camera' })).toBeVisible();
  await expect(dialog(page).getByText('192.168.178.31:47113')).toBeVisible();
  await expect(dialog(page).getByText('418203')).toBeVisible();
  await expect(dialog(page).getByText(/^The code is valid for \d:\d\d$/)).toBeVisible();
  await expect(dialog(page).getByText('Waiting for your phone')).toBeVisible();
  await takeStep(page, 'page');
  await expect(page.getByText('A phone has opened the page', { exact: true })).toBeVisible();
  await takeStep(page, 'seen');
  await expect(page.getByRole('heading', { name: 'Phone seen' })).toBeVisible();
  await takeStep(page, 'asking');
  await expect(page.getByRole('heading', { name: 'Allow “Jonas’ iPhone”?' })).toBeVisible();
  await expect(dialog(page).getByText(/at 192\.168\.178\.42 asks/)).toBeVisible();
  await page.getByLabel('Name in the studio').fill('Reception');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Do not allow' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '“Reception” is paired' })).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  const row = page.getByRole('list', { name: 'Paired phones' }).getByRole('listitem');
  await expect(row).toContainText('Reception');
  await expect(row).toContainText('Connected');
});

test('the code is black on white in both themes', async ({ browser }) => {
  for (const colorScheme of ['dark', 'light'] as const) {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await openPairing(page, 'still&pairing=open');
    const code = dialog(page).getByRole('img', { name: 'Code for the phone’s camera' });
    const look = await code.evaluate((element) => {
      const { backgroundColor, fill } = getComputedStyle(element);
      return { backgroundColor, fill };
    });
    expect(look).toEqual({ backgroundColor: 'rgb(255, 255, 255)', fill: 'rgb(0, 0, 0)' });
    await context.close();
  }
});

test('nobody may press Allow without a name, and Escape lets nobody in', async ({ page }) => {
  await openPairing(page, 'still&pairing=asking');
  await page.getByLabel('Name in the studio').fill('   ');
  await expect(page.getByRole('button', { name: 'Allow', exact: true })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Capture with your phone' })).toBeVisible();
});

test('a phone that is not allowed, and one that came too late, lead to a new code', async ({ page }) => {
  await openPairing(page, 'still&pairing=asking');
  await page.getByRole('button', { name: 'Do not allow' }).click();
  await expect(page.getByRole('heading', { name: 'The phone was not let in' })).toBeVisible();
  await page.getByRole('button', { name: 'Show a new code' }).click();
  await expect(dialog(page).getByRole('img', { name: 'Code for the phone’s camera' })).toBeVisible();
  await openPairing(page, 'still&pairing=expired&again');
  await expect(page.getByRole('heading', { name: 'The code has expired' })).toBeVisible();
});

test('without a phone for 20 seconds it says what stands in the way, and another network has another code', async ({
  page,
}) => {
  await page.clock.install();
  await page.goto('/index.html?photos=12&still&pairing=open#/phones');
  await expect(pairButton(page)).toBeVisible();
  // Stopped before anything is measured, and later than it can be by now: what the machine takes counts for nothing.
  await page.clock.pauseAt(Date.now() + 3_600_000);
  await pairButton(page).click();
  await expect(dialog(page).getByText('Waiting for your phone')).toBeVisible();
  await expect(dialog(page).getByText('Other ways')).toBeHidden();
  await page.clock.fastForward(20_000);
  await expect(dialog(page).getByText('Windows Firewall keeps phones out.')).toBeVisible();
  await expect(dialog(page).getByText('A VPN is connected.')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Use Cable · 10.0.0.7' }).click();
  await expect(dialog(page).getByText('10.0.0.7:47113')).toBeVisible();
  await expect(dialog(page).getByText('Other ways')).toBeHidden();
  await expect(dialog(page).getByRole('combobox')).toHaveValue('enp3s0');
});

test('devices are renamed and removed with keys, and only after a question', async ({ page }) => {
  await page.goto('/index.html?still&photos=12&phones=2#/settings/phones');
  const rows = page.getByRole('list', { name: 'Paired phones' }).getByRole('listitem');
  await page.getByRole('button', { name: 'Rename Studio Pixel' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Reception');
  await page.keyboard.press('Escape');
  await expect(rows.nth(1)).toContainText('Studio Pixel');
  await page.getByRole('button', { name: 'Rename Studio Pixel' }).press('Enter');
  await page.keyboard.type('Reception');
  await page.keyboard.press('Enter');
  await expect(rows.nth(1)).toContainText('Reception');
  await page.getByRole('button', { name: 'Remove Reception' }).press('Enter');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Remove Reception' }).press('Enter');
  await dialog(page).getByRole('button', { name: 'Remove' }).click();
  await expect(rows).toHaveCount(1);
});

test('telling locked phones is off until it is turned on', async ({ page }) => {
  await page.goto('/index.html?still&photos=12#/settings/phones');
  const toggle = page.getByRole('switch', { name: 'Tell locked phones' });
  await expect(toggle).not.toBeChecked();
  await toggle.click();
  await expect(toggle).toBeChecked();
});

test('“Capture again” says which phone is here, or pairs one', async ({ page }) => {
  await page.goto(`/index.html?still&photos=140&phones=2#/photo/${id(16)}`);
  await page.getByRole('button', { name: 'Capture again' }).click();
  await expect(dialog(page).getByText('Anna’s iPhone is connected: take the photo there')).toBeVisible();
  await page.goto(`/index.html?still&photos=140&pairing=open&none#/photo/${id(16)}`);
  await page.getByRole('button', { name: 'Capture again' }).click();
  await pairButton(page).click();
  await expect(page.getByRole('heading', { name: 'Pair a phone' })).toBeVisible();
  await expect(dialog(page)).toHaveCount(1);
});

test('what arrives is shown with its phone and how far it is', async ({ page }) => {
  await page.goto('/index.html?still&photos=12&phones=2&arriving=6');
  const strip = page.getByRole('region', { name: 'Arriving from phones' });
  await expect(strip.getByRole('listitem')).toHaveCount(4);
  await expect(strip).toContainText('3.1 of 4.8 MB');
  await expect(strip.getByRole('progressbar', { name: 'IMG_2041.HEIC' })).toHaveAttribute(
    'aria-valuenow',
    '64',
  );
  await expect(strip).toContainText('away for now');
  await expect(strip).toContainText('and 2 more');
});
