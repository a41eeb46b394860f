/** Pictures as the playing studio hands them out, piece by piece: the drawings beside the page. */
import type { PicturePiece } from '../../../contracts/companion/capture.ts';
import type { PhoneArgument } from '../../../contracts/companion/phone-api.ts';
import { pieceBytes } from './playing-uploads.ts';

type Kind = PhoneArgument<'readPicture'>['kind'];

export class PlayingPictures {
  readonly #files = new Map<string, Promise<Uint8Array>>();

  /** @param offset in bytes */
  async read(kind: Kind, drawing: number, offset: number) {
    const address = addressOf(kind, drawing);
    let file = this.#files.get(address);
    if (file === undefined) {
      file = fetch(address).then(async (response) => new Uint8Array(await response.arrayBuffer()));
      this.#files.set(address, file);
    }
    const whole = await file;
    return {
      piece: { version: address, type: typeOf(address), byteLength: whole.length, offset },
      bytes: whole.slice(offset, offset + pieceBytes),
    };
  }
}

function typeOf(address: string): PicturePiece['type'] {
  if (address.endsWith('.png')) return 'image/png';
  return address.endsWith('.webp') ? 'image/webp' : 'image/jpeg';
}

function addressOf(kind: Kind, drawing: number): string {
  const names: Readonly<Record<Kind, string>> = {
    thumbnail: `thumbnail-${drawing}.webp`,
    resultThumbnail: `result-thumbnail-${drawing}.webp`,
    before: `before-${drawing}.jpg`,
    after: `result-${drawing}.jpg`,
    filledMask: `filled-mask-${drawing}.png`,
    pictureThumbnail: `result-thumbnail-${drawing}.webp`,
    picture: `result-${drawing}.jpg`,
  };
  return names[kind];
}
