/**
 * Every view of the phone, dark and light: axe must find nothing serious, nothing may be wider than the phone, and
 * what is touched is at least 44 pixels high. With @pictures, at three sizes, to be looked at.
 */
import type { Page } from '@playwright/test';
import { complaintsOf } from '../../axe.ts';
import { expect, test } from '../phones.ts';
import { idOf, play } from './playing.ts';

const offer = (changes: object = {}) =>
  `offer=${encodeURIComponent(
    JSON.stringify({ certificateUrl: '/a', securePageUrl: 'https://127.0.0.1:1/', pushKey: 'k', ...changes }),
  )}`;
const secret = 'q'.repeat(22);
const many =
  'done,done,review,done,failed:photoBlurred,done,working:0.62,waiting:2,new,warn:reflectionsCoverIris,new';
const pictureIdOf = (index: number) =>
  `${(index + 1).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
const seePicture = async (page: Page) => {
  await page.getByRole('img', { name: 'The finished iris' }).waitFor();
  await page.getByText('Fetching the picture').waitFor({ state: 'detached' });
};
const see = (text: string | RegExp) => (page: Page) => page.getByText(text).first().waitFor();

const views: Readonly<Record<string, readonly [address: string, ready: (page: Page) => Promise<unknown>]>> = {
  code: ['?unpaired', see('Connect to the studio')],
  'wrong code': [
    '?unpaired',
    async (page) => {
      await page.getByLabel('Six digits').pressSequentially('111111');
      await see('not the one')(page);
    },
  ],
  looking: [`#knocking${secret.slice(8)}`, see('Looking for the studio…')],
  name: [`#${secret}`, see('What is this phone called?')],
  allow: [
    `#${secret}`,
    async (page) => {
      await page.getByRole('button', { name: 'Ask to connect' }).click();
      await see('Now press')(page);
    },
  ],
  expired: [`#expired${secret.slice(7)}`, see('no longer valid')],
  unreachable: [`#nobody${secret.slice(6)}`, see('does not answer')],
  removed: [
    '?kept=2&away',
    async (page) => {
      await see('2 photos are kept')(page);
      await play(page, ({ port }) => port.remove());
      await see('was removed')(page);
    },
  ],
  empty: ['?', see('Photograph an eye')],
  new: [`?photos=${many}`, see('Sharp enough')],
  judging: ['?photos=done,looking', see('Looking at your photo…')],
  doubt: ['?photos=done,warn:reflectionsCoverIris', see('Good enough to use')],
  reject: ['?photos=done,new,reject:irisTooSmall', see('The iris is too small')],
  waiting: ['?photos=working:0.4,waiting:2', see('Waiting for its turn')],
  working: ['?photos=done,new,working:0.62', see('Enhancing quality…')],
  done: ['?photos=done,new,done', see('Your iris is ready')],
  review: ['?photos=done,review', see('Worth a look')],
  failed: ['?photos=done,failed:photoBlurred', see('The iris is out of focus.')],
  unreadable: ['?photos=done,unreadable:fileDamaged', see('This photo is damaged')],
  away: ['?kept=3&away', see('3 photos are kept')],
  unsafe: [
    '?photos=done',
    async (page) => {
      await see('Your iris is ready')(page);
      await play(page, ({ port }) => port.doubt());
      await see('could not prove')(page);
    },
  ],
  sending: ['?kept=3&chunk=600000', see('3 photos to send')],
  refused: ['?kept=1&refused', see('larger than the studio takes')],
  today: [`?photos=${many},${many}#/today`, see('Today · 22 photos')],
  earlier: ['?earlier=done,done,failed:photoBlurred', see('Photograph an eye')],
  'today and earlier': ['?earlier=done,done&photos=done,new#/today', see('Earlier')],
  result: [`?photos=done#/result/${idOf(0)}`, (page) => page.getByRole('slider').waitFor()],
  'result, retouched': [
    `?photos=done#/result/${idOf(0)}`,
    (page) => page.getByRole('button', { name: 'Show what was retouched' }).tap(),
  ],
  'result to review': [`?photos=review#/result/${idOf(0)}`, (page) => page.getByRole('slider').waitFor()],
  'from the studio': ['?photos=done,new&sent=1', see('Touch it to look closely')],
  'only from the studio': ['?sent=1', see('Touch it to look closely')],
  'all that there is': ['?earlier=done,done&photos=done,new&sent=3#/today', see('Earlier')],
  'all from the studio': ['?sent=2#/today', see('From the studio')],
  'picture from the studio': [`?sent=1#/picture/${pictureIdOf(0)}`, seePicture],
  'picture to remove': [
    `?sent=1#/picture/${pictureIdOf(0)}`,
    async (page) => {
      await seePicture(page);
      await page.getByRole('button', { name: 'Remove' }).click();
    },
  ],
  'picture gone': [`?#/picture/${pictureIdOf(0)}`, see('not here any more')],
  'banner, picture': [
    '?photos=done',
    async (page) => {
      await play(page, ({ studio }) => studio.sendPicture(0, 'Mei left-iris.png'));
      await page.getByRole('region', { name: 'News' }).locator('img').waitFor();
    },
  ],
  coach: ['?#/coach', see('Steady, in focus')],
  told: [`?${offer()}#/told`, see('Set it up')],
  'told, not offered': ['?#/told', see('no certificate yet')],
  'told, locked': [`?told=push&${offer()}#/told`, see('even when the phone is locked')],
  'guide, download': [`?${offer()}#/guide`, see('Download certificate')],
  'guide, install': [`?${offer({ certificateFetched: true })}#/guide`, see('Install anyway')],
  'guide, iPhone': [
    `?${offer({ certificateFetched: true })}#/guide`,
    async (page) => {
      await page.getByRole('button', { name: 'iPhone' }).click();
      await see('Profile Downloaded')(page);
    },
  ],
  'guide, secure': [`?reached&${offer()}#/guide`, see('The phone trusts the studio now.')],
  'guide, allow': [`?told=asked&${offer()}#/guide`, see('Allow notifications')],
  'guide, test': [`?told=worker&${offer()}#/guide`, see('One notification')],
  settings: [
    '?photos=done',
    async (page) => {
      await page.getByRole('button', { name: /settings$/ }).click();
      await page.getByRole('button', { name: 'Disconnect this phone' }).click();
    },
  ],
  banner: [
    '?photos=done,new&work=100',
    async (page) => {
      await page.getByRole('button', { name: 'Process', exact: true }).click();
      await page.getByRole('button', { name: 'IMG_2041.heic' }).click();
      await play(page, ({ studio }) => {
        for (let step = 0; step < 4; step++) studio.work(100);
      });
      await page.getByRole('region', { name: 'News' }).waitFor();
    },
  ],
};

