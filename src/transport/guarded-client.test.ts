import { expect, it } from 'vitest';
import { z } from 'zod';
import { guardedClient } from './guarded-client.ts';

interface Api {
  press(): Promise<void>;
  count(): Promise<number>;
}

/** Answers each call with what `answer` makes of it, as it arrives from JSON. */
function clientAnswered(answer: (call: { id: string; path: string[] }) => object) {
  const listeners = new Set<(message: unknown) => void>();
  const nothing = z.undefined() as unknown as z.ZodType<void>;
  return guardedClient<Api>(
    { press: nothing, count: z.number() },
    {
      post(message) {
        const text = JSON.stringify(answer(message as { id: string; path: string[] }));
        for (const listener of [...listeners]) listener(JSON.parse(text));
      },
      onMessage(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  );
}

it('resolves a method without an answer, also where JSON leaves the value out', async () => {
  const client = clientAnswered(({ id }) => ({ id, type: 'RAW', value: undefined }));
  await expect(client.press()).resolves.toBeUndefined();
});

it('takes an answer of another shape for a failure', async () => {
  const client = clientAnswered(({ id }) => ({ id, type: 'RAW', value: 'many' }));
  await expect(client.count()).rejects.toMatchObject({ code: 'unexpected' });
});

it('passes failures by their code', async () => {
  const client = clientAnswered(({ id }) => ({
    id,
    type: 'HANDLER',
    name: 'throw',
    value: { isError: false, value: { code: 'diskFull', details: {} } },
  }));
  await expect(client.press()).rejects.toMatchObject({ code: 'diskFull' });
});
