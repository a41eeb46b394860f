/**
 * The rules that keep a page harmless, each tried against the bundles as they ship: what is configured, and what then
 * happens to a page that does what it must not.
 */
import { request } from 'node:http';
import type { Page } from '@playwright/test';
import { expect, test } from './test.ts';

const stranger = { url: 'https://stranger.example/', isMain: true };

test('the window is sandboxed, isolated and without Node', async ({ studio }) => {
  const { windows, isSandboxed } = await studio.stage.studio.state();
  expect(isSandboxed).toBe(true);
  expect(windows[0]?.options.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
  });
  const found = await studio.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
      (name) => name in window,
    ),
  );
  expect(found).toEqual([]);
});

test('the preload leaves one frozen object of four members, and nothing else', async ({ studio }) => {
  const { page } = studio;
  // The same origin without a preload.
  const bare = await page.context().newPage();
  await bare.goto(new URL('not-there', page.url()).href);
  const [ours, bares] = await Promise.all(
    [page, bare].map((each) => each.evaluate(() => Object.getOwnPropertyNames(window))),
  );
  await bare.close();
  const added = ours?.filter((name) => !bares?.includes(name) && !/^__(zod|playwright|pw)/.test(name));
  expect(added).toEqual(['irisvue']);
  const bridge = await page.evaluate(() => {
    const { irisvue } = window as unknown as { irisvue: object };
    const isFrozen = Object.isFrozen(irisvue);
    const descriptor = Object.getOwnPropertyDescriptor(window, 'irisvue');
    return { names: Object.keys(irisvue).sort(), isFrozen, isFixed: descriptor?.configurable === false };
  });
  expect(bridge).toEqual({
    names: ['addModel', 'connect', 'importFiles', 'platform'],
    isFrozen: true,
    isFixed: true,
  });
});

test('the page comes from a scheme of its own, standard and secure, with a policy that forbids by default', async ({
  studio,
}) => {
  const { page } = studio;
  const { privilegedSchemes, windows } = await studio.stage.studio.state();
  expect(privilegedSchemes).toEqual([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
  expect(windows[0]?.url).toBe('app://studio/');
  const headers = await page.evaluate(async () => Object.fromEntries((await fetch('./')).headers));
  const policy = headers['content-security-policy'] ?? '';
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ])
    expect(policy.split('; ')).toContain(rule);
  expect(policy).not.toContain('unsafe');
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
});

test('the policy stops what a page might load or run, and the studio never breaks it', async ({ launch }) => {
  const { page } = await launch();
  const broken: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) broken.push(message.text());
  });
  await page.reload();
  await page.getByRole('button', { name: 'Try the sample' }).click();
  await expect(page.getByRole('button', { name: 'Process' })).toBeVisible();
  expect(broken).toEqual([]);

  const tried = await page.evaluateHandle(() => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      violations.push(effectiveDirective),
    );
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    const frame = document.createElement('iframe');
    frame.src = 'https://stranger.example/';
    document.body.append(frame);
    const picture = new Image();
    picture.src = 'https://stranger.example/pixel.png';
    const asked = fetch('https://stranger.example/').then(
      () => 'answered',
      () => 'refused',
    );
    // Text that is to be run later: what runs now runs on the tester's behalf, whom no policy binds.
    (setTimeout as (code: string) => void)('window.compiled = true');
    return { violations, asked };
  });
  // Each is told of once it was stopped, some of them by another process.
  await expect
    .poll(() => tried.evaluate(({ violations }) => [...new Set(violations)].sort()))
    .toEqual(['connect-src', 'frame-src', 'img-src', 'script-src', 'script-src-elem']);
  expect(await tried.evaluate(({ asked }) => asked)).toBe('refused');
  expect(await page.evaluate(() => ['injected', 'compiled'].filter((name) => name in window))).toEqual([]);
});

test('pictures are found by their ids in the library; nothing that looks like a path is answered', async ({
  studio,
}) => {
  const { port } = await studio.stage.studio.ready();
  // As it stands, not as a browser would tidy it up.
  const ask = (path: string, host = 'studio.app.localhost') =>
    new Promise<number>((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path, headers: { host: `${host}:${port}` } };
      request(options, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .once('error', reject)
        .end();
    });
  expect(await ask('/')).toBe(200);
  for (const path of [
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/assets/../../main/desktop.js',
    '/assets/..%2f..%2fmain/desktop.js',
    '/C:/Windows/win.ini',
    '//etc/passwd',
    '/etc/passwd',
    '/index.html.map',
    `/media/photo/${'0'.repeat(64)}`,
    '/media/photo/..%2f..%2flibrary.db',
    '/media/result/%2fetc%2fpasswd',
    '/media/__proto__/x',
  ])
    expect([path, await ask(path)]).toEqual([path, 404]);
  expect(await ask('/', 'stranger.app.localhost')).toBe(404);
});

