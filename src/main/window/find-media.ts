/** Pictures by their address, for whichever host serves them. What is no id is not looked up; no path gets this far. */
import { photoIdSchema } from '../../contracts/photo.ts';
import type { OutputFormat } from '../../contracts/recipe.ts';
import type { StoredResult } from '../library/result-record.ts';
import type { StudioHost } from './studio-host.ts';

const resultIdPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const pictureTypes: Readonly<Record<OutputFormat, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  tiff: 'image/tiff',
};

interface Kind {
  readonly of: 'photo' | 'result';
  readonly find: (host: StudioHost, id: string) => Promise<string | null>;
  readonly type: string | ((result: StoredResult) => string);
  readonly isSmall?: boolean;
}

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
    find: (host, id) => host.pictures.shown(id),
    type: ({ recipe }) => pictureTypes[recipe.format === 'tiff' ? 'png' : recipe.format],
  },
  'visible-mask': {
    of: 'result',
    find: async (host, id) => presentResult(host, id)?.visibleMaskPath ?? null,
    type: 'image/png',
  },
  'filled-mask': {
    of: 'result',
    find: async (host, id) => presentResult(host, id)?.filledMaskPath ?? null,
    type: 'image/png',
  },
};

export interface MediaFile {
  readonly path: string;
  /** Media type, e.g. "image/webp". */
  readonly type: string;
  /** For as long as a gallery is scrolled up and down; the large ones stay in no cache at all. */
  readonly keepBriefly: boolean;
}

/** @param address below the media root, see `mediaPath`; null where there is no such picture */
export async function findMedia(host: StudioHost, address: string): Promise<MediaFile | null> {
  const [name = '', id = '', ...more] = address.split('/');
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind === undefined || more.length > 0) return null;
  const isId = kind.of === 'photo' ? photoIdSchema.safeParse(id).success : resultIdPattern.test(id);
  const path = isId ? await kind.find(host, id) : null;
  if (path === null) return null;
  const type = typeof kind.type === 'string' ? kind.type : kind.type(presentResult(host, id)!);
  return { path, type, keepBriefly: kind.isSmall === true };
}

/** A result whose files are there. */
export function presentResult(host: StudioHost, id: string): StoredResult | null {
  const found = resultIdPattern.test(id) ? host.parts.library.result(id) : null;
  return found?.lostAt === null ? found : null;
}
