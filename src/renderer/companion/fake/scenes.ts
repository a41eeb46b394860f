/**
 * States to be looked at, from the address: `?photos=done,new,warn:reflectionsCoverIris,working:0.62`, and
 * `?earlier=done,done` for the day before yesterday. `?sent=2` are pictures that the studio sent, after all of them.
 */
import type { Capture } from '../../../contracts/companion/capture.ts';
import type { FailureCode } from '../../../contracts/failure.ts';
import { progressOf } from '../../fake/played-progress.ts';
import { drawnEyes, idOf } from './drawn-eyes.ts';
import type { PlayingStudio } from './playing-studio.ts';

const dayMs = 86_400_000;

export function stage(studio: PlayingStudio, photos: string, daysAgo = 0): void {
  for (const [index, wish] of photos.split(',').filter(Boolean).entries()) {
    const [state = 'new', detail = ''] = wish.split(':');
    const id = idOf(index + 1000 * daysAgo);
    const name = `IMG_${2041 - 400 * daysAgo + index * 3}.heic`;
    const { receivedAt } = studio.put(id, name, (index * 7 + 3) % drawnEyes);
    const changes = { ...changesOf(studio, id, state, detail), receivedAt: receivedAt - daysAgo * dayMs };
    studio.change(id, changes);
  }
}

const people = ['Mei left', 'Jonas right', 'Amara left'];

export function stageSent(studio: PlayingStudio, count: number): void {
  for (let index = 0; index < count; index++)
    studio.putPicture(index, `${people[index % people.length]}-iris.png`, (index * 5 + 2) % drawnEyes);
}

function changesOf(studio: PlayingStudio, id: string, state: string, detail: string): Partial<Capture> {
  const code = detail as FailureCode;
  switch (state) {
    case 'done':
      return { state: 'done', result: studio.resultOf(id) };
    case 'review':
      return { state: 'review', result: studio.resultOf(id) };
    case 'looking':
      return { verdict: null };
    case 'unknown':
      return { verdict: { decision: 'unknown', score: null, reasons: [] } };
    case 'warn':
      return { verdict: { decision: 'warn', score: 0.5, reasons: [code] } };
    case 'reject':
      return { verdict: { decision: 'reject', score: 0.2, reasons: [code] } };
    case 'working':
      return { state: 'working', progress: progressOf(Number(detail)) };
    case 'waiting':
      return { state: 'waiting', place: Number(detail) };
    case 'failed':
      return { state: 'failed', failure: code };
    case 'unreadable':
      return { thumbnail: 'unreadable', failure: code, width: null, height: null, eye: null };
    default:
      return {};
  }
}
