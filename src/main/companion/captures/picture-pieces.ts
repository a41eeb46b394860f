/** What a phone may see, in pieces that fit into a sealed message. Who may see what was asked before. */
import { type FileHandle, open } from 'node:fs/promises';
import type { PictureKind, PicturePiece } from '../../../contracts/companion/capture.ts';
import type { StudioPictureKind } from '../../../contracts/companion/studio-picture.ts';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { PhotoId } from '../../../contracts/photo.ts';
import { presentResult } from '../../window/find-media.ts';
import type { StudioHost } from '../../window/studio-host.ts';
import { Turnstile } from './turnstile.ts';

const pieceBytes = 256 * 1024;

const resultTypes = { png: 'image/png', jpeg: 'image/jpeg', tiff: 'image/tiff' } as const;

interface FoundPicture {
  readonly path: string;
  readonly type: PicturePiece['type'];
}

export interface ReadPiece {
  readonly piece: PicturePiece;
  readonly bytes: Uint8Array;
}

export class PicturePieces {
  readonly #host: StudioHost;
  /** Files that are read at a time, over all phones. */
  readonly #turnstile = new Turnstile(8);

  constructor(host: StudioHost) {
    this.#host = host;
  }

  /** @throws StudioFailure fileMissing; fileDamaged where the photo cannot be decoded */
  readOfCapture(photoId: PhotoId, kind: PictureKind, offset: number): Promise<ReadPiece> {
    return this.#read(() => this.#findOfCapture(photoId, kind), offset);
  }

  /** @throws StudioFailure fileMissing */
  readSent(resultId: string, kind: StudioPictureKind, offset: number): Promise<ReadPiece> {
    return this.#read(() => this.#findSent(resultId, kind), offset);
  }

  #read(find: () => Promise<FoundPicture>, offset: number): Promise<ReadPiece> {
    return this.#turnstile.pass(async () => {
      const { path, type } = await find();
      const file = await open(path, 'r').catch((error) => {
        throw new StudioFailure('fileMissing', {}, { cause: error });
      });
      try {
        return await readPiece(file, type, offset);
      } finally {
        await file.close();
      }
    });
  }

  async #findSent(resultId: string, kind: StudioPictureKind): Promise<FoundPicture> {
    const { pictures } = this.#host;
    const result = presentResult(this.#host, resultId);
    if (!result) throw new StudioFailure('fileMissing', { resultId, kind });
    if (kind === 'pictureThumbnail')
      return found(await pictures.resultThumbnail(resultId, 'now'), 'image/webp');
    const { format } = result.recipe;
    return found(await pictures.shown(resultId), resultTypes[format === 'tiff' ? 'png' : format]);
  }

  async #findOfCapture(photoId: PhotoId, kind: PictureKind): Promise<FoundPicture> {
    const { pictures, gallery } = this.#host;
    if (kind === 'thumbnail') return found(await pictures.thumbnail(photoId, 'now'), 'image/webp');
    const resultId = gallery.cards([photoId])[0]?.result?.id;
    const result = resultId === undefined ? null : presentResult(this.#host, resultId);
    if (!result) throw new StudioFailure('fileMissing', { photoId, kind });
    if (kind === 'resultThumbnail')
      return found(await pictures.resultThumbnail(result.id, 'now'), 'image/webp');
    if (kind === 'before') return found(await pictures.before(result.id, 'now'), 'image/jpeg');
    if (kind === 'filledMask') return found(result.filledMaskPath, 'image/png');
    return found(result.picturePath, resultTypes[result.recipe.format]);
  }
}

function found(path: string | null, type: PicturePiece['type']): FoundPicture {
  if (path === null) throw new StudioFailure('fileMissing');
  return { path, type };
}

async function readPiece(file: FileHandle, type: PicturePiece['type'], offset: number): Promise<ReadPiece> {
  const { size, mtimeMs, ino } = await file.stat();
  if (size === 0) throw new StudioFailure('fileMissing');
  const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(pieceBytes, size - offset)));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
  // A file of another time or place holds other bytes, whatever its name.
  const version = `${ino.toString(36)}-${Math.round(mtimeMs).toString(36)}-${size.toString(36)}`;
  return { piece: { version, type, byteLength: size, offset }, bytes: bytes.subarray(0, bytesRead) };
}
