/**
 * The window over the fake studio. `?photos=0` is a first run; `?still` stops time; `?stage=12` puts twelve photos
 * into the queue with the first one at 62%; `?phones=2&arriving=3&networks=1&pairing=asking` plays phones.
 */
import { mount } from '../mount.tsx';
import { fakeHost } from './fake-host.ts';
import { drawnEyes, idOf, type Truth } from './fake-library.ts';
import { FakeStudio } from './fake-studio.ts';

const wishes = new URLSearchParams(window.location.search);
const truths: Truth[] = await Promise.all(
  Array.from({ length: drawnEyes }, async (_, index) => (await fetch(`truth-${index}.json`)).json()),
);
const studio = new FakeStudio({
  photos: Number(wishes.get('photos') ?? 140),
  truths,
  workMs: Number(wishes.get('work') ?? 6000),
  still: wishes.has('still'),
  now: Date.now,
});
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
Object.assign(window, { fakeStudio: studio });
mount(fakeHost(studio), document.getElementById('root') as HTMLElement);
