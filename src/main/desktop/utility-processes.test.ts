import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { beforeEach, expect, test, vi } from 'vitest';
import { leaveMessage } from '../../contracts/worker-api.ts';
import { ManualTimers } from '../workers/testing/manual-timers.ts';
import { utilityProcesses } from './utility-processes.ts';

class Child extends EventEmitter {
  pid: number | undefined;
  stdout = null;
  stderr = null;
  readonly posted: unknown[] = [];
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  kill(): boolean {
    return true;
  }
}

const { fork } = vi.hoisted(() => ({ fork: vi.fn() }));
vi.mock('electron', () => ({ utilityProcess: { fork } }));

let child: Child;
let app: EventEmitter;
let timers: ManualTimers;
beforeEach(() => {
  child = new Child();
  app = new EventEmitter();
  timers = new ManualTimers();
  fork.mockReset().mockReturnValue(child);
});

function spawn() {
  const port = utilityProcesses(app as unknown as App, timers);
  return port.spawn('/worker.js', { serviceName: 'IrisVue Studio worker', environment: { PATH: '/bin' } });
}

test('forks with its output piped, our environment left out, and a name of its own', () => {
  const port = utilityProcesses(app as unknown as App, timers);
  for (let count = 0; count < 2; count++)
    port.spawn('/worker.js', { serviceName: 'IrisVue Studio worker', environment: { PATH: '/bin' } });
  const options = fork.mock.calls.map(([entry, args, given]) => ({ entry, args, ...given }));
  expect(options).toEqual(
    ['IrisVue Studio worker 1', 'IrisVue Studio worker 2'].map((serviceName) => ({
      entry: '/worker.js',
      args: [],
      serviceName,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: '/bin' },
      execArgv: [],
    })),
  );
});

test('ends with its exit code, and with the reason where Electron tells one', async () => {
  const clean = spawn();
  child.emit('exit', 0);
  expect(await clean.exited).toEqual({ code: 0, signal: null });

  child = new Child();
  fork.mockReturnValue(child);
  const crashed = spawn();
  child.emit('exit', 139);
  app.emit('child-process-gone', {}, { type: 'Utility', name: 'another', reason: 'oom', exitCode: 1 });
  app.emit(
    'child-process-gone',
    {},
    { type: 'Utility', name: 'IrisVue Studio worker 1', reason: 'crashed', exitCode: 139 },
  );
  expect(await crashed.exited).toEqual({ code: 139, signal: 'crashed' });
  expect(app.listenerCount('child-process-gone')).toBe(0);
});

test('ends where Electron only tells that it has gone: it never started', async () => {
  const worker = spawn();
  const gone = { type: 'Utility', name: 'IrisVue Studio worker 1', reason: 'launch-failed', exitCode: 1 };
  app.emit('child-process-gone', {}, gone);
  timers.advance(1_000);
  expect(await worker.exited).toEqual({ code: 1, signal: 'launch-failed' });
});

test('asks it to leave by a message, and says nothing to one that has gone', async () => {
  const worker = spawn();
  worker.port.post('hello');
  worker.disconnect();
  expect(child.posted).toEqual(['hello', leaveMessage]);
  child.emit('exit', 0);
  await worker.exited;
  worker.port.post('hello');
  worker.disconnect();
  worker.kill();
  expect(child.posted).toHaveLength(2);
});

test('hands on what it says, until nobody listens any more', () => {
  const worker = spawn();
  const heard: unknown[] = [];
  const stop = worker.port.onMessage((message) => heard.push(message));
  child.emit('message', 1);
  stop();
  child.emit('message', 2);
  expect(heard).toEqual([1]);
});
