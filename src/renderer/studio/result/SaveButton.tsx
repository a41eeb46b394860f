import { ChevronUp, Download } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import type { Version } from '../../../contracts/gallery.ts';
import { Button } from '../../ui/Button.tsx';
import popover from '../../ui/Popover.module.css';
import styles from './SaveButton.module.css';
import { SaveOptions } from './SaveOptions.tsx';

/** Saves as last time; beside it, what "as last time" means. */
export function SaveButton({ version, onSave }: { version: Version; onSave: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <span className={styles.pair}>
      <Button look="primary" className={styles.save} onClick={onSave}>
        <Download size={16} strokeWidth={1.9} aria-hidden="true" />
        Save
      </Button>
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger asChild>
          <Button look="primary" className={styles.more} aria-label="Save as" title="Format, size and name">
            <ChevronUp size={16} strokeWidth={2} aria-hidden="true" />
          </Button>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            className={popover.popover}
            side="top"
            align="end"
            sideOffset={8}
            aria-label="Save as"
            onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
          >
            <SaveOptions
              version={version}
              onSave={() => {
                setOpen(false);
                onSave();
              }}
            />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </span>
  );
}
