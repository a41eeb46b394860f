import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { FairTurns } from './fair-turns.ts';

async function settled() {
  for (let turn = 0; turn < 60; turn += 1) await nextTurn();
}

it('serves lanes in turns, however much one of them holds', async () => {
  const turns = new FairTurns();
  const [greedy, modest] = [turns.lane(), turns.lane()];
  const served: string[] = [];
  const work = (name: string) => () => {
    served.push(name);
    return undefined;
  };
  for (let frame = 1; frame <= 5; frame += 1) greedy.push(work(`greedy ${frame}`));
  modest.push(work('modest 1'));
  modest.push(work('modest 2'));
  await settled();
  expect(served.slice(0, 4).sort()).toEqual(['greedy 1', 'greedy 2', 'modest 1', 'modest 2']);
  expect(served).toHaveLength(7);
});

it('keeps the order within a lane: the next frame waits for the last one’s end', async () => {
  const turns = new FairTurns();
  const lane = turns.lane();
  const other = turns.lane();
  const served: string[] = [];
  let finish = () => {};
  lane.push(() => {
    served.push('one begins');
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  lane.push(() => void served.push('two') as undefined);
  other.push(() => void served.push('other') as undefined);
  await settled();
  expect(served).toEqual(['one begins', 'other']);
  finish();
  await settled();
  expect(served).toEqual(['one begins', 'other', 'two']);
});

it('drops what a closed lane holds, and goes on with the others', async () => {
  const turns = new FairTurns();
  const [gone, stays] = [turns.lane(), turns.lane()];
  const served: string[] = [];
  gone.push(() => void served.push('gone 1') as undefined);
  gone.push(() => void served.push('gone 2') as undefined);
  stays.push(() => void served.push('stays') as undefined);
  gone.close();
  await settled();
  expect(served).not.toContain('gone 2');
  expect(served).toContain('stays');
});
