/** What the desktop does around the window: files and links from outside, notifications, progress, quitting. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePlays } from '../targets/photographs.ts';
import { gateIn } from '../targets/play.ts';
import { card, filter } from '../targets/window.ts';
import { expect, test } from './test.ts';

test('opens its window with the page, and the page reaches the studio', async ({ studio }) => {
  await expect(studio.page.getByRole('button', { name: 'Try the sample' })).toBeVisible();
  const [window] = (await studio.stage.studio.state()).windows;
  expect(window).toMatchObject({ isVisible: true, isFocused: true, url: 'app://studio/' });
});

test('imports what the command line names, and processes none of it', async ({ launch, folder }) => {
  await mkdir(join(folder, 'shoot/left'), { recursive: true });
  const [single = ''] = await writePlays(folder, [{ name: 'single.jpg' }]);
  await writePlays(join(folder, 'shoot'), [{ name: 'Amara.jpg' }]);
  await writePlays(join(folder, 'shoot/left'), [{ name: 'Jonas.jpg' }]);
  const { page, stage } = await launch({ words: [single, join(folder, 'shoot'), join(folder, 'gone.jpg')] });
  for (const name of ['single.jpg', 'Amara.jpg', 'Jonas.jpg']) await expect(card(page, name)).toBeVisible();
  // What could not be read is named with its reason.
  await expect(page.getByText('gone.jpg')).toBeVisible();
  await expect(page.getByText(/no longer where it was/)).toBeVisible();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  const { utilities } = await stage.studio.state();
  expect(utilities.map(({ serviceName }) => serviceName).join()).not.toMatch(/GPU|worker 1$/);
});

test('imports files opened through the system, also before the studio is ready for them', async ({
  studio,
  folder,
}) => {
  const [path = ''] = await writePlays(folder, [{ name: 'icon.jpg' }]);
  await studio.stage.control({ do: 'openFile', path });
  await expect(card(studio.page, 'icon.jpg')).toBeVisible();
});

test('imports files and folders dropped on the window by their paths', async ({ studio, folder }) => {
  await expect(studio.page.getByRole('button', { name: 'Try the sample' })).toBeVisible();
  await mkdir(join(folder, 'shoot'), { recursive: true });
  const [single = ''] = await writePlays(folder, [{ name: 'single.jpg' }]);
  await writePlays(join(folder, 'shoot'), [{ name: 'inside.jpg' }]);
  const uploads: string[] = [];
  studio.page.on('request', (request) => {
    if (request.method() === 'POST') uploads.push(request.url());
  });
  await studio.stage.dropFiles([single, join(folder, 'shoot')]);
  for (const name of ['single.jpg', 'inside.jpg']) await expect(card(studio.page, name)).toBeVisible();
  // By their paths: no byte of them went through the page.
  expect(uploads).toEqual([]);
});

test('takes a pasted picture, which has no path', async ({ studio, folder }) => {
  const { page } = studio;
  await expect(page.getByRole('button', { name: 'Try the sample' })).toBeVisible();
  const [path = ''] = await writePlays(folder, [{ name: 'pasted.jpg' }]);
  const bytes = (await readFile(path)).toString('base64');
  await page.evaluate((text) => {
    const data = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([data], 'pasted.jpg', { type: 'image/jpeg' }));
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer }));
  }, bytes);
  await expect(card(page, 'pasted.jpg')).toBeVisible();
});

test('a second start hands its files over, brings the window to the front, and ends', async ({
  studio,
  folder,
}) => {
  const { page, stage } = studio;
  await expect(page.getByRole('button', { name: 'Try the sample' })).toBeVisible();
  const [path = ''] = await writePlays(folder, [{ name: 'second.jpg' }]);
  await stage.control({ do: 'focus', isFocused: false });
  expect(await studio.startAgain([path])).toBe(0);
  await expect(card(page, 'second.jpg')).toBeVisible();
  await expect.poll(async () => (await stage.studio.state()).windows).toMatchObject([{ isFocused: true }]);
});

test('links lead to a photo and to places, and do nothing else', async ({ studio, folder }) => {
  const { page, stage } = studio;
  await studio.importPhotos(await writePlays(folder, [{ name: 'Mei.jpg' }]));
  const id = ((await card(page, 'Mei.jpg').getAttribute('id')) ?? '').replace('card-', '');
  const follow = (url: string) => stage.control({ do: 'openUrl', url });
  await follow(`irisvue://photo/${id}`);
  await expect(page.getByRole('heading', { name: 'Mei.jpg' })).toBeVisible();
  for (const bad of [
    'irisvue://process/all',
    `irisvue://photo/${id}/delete`,
    `irisvue://photo/${id}?process=1`,
    'irisvue://photo/../../etc/passwd',
    'https://stranger.example/',
    'irisvue:settings',
  ])
    await follow(bad);
  await expect(page.getByRole('heading', { name: 'Mei.jpg' })).toBeVisible();
  await follow('irisvue://settings');
  await expect(page.getByRole('navigation', { name: 'Settings' })).toBeVisible();
  expect(await studio.startAgain([`irisvue://photo/${id}`])).toBe(0);
  await expect(page.getByRole('heading', { name: 'Mei.jpg' })).toBeVisible();
});

test('tells the end of a photo, and a click opens that result', async ({ studio, folder }) => {
  const { page, stage } = studio;
  const gate = gateIn(folder);
  await studio.importPhotos(
    await writePlays(folder, [{ name: 'Amara.jpg', milliseconds: 50, until: gate.until }]),
  );
  await card(page, 'Amara.jpg').click();
  await page.keyboard.press('p');
  await studio.lookAway();
  await gate.open();
  await expect.poll(async () => (await studio.notifications()).length).toBe(1);
  const [notification] = await studio.notifications();
  expect(notification).toMatchObject({ title: 'Your iris picture is ready', body: 'Amara.jpg' });
  expect((await stage.studio.state()).badge).toBe(1);
  await notification?.click();
  await expect(page.getByRole('slider', { name: 'Before and after' })).toBeVisible();
  const { badge, windows } = await stage.studio.state();
  expect(badge).toBe(0);
  expect(windows[0]?.isFocused).toBe(true);
});

test('tells a batch once, and nothing of a result that is being looked at', async ({ studio, folder }) => {
  const { page } = studio;
  const names = ['a.jpg', 'b.jpg', 'c.jpg'];
  const gate = gateIn(folder);
  await studio.importPhotos(
    await writePlays(
      folder,
      names.map((name) => ({ name, milliseconds: 50, until: gate.until })),
    ),
  );
  await card(page, 'a.jpg').click();
  await card(page, 'c.jpg').click({ modifiers: ['Shift'] });
  await page.keyboard.press('p');
  await studio.lookAway();
  await gate.open();
  await expect
    .poll(async () => (await studio.notifications()).map(({ title }) => title))
    .toEqual(['3 pictures are ready']);
  await studio.stage.control({ do: 'focus', isFocused: true });
  await card(page, 'a.jpg').dblclick();
  await expect(page.getByRole('slider', { name: 'Before and after' })).toBeVisible();
  await page.getByRole('button', { name: 'Reprocess' }).click();
  await page.getByRole('switch', { name: 'Remove reflections' }).click();
  await page.getByRole('button', { name: 'Process again' }).click();
  await expect(page.getByRole('button', { name: /reflections kept/i })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  expect(await studio.notifications()).toHaveLength(1);
});

test('shows the work on the task bar and in the tray, and stays awake only for it', async ({
  studio,
  folder,
}) => {
  const { page, stage } = studio;
  const state = () => stage.studio.state();
  expect(await state()).toMatchObject({ powerSaveBlockers: [], windows: [{ progress: { value: -1 } }] });
  const gate = gateIn(folder);
  await studio.importPhotos(
    await writePlays(folder, [{ name: 'slow.jpg', milliseconds: 50, until: gate.until }]),
  );
  await card(page, 'slow.jpg').click();
  await page.keyboard.press('p');
  await expect.poll(async () => (await state()).powerSaveBlockers).toEqual(['prevent-app-suspension']);
  await expect.poll(async () => (await state()).windows[0]?.progress.value).toBeGreaterThan(0.1);
  expect((await state()).tray?.toolTip).toMatch(/^IrisVue Studio: \d+%, 1 photo left$/);
  await gate.open();
  await expect.poll(async () => (await state()).powerSaveBlockers).toEqual([]);
  expect(await state()).toMatchObject({
    windows: [{ progress: { value: -1, mode: 'none' } }],
    tray: { toolTip: 'IrisVue Studio: nothing is waiting' },
  });
});

test('quitting with work left asks; what is left goes on at the next start', async ({ studio, folder }) => {
  const { page, stage } = studio;
  const gate = gateIn(folder);
  const held = { milliseconds: 50, until: gate.until };
  await studio.importPhotos(
    await writePlays(folder, [
      { name: 'one.jpg', ...held },
      { name: 'two.jpg', ...held },
    ]),
  );
  await card(page, 'one.jpg').click();
  await card(page, 'two.jpg').click({ modifiers: ['Shift'] });
  await page.keyboard.press('p');
  await expect(page.getByRole('progressbar').first()).toBeVisible();

  await stage.control({ do: 'closeWindow' });
  const first = await studio.dialog();
  expect(first.options).toMatchObject({
    message: '2 photos are not finished yet.',
    buttons: ['Keep working', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  });
  await first.answer({ response: 0 });
  await expect(page.getByRole('progressbar').first()).toBeVisible();

  await stage.control({ do: 'quit' });
  await (await studio.dialog()).answer({ response: 1 });
  expect(await studio.ended()).toBe(0);

  await studio.restart();
  await gate.open();
  await expect(filter(studio.page, 'Done')).toHaveText('Done2');
});

test('quits at once with nothing left, and remembers where its window was', async ({ launch }) => {
  const studio = await launch();
  await expect(studio.page.getByRole('button', { name: 'Try the sample' })).toBeVisible();
  await studio.stage.control({ do: 'moveWindow', bounds: { x: 100, y: 80, width: 1000, height: 700 } });
  await studio.stage.control({ do: 'quit' });
  expect(await studio.ended()).toBe(0);
  await studio.restart();
  const [window] = (await studio.stage.studio.state()).windows;
  expect(window?.bounds).toEqual({ x: 100, y: 80, width: 1000, height: 700 });
});

test('follows the system’s theme until the user chooses one', async ({ studio }) => {
  const { page, stage } = studio;
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  await expect.poll(theme).toBe('dark');
  await stage.control({ do: 'systemTheme', isDark: false });
  await expect.poll(theme).toBe('light');
  await stage.control({ do: 'clickMenu', id: 'settings' });
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect.poll(theme).toBe('dark');
  await expect.poll(async () => (await stage.studio.state()).themeSource).toBe('dark');
});

test('a page that dies is started again, with a kind word', async ({ studio, folder }) => {
  await studio.importPhotos(await writePlays(folder, [{ name: 'kept.jpg' }]));
  await expect(card(studio.page, 'kept.jpg')).toBeVisible();
  await studio.stage.staged.crash();
  await expect(async () => {
    await expect(studio.page.getByText('The window had to start again')).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(card(studio.page, 'kept.jpg')).toBeVisible();
});

test('its menu has the platform’s roles, and reaches the page and the system', async ({ studio }) => {
  const { page, stage } = studio;
  await expect(page.getByRole('button', { name: 'Try the sample' })).toBeVisible();
  const { menu } = await stage.studio.state();
  const all = menu.flatMap(({ submenu, role }) => [role, ...submenu.map((item) => item.role)]);
  for (const role of ['quit', 'undo', 'copy', 'paste', 'selectAll', 'togglefullscreen', 'windowMenu', 'help'])
    expect(all).toContain(role);
  await stage.control({ do: 'clickMenu', id: 'toggleQueue' });
  await expect(page.getByRole('complementary', { name: 'Queue' })).toBeVisible();
  await stage.control({ do: 'clickMenu', id: 'logs' });
  expect((await stage.studio.state()).openedPaths).toEqual([expect.stringMatching(/logs$/)]);
});

test('shows a saved picture where it was saved', async ({ studio, folder }) => {
  const { page, stage } = studio;
  await studio.importPhotos(await writePlays(folder, [{ name: 'Amara.jpg', milliseconds: 200 }]));
  await card(page, 'Amara.jpg').dblclick();
  await page.getByRole('button', { name: 'Process' }).click();
  await expect(page.getByRole('slider', { name: 'Before and after' })).toBeVisible();
  const { name } = await studio.saved(() => page.getByRole('button', { name: 'Save', exact: true }).click());
  expect(name).toBe('Amara-iris.png');
  await page.getByRole('button', { name: 'Show in folder' }).click();
  await expect
    .poll(async () => (await stage.studio.state()).shownInFolder)
    .toEqual([join(folder, 'saved/Amara-iris.png')]);
});
