import { Button } from '../../ui/Button.tsx';
import { countOf } from '../../ui/format.ts';
import sheet from '../../ui/Sheet.module.css';
import { Sheet } from '../../ui/Sheet.tsx';
import { useStudio } from '../state/studio-context.ts';

export function DeletionSheet({ photoIds }: { photoIds: readonly string[] }) {
  const studio = useStudio();
  const close = () => studio.store.setState({ deletion: null });
  const what = countOf(photoIds.length, 'photo');
  return (
    <Sheet
      title={`Delete ${what}?`}
      onClose={close}
      buttons={
        <>
          <Button onClick={close}>Keep</Button>
          <Button
            look="danger"
            autoFocus
            onClick={() => {
              close();
              void studio.remove(photoIds);
            }}
          >
            Delete {what}
          </Button>
        </>
      }
    >
      <p className={sheet.words}>
        {photoIds.length === 1 ? 'The photo and its' : 'The photos and their'} finished pictures leave this
        library for good. Files that you saved elsewhere stay where they are.
      </p>
    </Sheet>
  );
}
