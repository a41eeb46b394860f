/** What the desktop does around the window: files from outside, links, notifications, quitting. */
import { expect, test } from './test.ts';

test('opens its window with the page, and the page reaches the studio', async ({ studio }) => {
  await expect(studio.page.getByRole('button', { name: 'Try the sample' })).toBeVisible();
  const [window] = (await studio.stage.studio.state()).windows;
  expect(window).toMatchObject({ isVisible: true, isFocused: true, url: 'app://studio/' });
});
