import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { StudioFailure } from '../contracts/failure.ts';
import { guardedExpose } from './guarded-expose.ts';

const methods = {
  greet: [z.string().max(10), z.strictObject({ loud: z.boolean().default(false) })],
  stop: [],
} as const;

/** The peer's end of the channel: sends raw messages, whatever Comlink would make of them. */
function setup() {
  const listeners = new Set<(message: unknown) => void>();
  const answers: unknown[] = [];
  const api = {
    greet: vi.fn(async (name: string, options: { loud: boolean }) => (options.loud ? `${name}!` : name)),
    stop: vi.fn(async () => {
      throw new StudioFailure('diskFull', { free: 0 });
    }),
    secret: vi.fn(async () => 'not in the table'),
  };
  const stop = guardedExpose(api, methods, {
    post: (message) => answers.push(message),
    onMessage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const send = async (message: unknown) => {
    answers.length = 0;
    for (const listener of listeners) listener(structuredClone(message));
    await new Promise(setImmediate);
    return answers[0];
  };
  const call = (path: string[], ...values: unknown[]) =>
    send({ id: '1', type: 'APPLY', path, argumentList: values.map((value) => ({ type: 'RAW', value })) });
  return { api, send, call, stop, listeners };
}

const thrown = (reason: unknown) => ({
  id: '1',
  type: 'HANDLER',
  name: 'throw',
  value: { isError: false, value: { code: 'unexpected', details: { reason } } },
});

test('a listed method is called with what its schemas give', async () => {
  const { call, api } = setup();
  expect(await call(['greet'], 'Iris', {})).toEqual({ id: '1', type: 'RAW', value: 'Iris' });
  expect(api.greet).toHaveBeenCalledWith('Iris', { loud: false });
});

test('a failure crosses as its code and details', async () => {
  const { call } = setup();
  expect(await call(['stop'])).toMatchObject({
    type: 'HANDLER',
    name: 'throw',
    value: { isError: false, value: { code: 'diskFull', details: { free: 0 } } },
  });
});

test.each([
  ['a read', { type: 'GET', path: ['greet'] }],
  ['a read of the prototype', { type: 'GET', path: ['constructor', 'constructor'] }],
  ['a write', { type: 'SET', path: ['greet'], value: { type: 'RAW', value: 1 } }],
  ['a constructor', { type: 'CONSTRUCT', path: ['greet'], argumentList: [] }],
  ['a new endpoint', { type: 'ENDPOINT', path: [] }],
  ['a path into the function', { type: 'APPLY', path: ['greet', 'constructor'], argumentList: [] }],
  ['an empty path', { type: 'APPLY', path: [], argumentList: [] }],
  ['a call without a path', { type: 'APPLY', argumentList: [] }],
  [
    'a thrown argument',
    { type: 'APPLY', path: ['greet'], argumentList: [{ type: 'HANDLER', name: 'throw', value: {} }] },
  ],
  ['an unknown handler', { type: 'APPLY', path: ['greet'], argumentList: [{ type: 'HANDLER', name: 'x' }] }],
  ['arguments that are no list', { type: 'APPLY', path: ['greet'], argumentList: { length: 2 } }],
  ['an unknown kind', { type: 'EVAL', path: ['greet'] }],
])('%s is refused before Comlink hears of it', async (_, message) => {
  const { send, api } = setup();
  expect(await send({ id: '1', ...message })).toEqual(thrown('refused: only plain calls are served'));
  expect(api.greet).not.toHaveBeenCalled();
});

test.each(['secret', 'constructor', '__proto__', 'toString', ''])(
  'the method "%s" does not exist',
  async (name) => {
    const { call, api } = setup();
    expect(await call([name])).toEqual(thrown('refused: no such method'));
    expect(api.secret).not.toHaveBeenCalled();
  },
);

test('arguments that are missing, too many, or of the wrong shape are refused', async () => {
  const { call, api } = setup();
  expect(await call(['greet'], 'Iris')).toEqual(thrown('refused: greet takes 2 arguments'));
  expect(await call(['stop'], 1)).toEqual(thrown('refused: stop takes 0 arguments'));
  expect(await call(['greet'], 7, {})).toEqual(
    thrown(expect.stringMatching(/^refused: greet: .*expected string/)),
  );
  expect(await call(['greet'], 'Iris', { loud: true, more: 1 })).toEqual(
    thrown(expect.stringMatching(/more/)),
  );
  expect(api.greet).not.toHaveBeenCalled();
});

test.each([null, undefined, 7, 'text', {}, { id: 5, type: 'APPLY', path: ['stop'] }])(
  'a message that nobody could be answered for is ignored: %j',
  async (message) => {
    const { send, api } = setup();
    expect(await send(message)).toBeUndefined();
    expect(api.stop).not.toHaveBeenCalled();
  },
);

test('a release ends the service, and so does stopping', async () => {
  const first = setup();
  expect(await first.send({ id: '2', type: 'RELEASE' })).toMatchObject({ id: '2', type: 'RAW' });
  expect(first.listeners.size).toBe(0);
  const second = setup();
  second.stop();
  expect(second.listeners.size).toBe(0);
});
