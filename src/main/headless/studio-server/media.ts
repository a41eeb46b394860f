/** Pictures by their ids. An id that is none is not looked up; a path never gets this far. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { photoIdSchema } from '../../../contracts/photo.ts';
import { type OutputFormat, outputFormatSchema } from '../../../contracts/recipe.ts';
import type { StoredResult } from '../../library/result-record.ts';
import type { StudioHost } from '../../window/studio-host.ts';
import { sendFile, sendText } from './send-file.ts';

const resultIdPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const pictureTypes: Readonly<Record<OutputFormat, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  tiff: 'image/tiff',
};
/** For as long as a gallery is scrolled up and down; the large ones stay in no cache at all. */
const briefly = { 'Cache-Control': 'private, max-age=300' };

interface Kind {
  readonly of: 'photo' | 'result';
  readonly find: (host: StudioHost, id: string) => Promise<string | null>;
  readonly type: string | ((result: StoredResult) => string);
  readonly isSmall?: boolean;
}

const result = (host: StudioHost, id: string) => {
  const found = host.parts.library.result(id);
  return found?.lostAt === null ? found : null;
};

const kinds: Readonly<Record<string, Kind>> = {
  thumbnail: {
    of: 'photo',
    find: (host, id) => host.pictures.thumbnail(id, 'now'),
    type: 'image/webp',
    isSmall: true,
  },
  'result-thumbnail': {
    of: 'result',
    find: (host, id) => host.pictures.resultThumbnail(id, 'now'),
    type: 'image/webp',
    isSmall: true,
  },
  photo: { of: 'photo', find: (host, id) => host.pictures.preview(id), type: 'image/jpeg' },
  before: { of: 'result', find: (host, id) => host.pictures.before(id, 'now'), type: 'image/jpeg' },
  result: {
    of: 'result',
    find: async (host, id) => result(host, id)?.picturePath ?? null,
    type: ({ recipe }) => pictureTypes[recipe.format],
  },
  'visible-mask': {
    of: 'result',
    find: async (host, id) => result(host, id)?.visibleMaskPath ?? null,
    type: 'image/png',
  },
  'filled-mask': {
    of: 'result',
    find: async (host, id) => result(host, id)?.filledMaskPath ?? null,
    type: 'image/png',
  },
};

/** @param path below the media root, see `mediaPath` */
export async function sendMedia(
  host: StudioHost,
  response: ServerResponse,
  path: string,
  withBody: boolean,
): Promise<void> {
  const [name = '', id = '', ...more] = path.split('/');
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  const isId = kind?.of === 'photo' ? photoIdSchema.safeParse(id).success : resultIdPattern.test(id);
  const file = kind && isId && more.length === 0 ? await kind.find(host, id) : null;
  if (!kind || file === null) {
    sendText(response, 404, 'There is no such picture.');
    return;
  }
  const type = typeof kind.type === 'string' ? kind.type : kind.type(result(host, id)!);
  await sendFile(response, file, { 'Content-Type': type, ...(kind.isSmall && briefly) }, withBody);
}

/** The finished picture under the name that the user's pattern gives it, in the format that it has or another. */
export async function sendDownload(
  host: StudioHost,
  response: ServerResponse,
  resultId: string,
  query: URLSearchParams,
  withBody: boolean,
): Promise<void> {
  const stored = resultIdPattern.test(resultId) ? result(host, resultId) : null;
  const wanted = outputFormatSchema.safeParse(query.get('format') ?? stored?.recipe.format);
  if (!stored || !wanted.success) {
    sendText(response, 404, 'There is no such picture.');
    return;
  }
  const format = wanted.data;
  const name = await host.api.nameForSaving({ resultId, format });
  const headers = { 'Content-Type': pictureTypes[format], 'Content-Disposition': attachment(name) };
  if (format === stored.recipe.format) {
    await sendFile(response, stored.picturePath, headers, withBody);
    return;
  }
  const { library, media, software } = host.parts;
  const target = join(library.layout.scratch, `${randomUUID()}.part`);
  try {
    const { picturePath, recipe } = stored;
    await media.run({ task: 'convert', picturePath, target, format, recipe, software }, 'now');
    await sendFile(response, target, headers, withBody);
  } finally {
    await rm(target, { force: true });
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
