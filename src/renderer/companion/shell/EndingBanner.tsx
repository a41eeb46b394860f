import { TriangleAlert, X } from 'lucide-react';
import { useEffect } from 'react';
import { IrisMark } from '../../ui/IrisMark.tsx';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import { type Ending, viewOf } from '../state/ending.ts';
import { usePicture } from '../state/use-picture.ts';
import styles from './EndingBanner.module.css';
import { TouchIcon } from './TouchIcon.tsx';

const shownMs = 8000;

/** What has just ended, over whatever the page shows; a tap opens it. It waits for somebody who looks. */
export function EndingBanner() {
  const companion = useCompanion();
  const ending = useCompanionState((state) => state.banner);
  useEffect(() => {
    if (ending === null) return;
    let timer: number | undefined;
    const count = () => {
      window.clearTimeout(timer);
      if (!document.hidden) timer = window.setTimeout(() => companion.dismissBanner(), shownMs);
    };
    count();
    document.addEventListener('visibilitychange', count);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', count);
    };
  }, [ending, companion]);
  return ending === null ? null : <Banner ending={ending} />;
}

function Banner({ ending }: { ending: Ending }) {
  const companion = useCompanion();
  const { captureId, pictureId, failed, finished, sent } = ending;
  const resultId = useCompanionState(({ captures, earlier }) => {
    const capture = [...captures, ...earlier].find(({ key }) => key === captureId);
    return capture?.at === 'studio' ? (capture.result?.id ?? null) : null;
  });
  const result = usePicture('resultThumbnail', failed > 0 || resultId === null ? null : captureId, resultId);
  const sentPicture = usePicture('pictureThumbnail', pictureId);
  const picture = sentPicture ?? result;
  const open = () => {
    companion.dismissBanner();
    const view = viewOf(ending);
    if (view.kind !== 'home') companion.go(view);
    else {
      if (captureId !== null) companion.choose(captureId);
      companion.back();
    }
  };
  return (
    <section className={styles.banner} aria-label="News">
      <button type="button" className={styles.open} onClick={open}>
        <span className={styles.picture}>
          {picture !== null ? (
            <img src={picture} alt="" />
          ) : failed > 0 && finished + sent === 0 ? (
            <TriangleAlert size={26} strokeWidth={1.75} aria-hidden="true" />
          ) : (
            <IrisMark size={30} />
          )}
        </span>
        <span className={styles.words}>
          <strong>{ending.title}</strong>
          <span>{ending.body}</span>
        </span>
      </button>
      <TouchIcon
        label="Put away"
        icon={<X size={20} aria-hidden="true" />}
        onClick={() => companion.dismissBanner()}
      />
    </section>
  );
}
