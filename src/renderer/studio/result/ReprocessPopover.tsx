import { SlidersHorizontal } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import type { Version } from '../../../contracts/gallery.ts';
import { Button } from '../../ui/Button.tsx';
import popover from '../../ui/Popover.module.css';
import { useStudio } from '../state/studio-context.ts';
import { RecipeFields } from './RecipeFields.tsx';
import styles from './ReprocessPopover.module.css';

export function ReprocessPopover({ photoId, version }: { photoId: string; version: Version }) {
  const studio = useStudio();
  const [open, setOpen] = useState(false);
  const [recipe, setRecipe] = useState(version.recipe);
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setRecipe(version.recipe);
      }}
    >
      <Popover.Trigger asChild>
        <Button>
          <SlidersHorizontal size={16} strokeWidth={1.7} aria-hidden="true" />
          Reprocess
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={popover.popover}
          side="top"
          align="end"
          sideOffset={8}
          aria-label="Reprocess with other options"
          onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
        >
          <RecipeFields recipe={recipe} onChange={setRecipe} />
          <div className={styles.buttons}>
            <Button onClick={() => studio.go({ kind: 'outline', photoId })}>Correct the outline</Button>
            <Button
              look="primary"
              onClick={() => {
                setOpen(false);
                void studio.process([photoId], { recipe, again: true });
              }}
            >
              Process again
            </Button>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