async function show(page: Page, name: string): Promise<void> {
  const [address, ready] = views[name] as (typeof views)[string];
  await page.goto(`/index.html${address.replace('?', '?still&')}`);
  await ready(page);
}

/** In the other theme, without going there again; what moves has come to rest. */
async function settle(page: Page, theme: 'dark' | 'light'): Promise<void> {
  await page.evaluate(async (wish) => {
    document.documentElement.dataset.theme = wish;
    const ending = document.getAnimations().filter(({ effect }) => {
      return effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY;
    });
    await Promise.all(ending.map(({ finished }) => finished.catch(() => {})));
  }, theme);
}

async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, input:not([hidden]), a[href], [role=slider]')]
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width < 44 || height < 44;
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  );
}

for (const name of Object.keys(views)) {
  test(`${name}: dark, light, narrow`, async ({ page }) => {
    await show(page, name);
    for (const theme of ['dark', 'light'] as const) {
      await settle(page, theme);
      expect(await complaintsOf(page, { coloursOnly: theme === 'light' })).toEqual([]);
    }
    expect(await smallTargets(page)).toEqual([]);
    for (const width of [360, 430]) {
      await page.setViewportSize({ width, height: width === 360 ? 616 : 932 });
      // What measures itself takes its new size a frame later.
      await expect
        .poll(() =>
          page.evaluate(() => [
            document.documentElement.scrollWidth - document.documentElement.clientWidth,
            document.documentElement.scrollHeight - document.documentElement.clientHeight,
          ]),
        )
        .toEqual([0, 0]);
    }
  });
}

const sizes = [
  { width: 360, height: 740 },
  { width: 390, height: 844 },
  { width: 430, height: 932 },
];
// A phone of its own for each: what one view keeps on its phone would stand in the next.
for (const name of Object.keys(views)) {
  test(`picture of ${name}`, { tag: '@pictures' }, async ({ page }) => {
    await show(page, name);
    for (const theme of ['dark', 'light'] as const) {
      await settle(page, theme);
      for (const size of sizes) {
        await page.setViewportSize(size);
        await page.evaluate(async () => {
          await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        });
        const file = `${name.replaceAll(/[, ]+/g, '-')}-${size.width}-${theme}.png`;
        await page.screenshot({ path: `test-results/companion-screens/${file}` });
      }
    }
  });
}
