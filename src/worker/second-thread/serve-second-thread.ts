import { type GuardedTransport, guardedExpose } from '../../transport/guarded-expose.ts';
import { judgeEye } from '../stages/judge/judge-capture.ts';
import { unforeseen } from '../unforeseen.ts';
import { type SecondThreadApi, secondThreadMethods } from './contract.ts';
import { Making } from './making.ts';

/** @returns a function that stops serving */
export function serveSecondThread(transport: GuardedTransport): () => void {
  let making: Promise<Making> | null = null;
  const current = () => making ?? Promise.reject(new Error('no picture was begun'));
  const giveUp = () => {
    making?.then((old) => old.discard()).catch(() => undefined);
    making = null;
  };
  const api: SecondThreadApi = {
    async judge(eye, capture) {
      return judgeEye(eye, capture);
    },
    async begin(order) {
      giveUp();
      making = Making.of(order);
      making.catch(() => undefined);
      await making;
    },
    async put(tile) {
      const fault = (await current()).put(tile);
      // Given back at once: megabytes for each tile would otherwise wait for a collection that nothing here calls for.
      (tile.data.buffer as ArrayBuffer).transfer(0);
      return fault;
    },
    async settle(top) {
      (await current()).settle(top);
    },
    async finish(whole) {
      return (await current()).finish(whole);
    },
    async discard() {
      giveUp();
    },
  };
  return guardedExpose(foreseen(api), secondThreadMethods, transport);
}

/** Memory that ran out is told by its name, which would not survive the way to the first thread. */
function foreseen(api: SecondThreadApi): SecondThreadApi {
  const told = Object.entries(api).map(([name, method]) => [
    name,
    async (...values: unknown[]) => {
      try {
        return await (method as (...values: unknown[]) => Promise<unknown>)(...values);
      } catch (error) {
        const failure = unforeseen(error);
        throw failure.code === 'memoryShort' ? failure : error;
      }
    },
  ]);
  return Object.fromEntries(told) as SecondThreadApi;
}
