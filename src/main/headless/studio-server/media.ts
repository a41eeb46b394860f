/** Pictures by their ids, and finished ones as files. */
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { largestOutputSize, outputFormatSchema, smallestOutputSize } from '../../../contracts/recipe.ts';
import { findMedia, pictureTypes } from '../../window/find-media.ts';
import { pictureForSaving } from '../../window/picture-for-saving.ts';
import type { StudioHost } from '../../window/studio-host.ts';
import { sendFile, sendText } from './send-file.ts';

/** For as long as a gallery is scrolled up and down; the large ones stay in no cache at all. */
const briefly = { 'Cache-Control': 'private, max-age=300' };

/** @param path below the media root, see `mediaPath` */
export async function sendMedia(
  host: StudioHost,
  response: ServerResponse,
  path: string,
  withBody: boolean,
): Promise<void> {
  const file = await findMedia(host, path);
  if (file === null) return sendText(response, 404, 'There is no such picture.');
  const headers = { 'Content-Type': file.type, ...(file.keepBriefly && briefly) };
  await sendFile(response, file.path, headers, withBody);
}

const wishSchema = z.object({
  format: outputFormatSchema.nullable(),
  size: z.coerce.number().int().min(smallestOutputSize).max(largestOutputSize).nullable(),
});

/** The finished picture under the name that the user's pattern gives it, as it is or as was asked for. */
export async function sendDownload(
  host: StudioHost,
  response: ServerResponse,
  resultId: string,
  query: URLSearchParams,
  withBody: boolean,
): Promise<void> {
  const wish = wishSchema.safeParse({ format: query.get('format'), size: query.get('size') });
  const picture = wish.success ? await pictureForSaving(host, resultId, wish.data) : null;
  if (picture === null) return sendText(response, 404, 'There is no such picture.');
  const { path, format, name } = picture;
  const headers = { 'Content-Type': pictureTypes[format], 'Content-Disposition': attachment(name) };
  try {
    await sendFile(response, path, headers, withBody);
  } finally {
    await picture.release();
  }
}

/** RFC 6266: a plain name for old clients, the real one for all others. */
export function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
