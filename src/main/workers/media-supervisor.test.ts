import { describe, expect, it } from 'vitest';
import { StudioFailure } from '../../contracts/failure.ts';
import { type MediaAnswer, type MediaTask, mediaMethods } from '../../contracts/media-api.ts';
import { guardedExpose } from '../../transport/guarded-expose.ts';
import { createMediaWorker, type Urgency } from './media-supervisor.ts';
import type { SpawnPort, WorkerExit } from './spawn-port.ts';
import { ManualTimers } from './testing/manual-timers.ts';

interface Held {
  readonly name: string;
  readonly finish: () => void;
  readonly fail: () => void;
}

/** Media workers without processes: they do nothing until the test says how each task ends, or kills them. */
function setup(ahead = 1) {
  const timers = new ManualTimers();
  const held: Held[] = [];
  const kills: (() => void)[] = [];
  const spawnPort: SpawnPort = {
    spawn() {
      const { ours, theirs } = channel();
      let end = (_exit: WorkerExit) => {};
      const exited = new Promise<WorkerExit>((resolve) => {
        end = resolve;
      });
      guardedExpose(
        {
          run: (task: MediaTask) =>
            new Promise<MediaAnswer>((resolve, reject) => {
              const name = 'photoPath' in task ? task.photoPath : '';
              held.push({
                name,
                finish: () => resolve({ format: 'jpeg', width: 1, height: 1 }),
                fail: () => reject(new StudioFailure('fileDamaged')),
              });
            }),
          ping: async () => ({ busy: true, residentBytes: 0 }),
        },
        mediaMethods,
        theirs,
      );
      const kill = () => end({ code: null, signal: 'SIGKILL' });
      kills.push(kill);
      return { pid: 1, port: ours, stdout: null, stderr: null, exited, disconnect: kill, kill };
    },
  };
  const media = createMediaWorker({
    spawnPort,
    entry: '',
    environment: {},
    log: () => {},
    ahead,
    timers,
    random: () => 1,
  });
  const ends: string[] = [];
  const run = (name: string, urgency: Urgency) =>
    media
      .run({ task: 'thumbnail', photoPath: name, target: `${name}.webp`, scratchDirectory: '/' }, urgency)
      .then(
        () => ends.push(`${name} done`),
        (error) => ends.push(`${name} ${(error as StudioFailure).code}`),
      );
  const names = () => held.map(({ name }) => name);
  const die = async () => {
    kills.at(-1)?.();
    await settled();
    timers.advance(1000);
    await settled();
  };
  return { media, run, held, names, ends, die, kills };
}

function channel() {
  const ends = [new Set<(message: unknown) => void>(), new Set<(message: unknown) => void>()] as const;
  const side = (from: 0 | 1) => ({
    post: (message: unknown) => {
      const sent = structuredClone(message);
      setImmediate(() => {
        for (const listener of ends[from === 0 ? 1 : 0]) listener(sent);
      });
    },
    onMessage(listener: (message: unknown) => void) {
      ends[from].add(listener);
      return () => ends[from].delete(listener);
    },
  });
  return { ours: side(0), theirs: side(1) };
}

/** A message there, an answer back, and what follows. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await new Promise(setImmediate);
}

describe('the media supervisor', () => {
  it('starts a process only when it is needed, and keeps a place for what is looked at', async () => {
    const { run, names, held, ends, kills } = setup();
    expect(kills).toHaveLength(0);
    for (const name of ['later 1', 'later 2', 'later 3']) void run(name, 'later');
    await settled();
    expect(names()).toEqual(['later 1']);
    void run('now', 'now');
    await settled();
    expect(names()).toEqual(['later 1', 'now']);
    held[0]!.finish();
    await settled();
    expect(names()).toEqual(['later 1', 'now', 'later 2']);
    held[1]!.fail();
    await settled();
    expect(ends).toEqual(['later 1 done', 'now fileDamaged']);
    expect(kills).toHaveLength(1);
  });

  it('lets what is looked at go before what waits longer', async () => {
    const { run, names, held } = setup();
    for (const name of ['now 1', 'now 2']) void run(name, 'now');
    void run('later', 'later');
    void run('now 3', 'now');
    await settled();
    held[0]!.finish();
    await settled();
    expect(names()).toEqual(['now 1', 'now 2', 'now 3']);
  });

  it('hurries what somebody waits for after all', async () => {
    const { media, run, names, held } = setup();
    for (const name of ['later 1', 'later 2', 'later 3']) void run(name, 'later');
    await settled();
    media.hurry('later 3.webp');
    media.hurry('later 1.webp');
    media.hurry('unknown.webp');
    await settled();
    expect(names()).toEqual(['later 1', 'later 3']);
    held[1]!.finish();
    await settled();
    expect(names()).toEqual(['later 1', 'later 3']);
    held[0]!.finish();
    await settled();
    expect(names()).toEqual(['later 1', 'later 3', 'later 2']);
  });

  it('tries what a process died with again, each alone, and blames the one that kills it twice', async () => {
    const { run, names, held, ends, die, kills } = setup();
    void run('innocent', 'later');
    void run('guilty', 'now');
    await settled();
    await die();
    void run('another', 'now');
    await settled();
    expect(names().slice(2)).toHaveLength(1);
    held[2]!.finish();
    await settled();
    expect(names().slice(3)).toHaveLength(1);
    await die();
    await settled();
    expect([held[2]!.name, held[3]!.name].sort()).toEqual(['guilty', 'innocent']);
    expect(ends).toEqual([`${held[2]!.name} done`, `${held[3]!.name} photoCrashesWorker`]);
    held[4]!.finish();
    await settled();
    expect(ends.at(-1)).toBe('another done');
    expect(kills).toHaveLength(3);
  });

  it('refuses what waits and what comes once it is closed', async () => {
    const { media, run, ends } = setup();
    void run('running', 'later');
    void run('waiting', 'later');
    await settled();
    await media.close();
    await run('late', 'now');
    await settled();
    expect(ends.sort()).toEqual(['late cancelled', 'running cancelled', 'waiting cancelled']);
  });
});
