import type { PhotoCard, Version } from '../../../contracts/gallery.ts';
import { mediaPath } from '../../../contracts/studio-api.ts';
import { useStudio } from '../state/studio-context.ts';
import { photoInFrame } from './frame-geometry.ts';

const percent = (share: number) => `${share * 100}%`;

/** The small picture of what the left side will show, in its place. */
export function BeforePlaceholder({
  card,
  version,
  against,
}: {
  card: PhotoCard;
  version: Version;
  against: Version | null;
}) {
  const { host } = useStudio();
  if (against !== null) {
    return <img src={host.mediaUrl(mediaPath.resultThumbnail(against.resultId))} alt="" draggable={false} />;
  }
  if (card.width === null || card.height === null || card.thumbnail !== 'ready') return null;
  const place = photoInFrame({ width: card.width, height: card.height }, version.frame);
  return (
    <img
      src={host.mediaUrl(mediaPath.thumbnail(card.id))}
      alt=""
      draggable={false}
      style={{
        left: percent(place.left),
        top: percent(place.top),
        width: percent(place.width),
        height: percent(place.height),
      }}
    />
  );
}
