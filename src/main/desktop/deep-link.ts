import { type Place, placeSchema } from '../../contracts/desktop.ts';
import { linkScheme } from '../../contracts/desktop-bridge.ts';

/**
 * Where a link from another program leads: `irisvue://photo/<id>`, `irisvue://library`, `irisvue://phones` and
 * `irisvue://settings`. Null for anything else: a link can show a place and do nothing besides.
 */
export function placeOfLink(link: string): Place | null {
  const url = link.length <= 200 && URL.canParse(link) ? new URL(link) : null;
  if (url === null || url.protocol !== `${linkScheme}:` || url.username !== '' || url.search !== '')
    return null;
  const [kind, photoId, ...more] = [url.host, ...url.pathname.split('/').filter((part) => part !== '')];
  if (more.length > 0) return null;
  const place = placeSchema.safeParse(photoId === undefined ? { kind } : { kind, photoId });
  return place.success ? place.data : null;
}

export function linkTo(place: Place): string {
  return place.kind === 'photo' ? `${linkScheme}://photo/${place.photoId}` : `${linkScheme}://${place.kind}`;
}
