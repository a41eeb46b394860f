import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { type MenuActions, menuTemplate } from './menu.ts';

const actions = new Proxy({} as MenuActions, { get: () => () => {} });
const state = { product: 'IrisVue Studio', isPaused: false, forDevelopers: false } as const;
const flat = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...flat((item.submenu ?? []) as MenuItemConstructorOptions[])]);

test.each(['darwin', 'win32', 'linux'] as const)('has what people expect on %s', (platform) => {
  const items = flat(menuTemplate({ ...state, platform }, actions));
  const roles = items.map(({ role }) => role);
  for (const role of [
    'quit',
    'about',
    'copy',
    'paste',
    'selectAll',
    'togglefullscreen',
    'windowMenu',
    'help',
  ])
    expect(roles).toContain(role);
  expect(items.filter(({ id }) => id === 'settings')).toHaveLength(1);
  expect(roles.includes('services')).toBe(platform === 'darwin');
  const keys = items.flatMap(({ accelerator }) => accelerator ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});

test('the inspector is for developers', () => {
  const roles = (forDevelopers: boolean) =>
    flat(menuTemplate({ ...state, platform: 'linux', forDevelopers }, actions)).map(({ role }) => role);
  expect(roles(false)).not.toContain('toggleDevTools');
  expect(roles(true)).toContain('toggleDevTools');
});

test('says what pressing it will do to the queue', () => {
  const label = (isPaused: boolean) =>
    flat(menuTemplate({ ...state, platform: 'linux', isPaused }, actions)).find(({ id }) => id === 'pause')
      ?.label;
  expect([label(false), label(true)]).toEqual(['Pause', 'Resume']);
});
