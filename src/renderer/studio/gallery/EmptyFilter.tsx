import type { GalleryFilter } from '../../../contracts/gallery.ts';
import { Button } from '../../ui/Button.tsx';
import { EyeDrawing } from '../../ui/EyeDrawing.tsx';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './EmptyFilter.module.css';

const words: Readonly<Record<GalleryFilter, string>> = {
  all: 'No photos',
  new: 'Every photo has been processed',
  working: 'Nothing is being worked on',
  review: 'No picture needs a second look',
  failed: 'Nothing went wrong',
  done: 'No finished pictures yet',
};

export function EmptyFilter() {
  const studio = useStudio();
  const filter = useStudioState((state) => state.filter);
  const search = useStudioState((state) => state.search);
  return (
    <section className={styles.screen}>
      <EyeDrawing width={160} />
      <p>{search === '' ? words[filter] : `Nothing here is called “${search}”`}</p>
      <Button look="plain" onClick={() => studio.show('all', '')}>
        Show all photos
      </Button>
    </section>
  );
}
