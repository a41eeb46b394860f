import { CircleDashed, Ellipsis, Layers2, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import type { Version } from '../../../contracts/gallery.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import menu from '../../ui/Menu.module.css';
import sheet from '../../ui/Sheet.module.css';
import { Sheet } from '../../ui/Sheet.tsx';
import { useDeletion } from '../gallery/use-deletion.ts';
import { useCard, useStudio } from '../state/studio-context.ts';
import { versionTime } from './version-words.ts';

/** What is seldom wanted of a photo, and what cannot be undone. */
export function PhotoMenu({
  photoId,
  versions,
  shown,
}: {
  photoId: string;
  versions: readonly Version[];
  shown: Version | null;
}) {
  const studio = useStudio();
  const readable = useCard(photoId)?.thumbnail === 'ready';
  const remove = useDeletion();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>
          <IconButton label="More" icon={<Ellipsis size={18} strokeWidth={1.7} />} />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className={menu.menu} align="end" sideOffset={6}>
            <DropdownMenu.Item
              className={menu.item}
              disabled={!readable}
              onSelect={() => studio.go({ kind: 'outline', photoId })}
            >
              <CircleDashed size={16} strokeWidth={1.7} aria-hidden="true" />
              Correct the outline
            </DropdownMenu.Item>
            <DropdownMenu.Separator className={menu.separator} />
            {shown !== null && (
              <DropdownMenu.Item className={menu.item} onSelect={() => setAsking(true)}>
                <Layers2 size={16} strokeWidth={1.7} aria-hidden="true" />
                Delete this version…
              </DropdownMenu.Item>
            )}
            <DropdownMenu.Item className={menu.item} onSelect={() => remove([photoId])}>
              <Trash2 size={16} strokeWidth={1.7} aria-hidden="true" />
              Delete photo…
              <kbd className={menu.keys}>Del</kbd>
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {asking && shown !== null && (
        <Sheet
          title="Delete this version?"
          onClose={() => setAsking(false)}
          buttons={
            <>
              <Button onClick={() => setAsking(false)}>Keep</Button>
              <Button
                look="danger"
                autoFocus
                onClick={() => {
                  setAsking(false);
                  void studio.attempt(() => studio.host.studio.deleteResult(shown.resultId));
                }}
              >
                Delete version
              </Button>
            </>
          }
        >
          <p className={sheet.words}>
            {versions.length > 1
              ? `The picture of ${versionTime(shown)} leaves this library for good; the other versions stay.`
              : 'The only picture of this photo leaves this library for good. The photo stays.'}
          </p>
        </Sheet>
      )}
    </>
  );
}
