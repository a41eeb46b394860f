import type { PictureKind } from '../../../contracts/companion/capture.ts';
import type { PhoneApi } from '../../../contracts/companion/phone-api.ts';

/**
 * Reads one picture piece by piece; begins again when it was replaced on the way.
 * @throws StudioFailure as the calls do
 */
export async function fetchPicture(
  api: PhoneApi,
  captureId: string,
  kind: PictureKind,
  onShare: (share: number) => void = () => {},
): Promise<Blob> {
  for (;;) {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let offset = 0;
    let version: string | null = null;
    for (;;) {
      const { piece, bytes } = await api.readPicture({ captureId, kind, offset });
      version ??= piece.version;
      if (piece.version !== version || bytes.length === 0) break;
      pieces.push(bytes as Uint8Array<ArrayBuffer>);
      offset += bytes.length;
      onShare(offset / piece.byteLength);
      if (offset >= piece.byteLength) return new Blob(pieces, { type: piece.type });
    }
  }
}
