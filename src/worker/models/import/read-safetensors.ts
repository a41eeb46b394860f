/**
 * The safetensors format: 8 bytes of header length, a JSON header, then raw numbers. Nothing in it can run, but
 * its offsets are a stranger's, so each is held against the file and against the shape it claims.
 * Format: github.com/huggingface/safetensors, "Format".
 */
import { z } from 'zod';
import { StudioFailure } from '../../../contracts/failure.ts';
import {
  bytesOf,
  type FloatType,
  type StateDict,
  toFloat32,
  WeightBudget,
  type WeightTensor,
} from './weights.ts';

/** Larger than any header of a network that we can run. */
const largestHeaderBytes = 4_000_000;

const typeOf: Readonly<Record<string, FloatType>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
};

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});

export function isSafetensors(file: Uint8Array): boolean {
  if (file.byteLength < 10) return false;
  const length = headerLength(file);
  // Longer ones are not allowed by the format itself.
  return length >= 2 && length <= 100_000_000 && file[8] === 0x7b;
}

/** @throws StudioFailure 'modelUnreadable', 'modelTooLarge' */
export function readSafetensors(file: Uint8Array): StateDict {
  const length = headerLength(file);
  if (length > BigInt(Math.min(largestHeaderBytes, file.byteLength - 8)))
    throw new StudioFailure('modelUnreadable', { reason: 'the header is longer than the file allows' });
  const start = 8 + Number(length);
  const data = file.subarray(start);
  const budget = new WeightBudget();
  const weights = new Map<string, WeightTensor>();
  for (const [name, entry] of Object.entries(parseHeader(file.subarray(8, start)))) {
    if (name === '__metadata__') continue;
    const parsed = entrySchema.safeParse(entry);
    if (!parsed.success) throw new StudioFailure('modelUnreadable', { name, reason: 'not a tensor entry' });
    const { dtype, shape, data_offsets: offsets } = parsed.data;
    const type = typeOf[dtype];
    // Counters and the like are no weights of a network that we can run.
    if (type === undefined) continue;
    const values = budget.take(name, shape);
    const [begin, end] = offsets;
    if (end - begin !== values * bytesOf[type] || end > data.byteLength)
      throw new StudioFailure('modelUnreadable', { name, offsets, available: data.byteLength });
    weights.set(name, { dims: shape, data: toFloat32(data.subarray(begin, end), type) });
  }
  return weights;
}

function headerLength(file: Uint8Array): bigint {
  return new DataView(file.buffer, file.byteOffset, file.byteLength).getBigUint64(0, true);
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new StudioFailure('modelUnreadable', { reason: 'the header is not JSON' }, { cause: error });
  }
}
