import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Progress } from '../../contracts/progress.ts';
import {
  close,
  heartbeat,
  misbehavingEntry,
  openSupervisor,
  reported,
  request,
  supervisedWorker,
  waitFor,
} from './testing/supervised-worker.ts';
import { diedHoldingPhoto } from './worker-supervisor.ts';

describe('one warm worker', () => {
  const { supervisor, timers, log, spawned } = openSupervisor();
  afterAll(async () => {
    await close(supervisor, timers);
    expect(spawned).toHaveLength(1);
  });

  test('one worker is started when first asked for, stays warm, and tells progress in order', async () => {
    expect(await supervisor.residentBytes()).toBeNull();
    expect(spawned).toHaveLength(0);
    const progress: Progress[] = [];
    const [first, second] = await Promise.all([
      supervisor.process(request('works', 'first'), { onProgress: (value) => progress.push(value) }),
      supervisor.process(request('works', 'second')),
    ]);
    expect(first).toMatchObject(reported('first'));
    expect(second).toMatchObject(reported('second'));
    expect(progress.map(({ share }) => share)).toEqual([0, 1]);
    expect(await supervisor.ready()).toMatchObject({ provider: 'cpu', threads: 1 });
    expect(await supervisor.residentBytes()).toBeGreaterThan(1e6);
    expect(spawned).toHaveLength(1);
    expect(log).toContainEqual({
      level: 'info',
      message: 'working',
      fields: expect.objectContaining({ tiles: 3, workerPid: spawned[0] }),
    });
  });

  test('what the pipeline throws arrives as the same failure, and the worker lives on', async () => {
    await expect(supervisor.process(request('throws'))).rejects.toMatchObject({
      code: 'memoryShort',
      details: { tile: 7 },
    });
    await expect(supervisor.process(request('breaks'))).rejects.toMatchObject({
      code: 'unexpected',
      details: { reason: 'a bug' },
    });
    expect(await supervisor.process(request('works'))).toMatchObject(reported());
  });

  test('a capture is looked at while another photo is worked on', async () => {
    const abort = new AbortController();
    const begun = Promise.withResolvers<void>();
    const processed = supervisor.process(request('stops when told'), {
      signal: abort.signal,
      onProgress: () => begun.resolve(),
    });
    await begun.promise;
    expect(await supervisor.judge({ photoPath: 'works', scratchDirectory: 'scratch' })).toMatchObject({
      failure: null,
    });
    await expect(
      supervisor.judge({ photoPath: 'throws', scratchDirectory: 'scratch' }),
    ).rejects.toMatchObject({ code: 'memoryShort' });
    abort.abort();
    await expect(processed).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('output of native libraries goes to the log, not to the terminal', async () => {
    await supervisor.process(request('writes'));
    const lines = () => log.flatMap(({ fields }) => (typeof fields?.line === 'string' ? [fields.line] : []));
    await waitFor(() => expect(lines().sort()).toEqual(['to standard error', 'to standard output']));
  });

  test('cancelling ends the photo and keeps the worker, if that answers in time', async () => {
    const abort = new AbortController();
    const running = supervisor.process(request('stops when told'), {
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(await supervisor.process(request('works'))).toMatchObject(reported());
  });

  test('a photo that is cancelled while it waits never reaches the worker', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const begun = Promise.withResolvers<void>();
    const running = supervisor.process(request('stops when told'), {
      signal: first.signal,
      onProgress: () => begun.resolve(),
    });
    await begun.promise;
    const waiting = supervisor.process(request('dies'), { signal: second.signal });
    second.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    const next = supervisor.process(request('works'));
    first.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(await next).toMatchObject(reported());
  });
});

test('a worker that dies in the middle gives its photo back and is replaced by a warm one', async () => {
  const { supervisor, timers, spawned } = supervisedWorker();
  const crash = await supervisor.process(request('dies')).catch((error) => error);
  expect(crash).toMatchObject({ code: 'workerStopped', details: { signal: 'SIGKILL' } });
  expect(diedHoldingPhoto(crash)).toBe(true);
  await waitFor(() => expect(timers.waiting).toEqual([100]));
  expect(spawned).toHaveLength(1);
  timers.advance(100);
  expect(spawned).toHaveLength(1);
  await waitFor(() => expect(spawned).toHaveLength(2));
  expect(await supervisor.process(request('works'))).toMatchObject(reported());
  expect(spawned).toHaveLength(2);
});

test('a worker that hangs is killed; one that is only busy is not', async () => {
  const { supervisor, timers, messages } = supervisedWorker();
  const abort = new AbortController();
  const begun = Promise.withResolvers<void>();
  const busy = supervisor.process(request('stops when told'), {
    signal: abort.signal,
    onProgress: () => begun.resolve(),
  });
  await begun.promise;
  for (let round = 0; round < 3 * heartbeat.missed; round++) {
    timers.advance(heartbeat.everyMs);
    expect(await supervisor.residentBytes()).toBeGreaterThan(0);
  }
  abort.abort();
  await expect(busy).rejects.toMatchObject({ code: 'cancelled' });
  expect(messages()).not.toContain('worker hung');

  const hung = supervisor.process(request('hangs')).catch((error) => error);
  await waitFor(() => expect(timers.waiting).toEqual([heartbeat.everyMs]));
  timers.advance(heartbeat.everyMs * (heartbeat.missed + 1));
  const failure = await hung;
  expect(failure).toMatchObject({ code: 'workerHung' });
  expect(diedHoldingPhoto(failure)).toBe(true);
  expect(messages()).toContain('worker hung');
});

test('a worker that does not stop for a cancelled photo is replaced at once, and that is no crash', async () => {
  const { supervisor, timers, spawned } = supervisedWorker();
  const abort = new AbortController();
  const running = supervisor
    .process(request('never stops'), { signal: abort.signal, onProgress: () => abort.abort() })
    .catch((error) => error);
  await waitFor(() => expect(abort.signal.aborted).toBe(true));
  timers.advance(1_999);
  expect(await supervisor.residentBytes()).toBeGreaterThan(0);
  timers.advance(1);
  const failure = await running;
  expect(failure).toMatchObject({ code: 'cancelled' });
  expect(diedHoldingPhoto(failure)).toBe(false);
  await waitFor(() => expect(spawned).toHaveLength(2));
});

test('a start that is refused is not tried again', async () => {
  const { supervisor, spawned } = supervisedWorker({ modelsDirectory: 'refuses' });
  await expect(supervisor.ready()).rejects.toMatchObject({
    code: 'modelChanged',
    details: { file: 'finder' },
  });
  expect(spawned).toHaveLength(1);
});

test('a worker that dies at every start is given up, until it is asked for again', async () => {
  const { supervisor, timers, spawned } = supervisedWorker({ modelsDirectory: 'dies' }, 2);
  const first = supervisor.ready().catch((error) => error);
  await waitFor(() => expect(timers.waiting).toContain(100));
  timers.advance(100);
  expect(await first).toMatchObject({ code: 'engineUnavailable', details: { crashes: 2 } });
  expect(spawned).toHaveLength(2);
  const again = supervisor.ready().catch((error) => error);
  await waitFor(() => expect(spawned).toHaveLength(3));
  await close(supervisor, timers);
  expect(await again).toMatchObject({ code: 'engineUnavailable' });
});

test('a provider that takes the worker down is left out of the next start', async () => {
  const { supervisor, spawned, timers } = supervisedWorker({
    modelsDirectory: 'diesTrying webgpu',
    providers: ['webgpu', 'cpu'],
  });
  const readiness = await supervisor.ready();
  expect(readiness.provider).toBe('cpu');
  expect(readiness.verdicts).toEqual([
    expect.objectContaining({ provider: 'webgpu', outcome: 'unavailable', milliseconds: null }),
  ]);
  expect(spawned).toHaveLength(2);
  expect(timers.waiting).toEqual([]);
});

test('closing ends an idle worker, a busy one and a waiting start', async () => {
  const idle = supervisedWorker();
  await idle.supervisor.ready();
  await close(idle.supervisor, idle.timers);
  await expect(idle.supervisor.ready()).rejects.toMatchObject({ code: 'engineUnavailable' });

  const busy = supervisedWorker();
  const begun = Promise.withResolvers<void>();
  const running = busy.supervisor.process(request('never stops'), { onProgress: () => begun.resolve() });
  const ended = running.catch((error) => error);
  await begun.promise;
  await close(busy.supervisor, busy.timers);
  expect(await ended).toMatchObject({ code: 'cancelled', details: { cause: 'closed' } });

  const waiting = supervisedWorker();
  await waiting.supervisor.process(request('dies')).catch(() => {});
  await waitFor(() => expect(waiting.timers.waiting).toEqual([100]));
  await waiting.supervisor.close();
  expect(waiting.timers.waiting).toEqual([]);
  expect(waiting.spawned).toHaveLength(1);
});

test('a worker outlives Ctrl-C but not its parent', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'worker-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const socketPath = join(directory, 'socket');
  const server = createServer().listen(socketPath);
  onTestFinished(() => void server.close());
  const connected = once(server, 'connection') as Promise<[Socket]>;
  const parentScript = fileURLToPath(new URL('./testing/orphaning-parent.ts', import.meta.url));
  const parent = spawn(process.execPath, [parentScript, misbehavingEntry, `tells ${socketPath}`]);
  onTestFinished(() => void parent.kill('SIGKILL'));

  const [socket] = await connected;
  const [pid] = (await once(createInterface({ input: socket }), 'line')) as [string];
  process.kill(Number(pid), 'SIGINT');
  process.kill(Number(pid), 'SIGHUP');
  expect(process.kill(Number(pid), 0)).toBe(true);
  expect(socket.readableEnded).toBe(false);

  const gone = once(socket, 'end');
  parent.kill('SIGKILL');
  await gone;
});
