/**
 * Decodes HEVC pictures (iPhone and Canon HEIC) with libheif compiled to WebAssembly, because the prebuilt
 * libvips may not carry an HEVC decoder. Each call makes a fresh instance and drops it: WebAssembly memory only
 * grows, so a kept instance would hold on to the largest photo ever seen. libheif applies the file's own turns
 * and mirrors (`irot`, `imir`); EXIF orientation must not be applied on top (ISO/IEC 23008-12, 6.5.10).
 */
import { readFile, stat } from 'node:fs/promises';
import type { LibHeif } from 'libheif-js/libheif-wasm/libheif-bundle.js';
import { StudioFailure } from '../../../contracts/failure.ts';

/** HEIC compresses 48 megapixels into 10 MB; nothing honest is near this. */
const largestHeicFile = 256 * 1024 * 1024;

export interface HeicPixels {
  readonly width: number;
  readonly height: number;
  /** Interleaved RGB without row padding; in WebAssembly memory, alive as long as it is held. */
  readonly data: Uint8Array | Uint16Array;
}

/**
 * @param deep whether the file has more than 8 bits per channel; then samples are 0..65535
 * @throws StudioFailure fileDamaged, fileTooLarge, memoryShort
 */
export async function unpackHeic(path: string, deep: boolean): Promise<HeicPixels> {
  if ((await stat(path)).size > largestHeicFile) throw new StudioFailure('fileTooLarge');
  const bytes = new Uint8Array(await readFile(path));
  const { default: createLibHeif } = await import('libheif-js/libheif-wasm/libheif-bundle.js');
  try {
    return decode(createLibHeif(), bytes, deep);
  } catch (error) {
    if (error instanceof StudioFailure) throw error;
    const code = error instanceof RangeError ? 'memoryShort' : 'fileDamaged';
    throw new StudioFailure(code, { decoder: 'libheif', reason: String(error) }, { cause: error });
  }
}

function decode(lib: LibHeif, bytes: Uint8Array, deep: boolean): HeicPixels {
  const context = lib.heif_context_alloc();
  if (context === null) throw new StudioFailure('memoryShort', { decoder: 'libheif' });
  accept(lib.heif_context_read_from_memory(context, bytes));
  const handle = accept(lib.heif_js_context_get_primary_image_handle(context));
  const chroma = deep
    ? lib.heif_chroma.heif_chroma_interleaved_RRGGBB_LE
    : lib.heif_chroma.heif_chroma_interleaved_RGB;
  const decoded = accept(lib.heif_js_decode_image2(handle, lib.heif_colorspace.heif_colorspace_RGB, chroma));
  const channel = 'channels' in decoded ? decoded.channels[0] : undefined;
  if (channel === undefined) throw new StudioFailure('fileDamaged', { decoder: 'libheif' });

  const { width, height, stride, data } = channel;
  const rowBytes = width * (deep ? 6 : 3);
  if (stride < rowBytes || data.byteLength < stride * (height - 1) + rowBytes) {
    throw new StudioFailure('fileDamaged', { decoder: 'libheif', reason: 'rows do not fit' });
  }
  for (let y = 1; y < height && stride > rowBytes; y += 1) {
    data.copyWithin(y * rowBytes, y * stride, y * stride + rowBytes);
  }
  const tight = data.subarray(0, rowBytes * height);
  if (!deep) return { width, height, data: tight };
  const samples = new Uint16Array(tight.buffer, tight.byteOffset, tight.byteLength / 2);
  spread(samples, channel.bits_per_pixel);
  return { width, height, data: samples };
}

/** Stretches samples of `bits` bits over all 16, so that white is 65535. */
function spread(samples: Uint16Array, bits: number): void {
  const top = 2 ** bits - 1;
  for (let index = 0; index < samples.length; index += 1) {
    samples[index] = Math.min(65535, Math.round((samples[index]! * 65535) / top));
  }
}

/** libheif's binding answers with an error object in place of what was asked for. */
function accept<T extends object>(answer: T | null): T {
  if (answer === null) throw new StudioFailure('fileDamaged', { decoder: 'libheif' });
  if ('code' in answer && 'message' in answer && (answer.code as { value: number }).value !== 0) {
    throw new StudioFailure('fileDamaged', { decoder: 'libheif', reason: String(answer.message).trim() });
  }
  return answer;
}