test('permissions are denied; a picture may go to the clipboard', async ({ studio }) => {
  const { page } = studio;
  const answers = await page.evaluate(async () => {
    const stateOf = async (name: string) =>
      (await navigator.permissions.query({ name: name as PermissionName })).state;
    const located = await new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('found'),
        ({ code }) => resolve(code),
      ),
    );
    const filmed = await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'filming',
      ({ name }: Error) => name,
    );
    return {
      located,
      filmed,
      notifications: Notification.permission,
      reading: await stateOf('clipboard-read'),
      writing: await stateOf('clipboard-write'),
    };
  });
  expect(answers).toEqual({
    located: 1,
    filmed: expect.stringMatching(/NotAllowedError|NotFoundError/),
    notifications: 'denied',
    reading: 'denied',
    writing: 'granted',
  });
  const { stage } = studio;
  for (const permission of [
    'media',
    'geolocation',
    'notifications',
    'midi',
    'midiSysex',
    'pointerLock',
    'openExternal',
    'clipboard-read',
    'display-capture',
    'storage-access',
    'hid',
    'serial',
    'usb',
    'a permission of next year',
  ])
    expect([permission, await stage.studio.isPermitted(stage.windowId, permission, 'app://studio/')]).toEqual(
      [permission, { check: false, request: false }],
    );
  expect(
    await stage.studio.isPermitted(stage.windowId, 'clipboard-sanitized-write', 'https://stranger.example/'),
  ).toEqual({ check: false, request: false });
});

/** Navigations that reach our guard fail; those that Chromium itself stops are told of on the console. */
async function refusalOf(page: Page, address: string): Promise<void> {
  await Promise.race([
    page.waitForEvent('requestfailed', (request) => request.url().replace(/\?$/, '') === address),
    page.waitForEvent('console', (message) => message.text().includes(address)),
  ]);
}

test('a page stays where it is', async ({ studio }) => {
  const { page } = studio;
  await expect(page.getByRole('button', { name: 'Try the sample' })).toBeVisible();
  const here = page.url();
  for (const to of [
    'https://stranger.example/',
    'http://127.0.0.1:1/',
    'file:///etc/passwd',
    'data:text/html,hello',
    'app://stranger/',
  ]) {
    const refused = refusalOf(page, to);
    await page.evaluate((address) => {
      location.href = address;
    }, to);
    await refused;
    expect(page.url()).toBe(here);
  }
  const refused = refusalOf(page, 'https://stranger.example/form');
  await page.evaluate(() => {
    const form = document.createElement('form');
    form.action = 'https://stranger.example/form';
    document.body.append(form);
    form.submit();
  });
  await refused;
  expect(page.url()).toBe(here);
  // Asked of the page itself: Playwright would wait for a navigation that never ends.
  expect(await page.evaluate(() => document.body.textContent)).toContain('Try the sample');
});

test('a page opens no window; a link leaves for the system’s browser only when it is on the list', async ({
  studio,
}) => {
  const { page, stage } = studio;
  const open = (address: string) => page.evaluate((to) => void window.open(to), address);
  for (const address of [
    'https://stranger.example/',
    'http://github.com/',
    'https://github.com.stranger.example/',
    'https://user@github.com/',
    'https://github.com:8443/',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])
    await open(address);
  await open('https://github.com/xinntao/Real-ESRGAN');
  await expect
    .poll(async () => (await stage.studio.state()).openedLinks)
    .toEqual(['https://github.com/xinntao/Real-ESRGAN']);
  await expect.poll(() => page.context().pages()).toHaveLength(1);
  expect((await stage.studio.state()).windows).toHaveLength(1);
});

