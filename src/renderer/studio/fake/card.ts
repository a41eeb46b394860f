import { type PhotoCard, photoCardSchema } from '../../../contracts/gallery.ts';

/** A new photo, for tests and for the fake studio. */
export function cardOf(changes: Partial<PhotoCard> & { id: string }): PhotoCard {
  return {
    name: `${changes.id.slice(0, 8)}.jpg`,
    importedAt: 0,
    state: 'new',
    width: 4000,
    height: 3000,
    thumbnail: 'ready',
    eye: null,
    place: null,
    progress: null,
    failure: null,
    result: null,
    versions: 0,
    from: null,
    ...changes,
  };
}

export const parseCard = (card: PhotoCard): PhotoCard => photoCardSchema.parse(card);
