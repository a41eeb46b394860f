/**
 * The window over the fake studio. `?photos=0` is a first run; `?still` stops work, and `?stay` messages; `?stage=12`
 * puts twelve photos into the queue with the first one at 62%; `?phones=2&arriving=3&networks=1&pairing=asking` plays
 * phones;
 * `?failure=diskFull&of=3` lets the fourth photo have failed, `?again=3` makes it again; `?hello=never` or `refused`,
 * `?save=diskFull` and `?importing=never` are what can go wrong.
 */
import type { FailureCode } from '../../../contracts/failure.ts';
import { mount } from '../mount.tsx';
import { fakeHost } from './fake-host.ts';
import { drawnEyes, idOf, type Truth } from './fake-library.ts';
import { FakeStudio } from './fake-studio.ts';

const wishes = new URLSearchParams(window.location.search);
// Messages stay to be looked at; so does everything else that waits for long.
if (wishes.has('stay')) {
  const setTimeout = window.setTimeout.bind(window);
  const patient = (run: TimerHandler, after = 0) => (after >= 4000 ? 0 : setTimeout(run, after));
  Object.assign(window, { setTimeout: patient });
}
const truths: Truth[] = await Promise.all(
  Array.from({ length: drawnEyes }, async (_, index) => (await fetch(`truth-${index}.json`)).json()),
);
const studio = new FakeStudio({
  photos: Number(wishes.get('photos') ?? 140),
  truths,
  workMs: Number(wishes.get('work') ?? 6000),
  still: wishes.has('still'),
  cardSize: Number(wishes.get('card') ?? 200),
  now: Date.now,
});
const failure = wishes.get('failure') as FailureCode | null;
if (failure !== null)
  studio.stagePhoto(idOf(Number(wishes.get('of') ?? 0)), {
    state: wishes.has('unreadable') ? 'new' : 'failed',
    thumbnail: wishes.has('unreadable') ? 'unreadable' : 'ready',
    failure,
  });
const again = wishes.get('again');
if (again !== null) studio.stage([idOf(Number(again))], 0.44);
const staged = Number(wishes.get('stage') ?? 0);
if (staged > 0)
  studio.stage(
    Array.from({ length: staged }, (_, index) => idOf(index + 1)),
    0.62,
  );
studio.phonesPlayed.stage({
  devices: Number(wishes.get('phones') ?? 0),
  arriving: Number(wishes.get('arriving') ?? 0),
  networkCount: Number(wishes.get('networks') ?? 3),
  pairing: wishes.get('pairing'),
});
if (!wishes.has('still')) window.setInterval(() => studio.work(100), 100);
const hello = wishes.get('hello');
if (hello === 'never') studio.hello = () => new Promise(() => {});
if (hello === 'refused') studio.hello = () => Promise.reject(new Error('refused'));
const host = fakeHost(studio, {
  saveFailsWith: wishes.get('save') as FailureCode | null,
  importNeverEnds: wishes.get('importing') === 'never',
});
Object.assign(window, { fakeStudio: studio, fakeHost: host });
mount(host, document.getElementById('root') as HTMLElement);