test('main hears its own page only', async ({ studio, folder }) => {
  const { stage, page } = studio;
  const connect = JSON.stringify({ type: 'send', channel: 'irisvue:connect', data: null, ports: [901] });
  const call = JSON.stringify({ type: 'port', port: 901, data: { id: 'x', type: 'APPLY', path: ['hello'] } });
  const steal = JSON.stringify({
    type: 'invoke',
    call: 902,
    channel: 'irisvue:import-paths',
    data: [folder],
  });
  const answers: string[] = [];
  const toPreload = stage.toPreload.bind(stage);
  stage.toPreload = async (window, text) => {
    // The page's own channel goes on beside it.
    if (/"(port|call)":90\d/.test(text)) answers.push(text);
    await toPreload(window, text);
  };
  const before = await page.evaluate(() => document.querySelectorAll('[role=gridcell]').length);
  for (const frame of [
    stranger,
    { url: 'app://studio/', isMain: false },
    { url: 'app://stranger/', isMain: true },
    { url: 'app://studio.stranger/', isMain: true },
    { url: 'data:text/html,x', isMain: true },
    { url: 'about:blank', isMain: true },
  ]) {
    answers.length = 0;
    await stage.forge(connect, frame);
    await stage.forge(call, frame);
    await stage.forge(steal, frame);
    // A port that is not served is closed, and a call is refused in words.
    expect(answers.map((text) => JSON.parse(text))).toEqual([
      { type: 'closePort', port: 901 },
      {
        type: 'answer',
        call: 902,
        value: {
          failure: {
            code: 'unexpected',
            details: { reason: 'refused: the sender is not the window' },
          },
        },
      },
    ]);
  }
  expect(await page.evaluate(() => document.querySelectorAll('[role=gridcell]').length)).toBe(before);
  // The same, from the window's own page, is heard.
  answers.length = 0;
  await stage.forge(connect, { url: 'app://studio/', isMain: true });
  await stage.forge(call, { url: 'app://studio/', isMain: true });
  await expect.poll(() => answers.join()).toContain('IrisVue Studio');
});

test('the channel serves its listed methods and nothing of what they hang on', async ({ studio }) => {
  const { stage } = studio;
  const ours = { url: 'app://studio/', isMain: true };
  const answers: { data?: { id?: string; value?: { value?: { code?: string } } } }[] = [];
  const toPreload = stage.toPreload.bind(stage);
  stage.toPreload = async (window, text) => {
    answers.push(JSON.parse(text));
    await toPreload(window, text);
  };
  await stage.forge(
    JSON.stringify({ type: 'send', channel: 'irisvue:connect', data: null, ports: [903] }),
    ours,
  );
  const attempts = [
    { type: 'GET', path: ['hello'] },
    {
      type: 'APPLY',
      path: ['constructor', 'constructor'],
      argumentList: [{ type: 'RAW', value: 'return 1' }],
    },
    { type: 'SET', path: ['hello'], value: { type: 'RAW', value: 5 } },
    { type: 'APPLY', path: ['close'] },
    { type: 'APPLY', path: ['hello'], argumentList: [{ type: 'HANDLER', name: 'proxy', value: 1 }] },
    { type: 'APPLY', path: ['showInFolder'], argumentList: [{ type: 'RAW', value: { path: '/etc' } }] },
  ];
  for (const [index, attempt] of attempts.entries())
    await stage.forge(
      JSON.stringify({ type: 'port', port: 903, data: { id: `try ${index}`, ...attempt } }),
      ours,
    );
  await expect
    .poll(() => answers.map(({ data }) => data).filter((data) => data?.id?.startsWith('try')))
    .toHaveLength(attempts.length);
  for (const { data } of answers)
    if (data?.id?.startsWith('try')) expect(data.value?.value?.code).toBe('unexpected');
  expect((await stage.studio.state()).shownInFolder).toEqual([]);
});

test('worker processes are named, silent, and know nothing of our environment but a list', async ({
  launch,
}) => {
  process.env.IRISVUE_TEST_SECRET = 'x';
  try {
    const { page, stage } = await launch();
    await page.getByRole('button', { name: 'Try the sample' }).click();
    await expect(page.getByRole('button', { name: 'Process' })).toBeVisible();
    await expect.poll(async () => (await stage.studio.state()).utilities.length).toBeGreaterThan(0);
    for (const { serviceName, environment } of (await stage.studio.state()).utilities) {
      expect(serviceName).toMatch(/^IrisVue Studio/);
      expect(environment).not.toContain('IRISVUE_TEST_SECRET');
      expect(environment).not.toContain('NODE_OPTIONS');
      expect(environment).toContain('PATH');
    }
  } finally {
    delete process.env.IRISVUE_TEST_SECRET;
  }
});

test('without Chromium’s sandbox it does not start, and says why', async ({ launch }) => {
  await expect(launch({ words: ['--no-sandbox'] })).rejects.toThrow(/does not run without its sandbox/);
});
