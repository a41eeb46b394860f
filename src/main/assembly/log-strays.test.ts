import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { silentLog } from '../library/log.ts';
import { logStrays } from './log-strays.ts';

it('logs what nobody caught, until it is stopped', () => {
  const logged: unknown[] = [];
  const node = new EventEmitter();
  const log = { ...silentLog, error: (fields: object, message?: string) => logged.push([fields, message]) };
  const stop = logStrays(log as typeof silentLog, node);
  const error = new Error('stray');
  node.emit('uncaughtException', error);
  node.emit('unhandledRejection', error);
  expect(logged).toEqual([
    [{ error }, 'an error that nobody caught'],
    [{ error }, 'a rejection that nobody caught'],
  ]);
  stop();
  expect(node.eventNames()).toEqual([]);
});
