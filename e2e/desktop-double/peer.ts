/** Calls in both directions over a process's IPC channel: the studio's process on one side, the stage on the other. */
import type { ChildProcess } from 'node:child_process';

type Method = (...args: never[]) => unknown;
export type Methods<Api> = { readonly [Name in keyof Api]: Api[Name] extends Method ? Api[Name] : never };

type Message =
  | { readonly call: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly answer: number; readonly value?: unknown; readonly error?: string };

export type Remote<Api> = {
  readonly [Name in keyof Api]: Api[Name] extends (...args: infer Args) => infer Answer
    ? (...args: Args) => Promise<Awaited<Answer>>
    : never;
};

/** Serves `methods` to the other side, and returns what the other side serves. */
export function connectPeers<Theirs extends object, Ours extends object>(
  channel: Pick<ChildProcess, 'send' | 'on' | 'connected'> | NodeJS.Process,
  methods: Ours,
): Remote<Theirs> {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let calls = 0;
  const send = (message: Message) => {
    channel.send?.(message, undefined, undefined, () => {});
  };
  channel.on('message', (message: unknown) => void hear(message as Message));
  // Whoever goes in the middle of a call, as a studio that is asked to quit does, answers nothing more.
  channel.on('disconnect', () => {
    for (const { resolve } of waiting.values()) resolve(undefined);
    waiting.clear();
  });

  async function hear(message: Message): Promise<void> {
    if ('answer' in message) {
      const call = waiting.get(message.answer);
      waiting.delete(message.answer);
      if (message.error === undefined) call?.resolve(message.value);
      else call?.reject(new Error(message.error));
      return;
    }
    if (!('call' in message)) return;
    try {
      const method = (methods as Record<string, (...args: readonly unknown[]) => unknown>)[message.method];
      if (method === undefined) throw new Error(`the double has no ${message.method}`);
      send({ answer: message.call, value: await method(...message.args) });
    } catch (error) {
      send({ answer: message.call, error: error instanceof Error ? (error.stack ?? '') : String(error) });
    }
  }

  return new Proxy({} as Remote<Theirs>, {
    get: (_target, method: string) =>
      method === 'then'
        ? undefined
        : (...args: readonly unknown[]) =>
            new Promise((resolve, reject) => {
              if (!channel.connected) {
                resolve(undefined);
                return;
              }
              calls += 1;
              waiting.set(calls, { resolve, reject });
              send({ call: calls, method, args });
            }),
  });
}
