/**
 * The camera and the library, each behind one real file input that stays in the document: a tap anywhere opens them,
 * and no browser loses the answer of an input that went away.
 */
import { createContext, type ReactNode, useContext, useMemo, useRef } from 'react';
import { useCompanion } from '../state/companion-context.ts';

interface PhotoInputs {
  openCamera(): void;
  openLibrary(): void;
}

const PhotoInputsContext = createContext<PhotoInputs | null>(null);

/** Naming HEIC keeps iOS from turning originals into JPEGs on their way. */
const anyPhoto = 'image/*,image/heic,image/heif,.heic,.heif';

export function PhotoInputsProvider({ children }: { children: ReactNode }) {
  const companion = useCompanion();
  const camera = useRef<HTMLInputElement>(null);
  const library = useRef<HTMLInputElement>(null);
  const inputs = useMemo(
    () => ({ openCamera: () => camera.current?.click(), openLibrary: () => library.current?.click() }),
    [],
  );
  const take = (input: HTMLInputElement) => {
    const files = [...(input.files ?? [])];
    // Emptied, so that the same photo chosen again is told again.
    input.value = '';
    if (files.length > 0) void companion.add(files);
  };
  return (
    <PhotoInputsContext value={inputs}>
      {children}
      <input
        ref={camera}
        hidden
        type="file"
        accept="image/*"
        capture="environment"
        data-photos="camera"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={library}
        hidden
        type="file"
        accept={anyPhoto}
        multiple
        data-photos="library"
        onChange={(event) => take(event.currentTarget)}
      />
    </PhotoInputsContext>
  );
}

export function usePhotoInputs(): PhotoInputs {
  const inputs = useContext(PhotoInputsContext);
  if (inputs === null) throw new Error('usePhotoInputs outside of its provider');
  return inputs;
}
