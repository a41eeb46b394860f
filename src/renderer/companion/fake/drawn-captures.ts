/** What the playing studio has of a drawn eye: the photo that came from the phone, its result, a picture to send. */
import type { Capture } from '../../../contracts/companion/capture.ts';
import type { StudioPicture } from '../../../contracts/companion/studio-picture.ts';
import { pictureIdOf, type Truth } from './drawn-eyes.ts';

/** In pixels, of the square pictures that come out. */
const side = 1600;

/** A new one that the studio has looked at and likes. */
export function drawnCapture(id: string, name: string, truth: Truth, receivedAt: number): Capture {
  const { width, height, iris } = truth;
  return {
    id,
    name,
    receivedAt,
    state: 'new',
    width,
    height,
    thumbnail: 'ready',
    eye: { x: iris.cx / width, y: iris.cy / height, diameter: (2 * iris.a) / width },
    place: null,
    progress: null,
    failure: null,
    verdict: { decision: 'accept', score: 0.84, reasons: [] },
    result: null,
  };
}

/** @param version counts the results of one capture */
export function drawnResult(
  captureId: string,
  version: number,
  drawing: number,
  createdAt: number,
): NonNullable<Capture['result']> {
  return {
    id: `${captureId.slice(-8)}-${version}`,
    width: side,
    height: side,
    format: 'png',
    name: 'Iris.png',
    milliseconds: 6100 + ((drawing * 731) % 5200),
    createdAt,
  };
}

export function drawnPicture(index: number, name: string, sentAt: number): StudioPicture {
  return { id: pictureIdOf(index), name, sentAt, width: side, height: side };
}
