/** Correcting the machine: the two ellipses on the photo, dragged where they belong, and processed from there. */
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import type { PhotoDetail } from '../../../contracts/gallery.ts';
import type { Ellipse } from '../../../contracts/geometry.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { usePhotoDetail } from '../result/use-photo-detail.ts';
import { useStudio } from '../state/studio-context.ts';
import { firstOutline, normalise, pupilFits } from './ellipse-handles.ts';
import { OutlineStage } from './OutlineStage.tsx';
import styles from './OutlineView.module.css';

export interface Outline {
  iris: Ellipse;
  pupil: Ellipse;
}
export type OutlinePart = keyof Outline;

export function OutlineView({ photoId }: { photoId: string }) {
  const detail = usePhotoDetail(photoId);
  if (detail == null || detail.card.width === null || detail.card.height === null) return null;
  return <Editor detail={detail} width={detail.card.width} height={detail.card.height} />;
}

function beginning({ iris, pupil, versions }: PhotoDetail, width: number, height: number): Outline {
  const drawn = versions[0]?.recipe.outline;
  const first = firstOutline(width, height);
  const foundIris = drawn?.iris ?? iris;
  if (foundIris == null) return first;
  const small = { ...foundIris, a: foundIris.a * 0.35, b: foundIris.b * 0.35 };
  return { iris: foundIris, pupil: drawn?.pupil ?? pupil ?? small };
}

function Editor({ detail, width, height }: { detail: PhotoDetail; width: number; height: number }) {
  const studio = useStudio();
  const [begun] = useState(() => beginning(detail, width, height));
  const [outline, setOutline] = useState(begun);
  const [part, setPart] = useState<OutlinePart>('iris');
  const fits = pupilFits(normalise(outline.iris), normalise(outline.pupil));
  const process = async () => {
    const { settings } = studio.store.getState();
    const base = detail.versions[0]?.recipe ?? settings?.recipe ?? {};
    const drawn = { iris: normalise(outline.iris), pupil: normalise(outline.pupil) };
    studio.goOut();
    await studio.process([detail.card.id], { recipe: { ...base, outline: drawn }, again: true });
  };
  return (
    <section className={styles.view} aria-label="Correct the outline">
      <header className={styles.bar}>
        <div className={styles.left}>
          <IconButton
            label="Back to the photo"
            keys="Esc"
            icon={<ArrowLeft size={18} strokeWidth={1.7} />}
            onClick={() => studio.goOut()}
          />
          <h1 className={styles.title}>Correct the outline</h1>
        </div>
        <Segments
          label="Which outline"
          value={part}
          segments={[
            { value: 'iris', label: 'Iris' },
            { value: 'pupil', label: 'Pupil' },
          ]}
          onChange={setPart}
        />
        <div className={styles.right}>
          <Button disabled={outline === begun} onClick={() => setOutline(begun)}>
            Reset
          </Button>
          <Button look="primary" disabled={!fits} onClick={() => void process()}>
            Process with this outline
          </Button>
        </div>
      </header>
      <div className={styles.stage}>
        <OutlineStage
          card={detail.card}
          picture={{ width, height }}
          outline={outline}
          part={part}
          onPart={setPart}
          onChange={setOutline}
        />
      </div>
      <p className={styles.hint} role="status">
        {fits ? (
          <>
            Drag the outlines to where iris and pupil end. Arrows move, <kbd>+</kbd> <kbd>−</kbd> resize,{' '}
            <kbd>[</kbd> <kbd>]</kbd> turn; with Shift in larger steps.
          </>
        ) : (
          <span className={styles.problem}>The pupil has to lie inside the iris.</span>
        )}
      </p>
    </section>
  );
}
