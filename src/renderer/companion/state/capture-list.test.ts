import { describe, expect, it } from 'vitest';
import type { Capture as StudioCapture } from '../../../contracts/companion/capture.ts';
import type { StudioPicture } from '../../../contracts/companion/studio-picture.ts';
import type { Kept } from '../outbox/outbox.ts';
import { CaptureList, type ListedCaptures } from './capture-list.ts';

const noon = new Date(2026, 4, 12, 12).getTime();
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const id = (letter: string) => letter.repeat(64);

function capture(letter: string, receivedAt: number, changes: Partial<StudioCapture> = {}): StudioCapture {
  return {
    id: id(letter),
    name: `${letter}.heic`,
    receivedAt,
    state: 'new',
    width: null,
    height: null,
    thumbnail: 'pending',
    eye: null,
    place: null,
    progress: null,
    failure: null,
    verdict: null,
    result: null,
    ...changes,
  };
}
function picture(letter: string, sentAt: number): StudioPicture {
  const pictureId = `${letter.repeat(8)}-0000-4000-8000-000000000000`;
  return { id: pictureId, name: `${letter}-iris.png`, sentAt, width: 1, height: 1 };
}
function kept(letter: string, addedAt: number): Kept {
  return { sha256: id(letter), name: '', byteLength: 1, addedAt, small: null, refused: null };
}

function scene(studioNow = noon) {
  let told: ListedCaptures = { captures: [], earlier: [] };
  const list = new CaptureList(
    () => noon,
    (now) => {
      told = now;
    },
  );
  list.setClock(studioNow);
  const letters = (captures: ListedCaptures['captures']) => captures.map(({ key }) => key[0]).join('');
  return {
    list,
    today: () => letters(told.captures),
    earlier: () => letters(told.earlier),
    told: () => told,
  };
}

describe('the phone’s captures', () => {
  it('stand in the order they came, what is not sent last', () => {
    const { list, today } = scene();
    list.setKept([kept('d', noon - dayMs), kept('b', noon)]);
    list.replace([capture('b', noon - 1000), capture('a', noon - hourMs)]);
    expect(today()).toBe('abd');
  });

  it('have the pictures that the studio sent among them, by when they were sent', () => {
    const { list, today, earlier } = scene();
    list.setKept([kept('e', noon)]);
    list.replace([capture('a', noon - hourMs), capture('c', noon - 1000)]);
    list.replacePictures([picture('b', noon - 2000), picture('d', noon - dayMs)]);
    expect([today(), earlier()]).toEqual(['abce', 'd']);
    list.putPictures([picture('f', noon)]);
    list.removePictures([picture('b', 0).id]);
    expect(today()).toBe('acfe');
    list.replacePictures([]);
    expect([today(), earlier()]).toEqual(['ace', '']);
  });

  it.each([0, dayMs, -dayMs])('keep their day with a studio whose clock is %i ms ahead', (ahead) => {
    const { list, today, earlier } = scene(noon + ahead);
    list.replace([
      capture('a', noon + ahead - hourMs),
      capture('b', noon + ahead - dayMs),
      capture('c', noon + ahead - 2 * dayMs),
    ]);
    expect(today()).toBe('a');
    expect(earlier()).toBe('bc');
  });

  it('show how much of one was sent, until it is not being sent any more', () => {
    const { list, told } = scene();
    list.setKept([kept('a', 1), kept('b', 2)]);
    list.setSending(id('a'), 0.4);
    list.setSending(id('b'), null);
    expect(told().captures).toMatchObject([{ share: 0.4 }, { share: null }]);
    list.setSending(id('a'), null);
    expect(told().captures).toMatchObject([{ share: null }, { share: null }]);
  });

  it('take progress only while they are in the works', () => {
    const { list, told } = scene();
    const progress = { step: 'finding', share: 0.3, remainingMs: null } as const;
    list.put([capture('a', noon, { state: 'working' }), capture('b', noon, { state: 'done' })]);
    list.setProgress(id('a'), progress);
    list.setProgress(id('b'), progress);
    expect(told().captures).toMatchObject([{ progress }, { progress: null }]);
  });
});
