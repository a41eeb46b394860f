/** What a file is gets decided by its first bytes, never by its name. */
import { StudioFailure } from '../../../contracts/failure.ts';
import { isLegacyPytorch, readLegacyPytorch } from './read-pytorch-legacy.ts';
import { isZip, readPytorchZip } from './read-pytorch-zip.ts';
import { isSafetensors, readSafetensors } from './read-safetensors.ts';
import type { StateDict } from './weights.ts';

export type WeightFormat = 'pytorch' | 'pytorch-legacy' | 'safetensors' | 'onnx';

/** @throws StudioFailure 'modelUnreadable' for empty files and for downloads that are a web page instead */
export function sniffFormat(file: Buffer): WeightFormat {
  if (isZip(file)) return 'pytorch';
  if (isLegacyPytorch(file)) return 'pytorch-legacy';
  if (isSafetensors(file)) return 'safetensors';
  // An ONNX file begins with its first field, the version of its format: a small number.
  if (file[0] === 0x08 && file.byteLength > 16 && (file[1] as number) < 32) return 'onnx';
  const begin = file.subarray(0, 64).toString('latin1');
  if (file.byteLength < 64 || /^\s*(<|version https:\/\/git-lfs)/i.test(begin))
    throw new StudioFailure('modelUnreadable', {
      reason: 'not a model, perhaps a web page',
      bytes: file.byteLength,
    });
  throw new StudioFailure('modelUnsupported', { begin: file.subarray(0, 8).toString('hex') });
}

/** @throws StudioFailure 'modelUnreadable', 'modelUntrusted', 'modelUnsupported', 'modelTooLarge' */
export function readWeights(file: Buffer, format: Exclude<WeightFormat, 'onnx'>): Promise<StateDict> {
  if (format === 'pytorch') return readPytorchZip(file);
  if (format === 'pytorch-legacy') return readLegacyPytorch(file);
  return Promise.resolve(readSafetensors(file));
}
