import { expect, test } from 'vitest';
import { noSandboxWords } from './without-sandbox.ts';

test('only tests run without the sandbox', () => {
  expect(noSandboxWords(false, {})).toBeNull();
  expect(noSandboxWords(true, { IRISVUE_E2E: '1' })).toBeNull();
  expect(noSandboxWords(true, {})?.message).toContain('sandbox');
});
