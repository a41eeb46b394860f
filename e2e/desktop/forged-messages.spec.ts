/** What main hears: its window's own page alone, and of that no more than the methods that it lists. */
import { expect, test } from './test.ts';

const stranger = { url: 'https://stranger.example/', isMain: true };

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
