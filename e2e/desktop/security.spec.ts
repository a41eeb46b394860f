/**
 * The rules that keep a page harmless, each tried against the bundles as they ship: what is configured, and what then
 * happens to a page that does what it must not.
 */
import { request } from 'node:http';
import { expect, test } from './test.ts';

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
