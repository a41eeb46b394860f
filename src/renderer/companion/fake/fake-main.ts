/**
 * The phone's page over the playing studio. Without anything it is paired and empty; `?unpaired` arrives by hand, a
 * secret in the fragment by QR code; `?photos=…` stages captures (see scenes.ts), `?kept=2` leaves some on the phone,
 * `?away` keeps the studio away, `?still` stops time, `?look=asked` keeps the studio's word on a photo back and
 * `?chunk=asked` each part of one that is sent.
 */

import { mount } from '../mount.tsx';
import { hashFile } from '../outbox/hash-file.ts';
import { ownTab, storedLeases } from '../outbox/lease.ts';
import { memoryOutbox } from '../outbox/outbox.ts';
import { openPhoneMemory } from '../outbox/phone-memory.ts';
import { smallPicture } from '../outbox/small-picture.ts';
import { storedOutbox } from '../outbox/stored-outbox.ts';
import { takeInvitation } from '../port/invitation.ts';
import { takeTabId } from '../port/tab-id.ts';
import { fetchPicture } from '../state/fetch-picture.ts';
import { PictureCache } from '../state/picture-cache.ts';
import { openTabChannel } from '../state/tab-channel.ts';
import { pageTeller } from '../state/teller.ts';
import { Telling } from '../told/telling.ts';
import { drawnEyes, type Truth } from './drawn-eyes.ts';
import { PlayingPort } from './playing-port.ts';
import { PlayingStudio } from './playing-studio.ts';
import { PlayingTelling } from './playing-telling.ts';
import { stage, stageSent } from './scenes.ts';

const wishes = new URLSearchParams(window.location.search);
const number = (name: string, otherwise: number) => Number(wishes.get(name) ?? otherwise);
const invitation = takeInvitation(window.location, window.history);
const truths: Truth[] = await Promise.all(
  Array.from({ length: drawnEyes }, async (_, index) => (await fetch(`truth-${index}.json`)).json()),
);
const studio = new PlayingStudio({
  truths,
  workMs: number('work', 6000),
  chunkMs: wishes.get('chunk') === 'asked' ? null : number('chunk', 30),
  lookMs: wishes.get('look') === 'asked' ? null : number('look', 900),
  offer: JSON.parse(wishes.get('offer') ?? '{}'),
});
studio.connected = !wishes.has('away');
stage(studio, wishes.get('earlier') ?? '', 2);
stage(studio, wishes.get('photos') ?? '');
stageSent(studio, number('sent', 0));
const port = new PlayingPort(studio, !wishes.has('unpaired') && invitation === null);
if (wishes.has('removed')) port.remove();
const told = wishes.get('told') ?? '';
const browser = new PlayingTelling(
  {
    secure: told !== '',
    permission: told === 'worker' || told === 'push' ? 'granted' : 'default',
    worker: told !== '',
  },
  told === 'push',
  wishes.has('reached'),
);
const memory = wishes.has('private') ? null : await openPhoneMemory();
const outbox = memory === null ? memoryOutbox() : storedOutbox(memory);
for (let index = 0; index < number('kept', 0); index++) {
  const file = await (await fetch(`photo-${index + 4}.jpg`)).blob();
  const small = index === 1 ? null : await smallPicture(file);
  const kept = {
    name: `IMG_${2090 + index}.heic`,
    byteLength: file.size,
    addedAt: Date.now() + index,
    small,
  };
  const refused = wishes.has('refused') && index === 0 ? ('uploadTooLarge' as const) : null;
  await outbox.add({ ...kept, sha256: await hashFile(file), refused }, file);
}
if (!wishes.has('still')) window.setInterval(() => studio.work(100), 100);
Object.assign(window, { playing: { studio, port, browser } });
mount(
  {
    port,
    outbox,
    leases:
      memory === null
        ? ownTab
        : storedLeases(memory, 'outbox', takeTabId(window.sessionStorage, window), Date.now),
    pictures: new PictureCache((name, onShare) => fetchPicture(studio, name, onShare), memory, Date.now),
    teller: pageTeller(),
    telling: new Telling(port, browser),
    tabs: openTabChannel(),
    invitation,
    now: Date.now,
  },
  document.getElementById('root') as HTMLElement,
);
