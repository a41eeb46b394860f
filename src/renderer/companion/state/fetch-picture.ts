import type { PhoneApi, PhoneArgument } from '../../../contracts/companion/phone-api.ts';
import type { PictureName } from './picture-cache.ts';

/**
 * Reads one picture piece by piece; begins again when it was replaced on the way.
 * @throws StudioFailure as the calls do
 */
export async function fetchPicture(
  api: PhoneApi,
  name: PictureName,
  onShare: (share: number) => void = () => {},
): Promise<Blob> {
  for (;;) {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let offset = 0;
    let version: string | null = null;
    for (;;) {
      const { piece, bytes } = await api.readPicture(wishFor(name, offset));
      version ??= piece.version;
      if (piece.version !== version || bytes.length === 0) break;
      pieces.push(bytes as Uint8Array<ArrayBuffer>);
      offset += bytes.length;
      onShare(offset / piece.byteLength);
      if (offset >= piece.byteLength) return new Blob(pieces, { type: piece.type });
    }
  }
}

function wishFor({ kind, id }: PictureName, offset: number): PhoneArgument<'readPicture'> {
  return kind === 'picture' || kind === 'pictureThumbnail'
    ? { pictureId: id, kind, offset }
    : { captureId: id, kind, offset };
}
