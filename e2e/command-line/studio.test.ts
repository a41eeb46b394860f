/** The built studio as a browser on this machine meets it: opened, used, interrupted in the middle, opened again. */
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { browserHost } from '../../src/contracts/browser-host.ts';
import { recipeSchema } from '../../src/contracts/recipe.ts';
import {
  mediaPath,
  type StudioApi,
  type StudioEvent,
  studioMethods,
} from '../../src/contracts/studio-api.ts';
import { type AnswerTable, guardedClient } from '../../src/transport/guarded-client.ts';
import { linkOf, type RunningCommand, startIrisvue, temporaryDirectory } from './irisvue.ts';

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
const running: RunningCommand[] = [];
beforeEach(async () => {
  folder = await temporaryDirectory();
});
afterEach(async () => {
  for (const { child, end } of running.splice(0)) {
    child.kill('SIGKILL');
    await end;
  }
  await folder.remove();
});

/** Whatever it answers: the window's own schemas are tested with the window. */
const anything = Object.fromEntries(
  Object.keys(studioMethods).map((name) => [name, z.any()]),
) as unknown as AnswerTable<StudioApi>;

async function openStudio() {
  const command = startIrisvue(['studio', '--no-open', '--data', folder.path]);
  running.push(command);
  const link = new URL(await linkOf(command));
  const socket = new WebSocket(new URL(browserHost.socket, link.href.replace('http', 'ws')), {
    headers: { origin: link.origin },
  });
  const events: StudioEvent['event'][] = [];
  const listeners = new Set<(message: unknown) => void>();
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.kind === 'event') events.push(message.event);
    for (const listener of listeners) listener(message);
  });
  await once(socket, 'open');
  const api = guardedClient<StudioApi>(anything, {
    post: (message) => socket.send(JSON.stringify(message)),
    onMessage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const until = async (matches: (event: StudioEvent['event']) => boolean) => {
    while (!events.some(matches)) await once(socket, 'message');
  };
  const finished = async (photoId: string) => {
    const read = async () => (await api.photoDetail(photoId))!;
    let detail = await read();
    // A fast machine may have finished it before it was interrupted.
    if (detail.card.result === null) {
      await until((event) => event.type === 'ended');
      detail = await read();
    }
    return { detail, result: detail.card.result! };
  };
  return { ...command, link, api, until, finished };
}

test('a photo that is interrupted waits for the next start and is finished then', async () => {
  const first = await openStudio();
  const page = await fetch(first.link);
  expect([page.status, page.headers.get('content-security-policy')]).toEqual([
    200,
    expect.stringContaining("default-src 'none'"),
  ]);
  const { added } = await first.api.addSample();
  expect(added.length).toBeGreaterThan(0);
  const photoId = added[0]!;
  const thumbnail = await fetch(new URL(browserHost.media(mediaPath.thumbnail(photoId)), first.link));
  expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual([200, 'image/webp']);
  const recipe = recipeSchema.parse({ enhance: false, size: 512 });
  expect(await first.api.process({ photoIds: [photoId], recipe, again: false })).toEqual({ accepted: 1 });
  await first.until((event) => event.type === 'progress');
  first.child.kill('SIGINT');
  expect(await first.end).toMatchObject({ exitCode: 0, stderr: '' });

  const second = await openStudio();
  expect(second.link.pathname).not.toBe(first.link.pathname);
  const { detail, result } = await second.finished(photoId);
  expect(detail.card).toMatchObject({ result: { width: expect.any(Number) }, versions: 1 });
  const download = await fetch(new URL(browserHost.download(result.id, 'jpeg', null), second.link));
  expect(download.headers.get('content-disposition')).toMatch(/-iris\.jpg/);
  expect(new Uint8Array(await download.arrayBuffer()).subarray(0, 2)).toEqual(Uint8Array.of(0xff, 0xd8));
  second.child.kill('SIGTERM');
  expect(await second.end).toMatchObject({ exitCode: 0, stderr: '' });
});
