import { FolderOpen, Share } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { Version } from '../../../contracts/gallery.ts';
import { Button } from '../../ui/Button.tsx';
import menu from '../../ui/Menu.module.css';
import { useStudio } from '../state/studio-context.ts';
import { SendToPhone } from './SendToPhone.tsx';

/** The ways that this host knows, and every paired phone. */
export function ShareMenu({ version }: { version: Version }) {
  const studio = useStudio();
  const { share, showInFolder, studio: api } = studio.host;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button>
          <Share size={16} strokeWidth={1.7} aria-hidden="true" />
          Share
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={menu.menu} side="top" align="end" sideOffset={8}>
          {share !== null && (
            <DropdownMenu.Item
              className={menu.item}
              onSelect={() =>
                void studio.attempt(async () => {
                  const name = await api.nameForSaving({
                    resultId: version.resultId,
                    format: version.recipe.format,
                  });
                  await share({
                    resultId: version.resultId,
                    name,
                    format: version.recipe.format,
                    size: null,
                  });
                })
              }
            >
              <Share size={16} strokeWidth={1.7} aria-hidden="true" />
              Share with another app…
            </DropdownMenu.Item>
          )}
          {showInFolder !== null && (
            <DropdownMenu.Item
              className={menu.item}
              onSelect={() => void studio.attempt(() => showInFolder(version.resultId))}
            >
              <FolderOpen size={16} strokeWidth={1.7} aria-hidden="true" />
              Show in folder
            </DropdownMenu.Item>
          )}
          {(share !== null || showInFolder !== null) && <DropdownMenu.Separator className={menu.separator} />}
          <SendToPhone resultId={version.resultId} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
