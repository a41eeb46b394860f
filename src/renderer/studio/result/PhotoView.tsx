import { useEffect, useState } from 'react';
import type { PhotoDetail, Version } from '../../../contracts/gallery.ts';
import { classNames } from '../../ui/class-names.ts';
import { useCard, useStudio, useStudioState } from '../state/studio-context.ts';
import { FailurePanel } from './FailurePanel.tsx';
import { FailureStrip } from './FailureStrip.tsx';
import { InfoDrawer } from './InfoDrawer.tsx';
import { PhotoBar } from './PhotoBar.tsx';
import { PhotoStage } from './PhotoStage.tsx';
import styles from './PhotoView.module.css';
import { ResultFoot } from './ResultFoot.tsx';
import { ResultStage } from './ResultStage.tsx';
import { ReviewStrip } from './ReviewStrip.tsx';
import { usePhotoDetail } from './use-photo-detail.ts';
import { WorkStrip } from './WorkStrip.tsx';

export type CompareMode = 'slider' | 'sideBySide';

/** One photo: what became of it, and what can be done with it. */
export function PhotoView({ photoId }: { photoId: string }) {
  const studio = useStudio();
  const detail = usePhotoDetail(photoId);
  const infoOpen = useStudioState((state) => state.infoOpen);
  const [mode, setMode] = useState<CompareMode>('slider');
  const [shownId, setShownId] = useState<string | null>(null);
  const [againstId, setAgainstId] = useState<string | null>(null);

  useEffect(() => {
    if (detail === null) studio.goOut();
  }, [detail, studio]);

  const versions = detail?.versions ?? [];
  const shown = versions.find(({ resultId }) => resultId === shownId) ?? versions[0] ?? null;
  const against =
    versions.find(({ resultId }) => resultId === againstId && resultId !== shown?.resultId) ?? null;
  // A new result is what the user waited for, whichever version was looked at before.
  const newest = versions[0]?.resultId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another result or photo is the newest
  useEffect(() => {
    setShownId(null);
    setAgainstId(null);
  }, [newest, photoId]);

  return (
    <section className={styles.view} aria-label={detail?.card.name ?? 'Photo'}>
      <div className={styles.bar}>
        <PhotoBar photoId={photoId} versions={versions} shown={shown} mode={mode} onMode={setMode} />
      </div>
      <div className={styles.stage}>
        {detail != null && <Stage detail={detail} shown={shown} against={against} mode={mode} />}
      </div>
      {detail != null && shown !== null && (
        <div className={styles.foot}>
          <ResultFoot
            detail={detail}
            shown={shown}
            against={against}
            onShow={(version) => setShownId(version.resultId)}
            onCompare={(version) => setAgainstId(version?.resultId ?? null)}
          />
        </div>
      )}
      {infoOpen && detail != null && (
        <div className={styles.info}>
          <InfoDrawer detail={detail} version={shown} />
        </div>
      )}
    </section>
  );
}

function Stage({
  detail,
  shown,
  against,
  mode,
}: {
  detail: PhotoDetail;
  shown: Version | null;
  against: Version | null;
  mode: CompareMode;
}) {
  const card = useCard(detail.card.id) ?? detail.card;
  const busy = card.state === 'waiting' || card.state === 'working';
  if (shown === null) {
    if (card.failure !== null && !busy) return <FailurePanel detail={detail} card={card} />;
    return <PhotoStage card={card} />;
  }
  return (
    <>
      <div className={classNames(styles.result, card.state !== 'done' && styles.aboveStrip)}>
        <ResultStage key={card.id} card={card} version={shown} against={against} mode={mode} />
      </div>
      {card.state === 'failed' && <FailureStrip card={card} />}
      {busy && <WorkStrip card={card} />}
      {card.state === 'review' && <ReviewStrip detail={detail} />}
    </>
  );
}
