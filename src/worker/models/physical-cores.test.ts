import { expect, test } from 'vitest';
import { type CoreFacts, countPhysicalCores, physicalCores } from './physical-cores.ts';

const facts = (changes: Partial<CoreFacts>): CoreFacts => ({
  available: 8,
  logical: 8,
  siblings: [],
  platform: 'linux',
  architecture: 'x64',
  cpuModel: '',
  ...changes,
});

test.each<[string, number, Partial<CoreFacts>]>([
  ['hyper-threads share a core', 4, { siblings: ['0,4', '1,5', '2,6', '3,7', '0,4', '1,5', '2,6', '3,7'] }],
  ['a virtual machine without hyper-threads', 2, { available: 2, logical: 2, siblings: ['0', '1'] }],
  ['a container may use less than the machine has', 3, { available: 3, logical: 16, siblings: [] }],
  [
    'performance cores with hyper-threads beside efficiency cores without',
    3,
    {
      available: 4,
      logical: 4,
      siblings: ['0-1', '0-1', '2', '3'],
    },
  ],
  ['Windows on x64', 4, { platform: 'win32' }],
  ['a small Windows machine', 2, { platform: 'win32', available: 2, logical: 2 }],
  ['Apple silicon', 8, { platform: 'darwin', architecture: 'arm64' }],
  ['never none', 1, { platform: 'win32', available: 1, logical: 1 }],
])('%s: %i', (_, expected, changes) => {
  expect(physicalCores(facts(changes))).toBe(expected);
});

test('this machine has at least one', async () => {
  expect(await countPhysicalCores()).toBeGreaterThanOrEqual(1);
});
