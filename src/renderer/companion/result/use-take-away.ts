import { useState } from 'react';
import { thisPhone } from '../port/platform.ts';
import { useCompanion } from '../state/companion-context.ts';
import type { PictureName } from '../state/picture-cache.ts';
import { usePicture } from '../state/use-picture.ts';
import { mayShareFiles, saveFile, shareFile } from './take-away.ts';

/**
 * Saving and sharing of one picture, once it is here.
 * @param fileName what a save of it is called
 */
export function useTakeAway(name: PictureName, fileName: string) {
  const companion = useCompanion();
  const here = usePicture(name.kind, name.id, name.resultId) !== null;
  const [saved, setSaved] = useState(false);
  const [inFiles, setInFiles] = useState(false);
  const shares = mayShareFiles();

  const take = async (way: (blob: Blob, fileName: string) => void | Promise<void>) => {
    try {
      await way(await companion.pictures.blob(name), fileName);
      return true;
    } catch {
      companion.store.setState({ trouble: 'The picture could not be fetched. Try again in a moment.' });
      return false;
    }
  };

  return {
    here,
    saved,
    /** Null where the browser shares no files. */
    share: shares ? () => void take(shareFile) : null,
    async save() {
      if (!(await take(saveFile))) return;
      setSaved(true);
      // Without a share sheet, an iPhone has one way into its photos: pressing and holding a picture.
      if (!shares && thisPhone().platform === 'ios') setInFiles(true);
    },
    /** It lies in Files, and somebody may want it in Photos. */
    inFiles,
    forgetFiles: () => setInFiles(false),
  };
}

export type TakeAway = ReturnType<typeof useTakeAway>;
