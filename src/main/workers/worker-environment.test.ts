import { expect, test } from 'vitest';
import { workerEnvironment } from './worker-environment.ts';

test('only what a worker needs is passed on', () => {
  expect(
    workerEnvironment(
      {
        PATH: '/bin',
        SystemRoot: 'C:\\Windows',
        NODE_OPTIONS: '--inspect',
        HTTPS_PROXY: 'http://proxy',
        SOME_TOKEN: 'secret',
        LANG: undefined,
      },
      'win32',
    ),
  ).toEqual({ PATH: '/bin', SystemRoot: 'C:\\Windows', ORT_DISABLE_TELEMETRY: '1' });
});
