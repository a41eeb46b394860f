/** Files that are cut short, lie about themselves, or would run a command: refused, each for its own reason. */
import { expect, test } from 'vitest';
import type { FailureCode } from '../../../contracts/failure.ts';
import { readWeights, sniffFormat } from './read-weights.ts';
import { recogniseNetwork } from './recognise-network.ts';
import { tinyCompact, tinyRrdb } from './testing/tiny-weights.ts';
import {
  dictionary,
  global,
  pickle,
  string,
  writeLegacyPytorch,
  writePytorch,
  writeSafetensors,
  zip,
} from './testing/write-pytorch.ts';
import { unpickle } from './unpickle.ts';
import type { WeightTensor } from './weights.ts';

const weights = tinyCompact({ scale: 2 });

async function read(file: Buffer) {
  const format = sniffFormat(file);
  return format === 'onnx' ? null : recogniseNetwork(await readWeights(file, format));
}
const refusal = (code: FailureCode) => expect.objectContaining({ code });
const archiveOf = (value: Buffer) => zip([{ name: 'archive/data.pkl', bytes: pickle(value) }]);
const bytes = (...parts: (string | Buffer)[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1')));

test.each([
  { call: 'os.system', value: bytes(global('os', 'system'), '(', string('true'), 'tR') },
  { call: 'eval', value: bytes(global('builtins', 'eval'), '(', string('1'), 'tR') },
  {
    call: 'a name by parts',
    value: bytes(string('posix'), string('system'), '\x93', '(', string('true'), 'tR'),
  },
  { call: 'getattr', value: bytes(global('__builtin__', 'getattr'), '(tR') },
  { call: 'what every object inherits', value: bytes(global('constructor', 'constructor'), '(tR') },
  { call: 'bytes as weights', value: bytes(global('torch.storage', '_load_from_bytes'), '(tR') },
  { call: 'a class by NEWOBJ', value: bytes(global('collections', 'OrderedDict'), ')\x81') },
  { call: 'a class by INST', value: bytes('(icollections\nOrderedDict\n') },
  { call: 'a storage type', value: bytes(global('torch', 'FloatStorage'), ')R') },
  { call: 'attributes of a number', value: bytes('K\x01}b') },
])('a pickle that calls $call is refused, and nothing is called', async ({ value }) => {
  await expect(read(archiveOf(value))).rejects.toEqual(refusal('modelUntrusted'));
  await expect(read(archiveOf(dictionary([string('params'), value])))).rejects.toEqual(
    refusal('modelUntrusted'),
  );
});

test('a file cut anywhere is unreadable', async () => {
  for (const whole of [writePytorch(weights), writeLegacyPytorch(weights), writeSafetensors(weights)])
    for (const share of [0.02, 0.3, 0.6, 0.95, 0.999]) {
      const cut = whole.subarray(0, Math.max(70, Math.floor(whole.length * share)));
      await expect(read(cut)).rejects.toEqual(refusal('modelUnreadable'));
    }
});

test('a changed number in an archive is found by its checksum', async () => {
  const file = writePytorch(weights);
  file[file.length >> 1] = file[file.length >> 1]! ^ 1;
  await expect(read(file)).rejects.toEqual(refusal('modelUnreadable'));
});

test('pickles that do not add up end in a failure, whatever their bytes', () => {
  const whole = pickle(dictionary([string('a'), bytes('K\x01')]));
  for (let at = 2; at < whole.length; at++)
    for (const value of [0x28, 0x2e, 0x52, 0x61, 0x62, 0x68, 0x74, 0x75, 0x8a, 0xff]) {
      const changed = Buffer.from(whole);
      changed[at] = value;
      try {
        unpickle(changed);
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^model(Unreadable|Untrusted)$/) });
      }
    }
});

const changedTensor = (name: string, change: (tensor: WeightTensor) => WeightTensor) =>
  new Map([...weights].map(([key, tensor]) => [key, key === name ? change(tensor) : tensor]));

test.each([
  { what: 'weights that are no numbers', value: Number.NaN },
  { what: 'infinite weights', value: Number.POSITIVE_INFINITY },
])('$what are refused', async ({ value }) => {
  const broken = changedTensor('body.2.bias', ({ dims, data }) => ({
    dims,
    data: data.slice().fill(value, 0, 1),
  }));
  for (const file of [writePytorch(broken), writeSafetensors(broken)])
    await expect(read(file)).rejects.toEqual(refusal('modelWrongResult'));
});

test('tensors larger than any network are refused before they are made', async () => {
  const huge = changedTensor('body.0.weight', ({ data }) => ({ dims: [60_000, 60_000, 3, 3], data }));
  await expect(read(writePytorch(huge))).rejects.toEqual(refusal('modelTooLarge'));
  await expect(read(writeSafetensors(huge))).rejects.toEqual(refusal('modelTooLarge'));
});

test('a tensor that reaches beyond its numbers is unreadable', async () => {
  const longer = changedTensor('body.0.weight', ({ dims: [to, ...rest], data }) => ({
    dims: [to! + 1, ...rest],
    data,
  }));
  await expect(read(writePytorch(longer))).rejects.toEqual(refusal('modelUnreadable'));
  await expect(read(writeSafetensors(longer))).rejects.toEqual(refusal('modelUnreadable'));
});

test('an archive that unpacks to more than it says is unreadable', async () => {
  const file = writePytorch(weights, { deflated: true });
  // The size after unpacking of the first entry, in the central directory.
  const directory = file.indexOf('PK\x01\x02', 0, 'latin1');
  file.writeUInt32LE(5, directory + 24);
  await expect(read(file)).rejects.toEqual(refusal('modelUnreadable'));
});

test.each([
  {
    what: 'an unknown network',
    file: writePytorch(new Map([['layer.weight', { dims: [1], data: Float32Array.of(1) }]])),
  },
  {
    what: 'a network with a part more',
    file: writePytorch(
      new Map([...tinyRrdb({ scale: 4 }), ['noise.weight', { dims: [1], data: Float32Array.of(1) }]]),
    ),
  },
  {
    what: 'a network with a part less',
    file: writePytorch(new Map([...weights].filter(([name]) => name !== 'body.2.bias'))),
  },
  { what: 'a zip of something else', file: zip([{ name: 'readme.txt', bytes: Buffer.alloc(99) }]) },
  {
    what: 'a program for PyTorch',
    file: zip([
      { name: 'a/data.pkl', bytes: pickle(bytes('}')) },
      { name: 'a/constants.pkl', bytes: Buffer.alloc(9) },
    ]),
  },
  { what: 'a dictionary without tensors', file: archiveOf(dictionary([string('epoch'), bytes('K\x07')])) },
  { what: 'a file of another kind', file: Buffer.alloc(500, 0x55) },
])('$what is not supported', async ({ file }) => {
  await expect(read(file)).rejects.toEqual(refusal('modelUnsupported'));
});

test('an empty file and a web page are no models', () => {
  for (const file of [Buffer.alloc(0), Buffer.from(`<!DOCTYPE html>${' '.repeat(200)}`)])
    expect(() => sniffFormat(file)).toThrow(refusal('modelUnreadable'));
});
