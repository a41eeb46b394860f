import { Copy } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Version } from '../../../contracts/gallery.ts';
import { Button } from '../../ui/Button.tsx';
import { isTyping } from '../shell/use-window-keys.ts';
import { useStudio } from '../state/studio-context.ts';
import { ReprocessPopover } from './ReprocessPopover.tsx';
import { SaveButton } from './SaveButton.tsx';
import { ShareMenu } from './ShareMenu.tsx';
import { useSaving } from './use-saving.ts';

export function ResultActions({ photoId, version }: { photoId: string; version: Version }) {
  const studio = useStudio();
  const save = useSaving();
  const copy = () =>
    studio.attempt(async () => {
      await studio.host.copy(version.resultId);
      studio.notify({ tone: 'plain', title: 'Copied' });
    });
  const latest = useRef({ save, copy, version });
  latest.current = { save, copy, version };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || isTyping(event) || event.shiftKey) return;
      const key = event.key.toLowerCase();
      if (key === 's') void latest.current.save([latest.current.version]);
      else if (key === 'c' && window.getSelection()?.isCollapsed !== false) void latest.current.copy();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <ReprocessPopover photoId={photoId} version={version} />
      <ShareMenu version={version} />
      <Button onClick={() => void copy()}>
        <Copy size={16} strokeWidth={1.7} aria-hidden="true" />
        Copy
      </Button>
      <SaveButton version={version} onSave={() => void save([version])} />
    </>
  );
}
