import { StudioFailure } from '../../../contracts/failure.ts';

/** What the system says when a file cannot be opened, as a failure a user can act on. */
export function openFailure(error: unknown): StudioFailure {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new StudioFailure('fileMissing', { code });
  return new StudioFailure('fileUnreadable', { code, reason: String(error) }, { cause: error });
}

/**
 * What libvips and its decoders say, as a failure. They have words only, no codes; whatever is not about size,
 * memory or the scratch disk means that the bytes do not make a picture.
 */
export function decodeFailure(error: unknown): StudioFailure {
  if (error instanceof StudioFailure) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const details = { reason: reason.slice(0, 500) };
  const failure = (code: ConstructorParameters<typeof StudioFailure>[0]) =>
    new StudioFailure(code, details, { cause: error });
  if (/no space left|quota exceeded/i.test(reason)) return failure('diskFull');
  if (/unable to open for write|: write error/i.test(reason)) {
    return failure(/permission denied|read-only/i.test(reason) ? 'folderReadOnly' : 'storageFailed');
  }
  if (/input file is missing/i.test(reason)) return failure('fileMissing');
  if (/out of memory|unable to allocate|cannot allocate/i.test(reason)) return failure('memoryShort');
  if (/pixel limit/i.test(reason)) return failure('photoTooLarge');
  if (/channel limit|has not been built/i.test(reason)) return failure('formatUnsupported');
  return failure('fileDamaged');
}
