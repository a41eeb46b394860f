/** What the fake studio says of its machine, its models and its disk. */
import type { ModelCard, StorageUse, StudioApi } from '../../../contracts/studio-api.ts';

export function fakeStorage(photos: number): StorageUse {
  return {
    photos,
    originalBytes: 812_400_000,
    resultBytes: 1_940_000_000,
    thumbnailBytes: 9_300_000,
    freeBytes: 212_000_000_000,
  };
}

export const fakeHardware: Awaited<ReturnType<StudioApi['testHardware']>> = {
  provider: 'cpu',
  verdicts: [
    { provider: 'cuda', outcome: 'unavailable', largestError: null, milliseconds: null, reason: '' },
    { provider: 'webgpu', outcome: 'slower', largestError: 0.0004, milliseconds: 2140, reason: '' },
    { provider: 'cpu', outcome: 'chosen', largestError: 0, milliseconds: 412, reason: '' },
  ],
  models: [],
  startMs: 1900,
  threads: 8,
};

export const fakeModels: ModelCard[] = [
  { id: 'iris-finder', role: 'find', licence: 'MIT', version: '1.0.0', bytes: 1_830_000, own: false },
  { id: 'iris-detail', role: 'enhance', licence: 'MIT', version: '1.0.0', bytes: 4_910_000, own: false },
  {
    id: 'realesrgan-x4plus',
    role: 'enhance',
    licence: 'BSD-3-Clause',
    version: '0.1.0',
    bytes: 66_900_000,
    own: true,
  },
  { id: 'unet-eye', role: 'find', licence: 'MIT', version: '1', bytes: 31_100_000, own: true },
];
