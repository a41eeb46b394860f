import { expect, test } from 'vitest';
import type { ProviderName } from '../../contracts/worker-api.ts';
import { drawQuestion } from './known-answer.ts';
import { chooseProvider } from './providers.ts';
import type { InferenceRuntime, Tensor } from './runtime.ts';
import type { VerifiedModel } from './self-test.ts';
import { tinyEnhancerEntry, tinyFinderEntry } from './testing/tiny-models.ts';

/** How a made-up provider behaves: its speed in milliseconds per run, or why it is no good. */
interface Behaviour {
  readonly probeMs: number;
  readonly runMs: number;
  readonly fault?: 'refuses' | 'wrong' | 'wrongProbe' | 'notANumber' | 'breaks';
}

const models: VerifiedModel[] = [tinyFinderEntry(), tinyEnhancerEntry(2), tinyEnhancerEntry(4)].map(
  (model, index) => ({ model, bytes: Uint8Array.of(index) }),
);

function laboratory(behaviours: Partial<Record<ProviderName, Behaviour>>) {
  let clock = 0;
  const open = new Set<string>();
  const announced: ProviderName[] = [];
  const runs: string[] = [];
  const runtime: InferenceRuntime = {
    async open(bytes, { provider }) {
      const behaviour = behaviours[provider];
      if (behaviour === undefined || behaviour.fault === 'refuses')
        throw new Error(`no ${provider} here\nat line 3`);
      const verified = models.find((candidate) => candidate.bytes === bytes);
      const key = `${provider} ${verified?.model.id ?? 'probe'}`;
      open.add(key);
      return {
        async run(inputs) {
          runs.push(key);
          clock += verified === undefined ? behaviour.probeMs : behaviour.runMs;
          if (behaviour.fault === 'breaks' && verified !== undefined) throw new Error('device lost');
          const output =
            verified === undefined ? probeAnswer(inputs.image as Tensor) : answerOf(verified, inputs);
          if (behaviour.fault === 'wrong' && verified?.model.role === 'enhance') output.data.fill(0.1);
          if (behaviour.fault === 'notANumber') output.data.fill(Number.NaN);
          if (behaviour.fault === 'wrongProbe') output.data.fill(0);
          return output;
        },
        async release() {
          open.delete(key);
        },
      };
    },
  };
  const choose = (...providers: ProviderName[]) =>
    chooseProvider({ runtime, threads: 2, now: () => clock }, providers, models, async (provider) => {
      announced.push(provider);
    });
  return { choose, open, announced, runs };
}

const cpu: Behaviour = { probeMs: 1, runMs: 100 };
const outcomes = (choice: { verdicts: readonly { provider: string; outcome: string }[] }) =>
  choice.verdicts.map(({ provider, outcome }) => `${provider} ${outcome}`);

test('a fast and correct provider wins, and only its sessions stay open', async () => {
  const { choose, open } = laboratory({ cpu, webgpu: { probeMs: 3, runMs: 9 } });
  const choice = await choose('cuda', 'webgpu', 'cpu');
  expect(choice.provider).toBe('webgpu');
  expect(outcomes(choice)).toEqual(['cuda unavailable', 'webgpu chosen', 'cpu passed']);
  expect(choice.verdicts[0]).toMatchObject({
    reason: 'no cuda here',
    milliseconds: null,
    largestError: null,
  });
  expect(choice.verdicts[1]).toMatchObject({ milliseconds: 9 });
  expect([...open].every((key) => key.startsWith('webgpu'))).toBe(true);
  expect(open.size).toBe(models.length);
});

test('a software adapter loses after the probe and never runs a network', async () => {
  const { choose, open, runs } = laboratory({ cpu, webgpu: { probeMs: 90, runMs: 20_000 } });
  const choice = await choose('webgpu', 'cpu');
  expect(outcomes(choice)).toEqual(['webgpu slower', 'cpu chosen']);
  expect(runs.filter((key) => key.startsWith('webgpu'))).toEqual(Array(4).fill('webgpu probe'));
  expect([...open].sort()).toEqual(['cpu tiny-enhancer-x2', 'cpu tiny-enhancer-x4', 'cpu tiny-finder']);
});

test.each([
  ['wrong', 'wrong', 'tiny-enhancer-x2 does not give its known answer'],
  ['wrongProbe', 'wrong', 'it computes a single convolution wrongly'],
  ['notANumber', 'wrong', 'it computes a single convolution wrongly'],
  ['breaks', 'unavailable', 'device lost'],
] as const)('a provider that is %s loses to the CPU', async (fault, outcome, reason) => {
  const { choose, open } = laboratory({ cpu, webgpu: { probeMs: 1, runMs: 1, fault } });
  const choice = await choose('webgpu', 'cpu');
  expect(choice.verdicts[0]).toMatchObject({ outcome, reason });
  expect(choice.provider).toBe('cpu');
  expect([...open].every((key) => key.startsWith('cpu'))).toBe(true);
});

test('correct but slower than the CPU loses', async () => {
  const { choose } = laboratory({ cpu, webgpu: { probeMs: 5, runMs: 101 } });
  const choice = await choose('webgpu', 'cpu');
  expect(outcomes(choice)).toEqual(['webgpu slower', 'cpu chosen']);
  expect(choice.verdicts[0]?.reason).toBe('101.0 ms for a 256 px tile, the CPU takes 100.0 ms');
});

test('a machine without other providers pays for no race and no probe', async () => {
  const { choose, runs, announced } = laboratory({ cpu });
  expect(outcomes(await choose('cuda', 'webgpu', 'cpu'))).toEqual([
    'cuda unavailable',
    'webgpu unavailable',
    'cpu chosen',
  ]);
  expect(runs).toEqual(['cpu tiny-finder', 'cpu tiny-enhancer-x2', 'cpu tiny-enhancer-x4']);
  expect(announced).toEqual(['cuda', 'webgpu']);
});

test('providers after the CPU are not tried, and the CPU is there even when not named', async () => {
  const first = laboratory({ cpu, webgpu: { probeMs: 1, runMs: 1 } });
  expect((await first.choose('cpu', 'webgpu')).provider).toBe('cpu');
  expect(first.announced).toEqual([]);
  expect((await laboratory({ cpu }).choose('webgpu')).provider).toBe('cpu');
});

test('a CPU that computes wrongly stops the engine instead of ruining pictures', async () => {
  const { choose, open } = laboratory({ cpu: { ...cpu, fault: 'wrong' } });
  await expect(choose('cpu')).rejects.toMatchObject({ code: 'engineUnavailable' });
  expect(open.size).toBe(0);
});

function answerOf({ model }: VerifiedModel, inputs: Readonly<Record<string, Tensor>>): Tensor {
  const { shape, mean, samples } = model.knownAnswer.output;
  const length = shape.reduce((product, size) => product * size, 1);
  const data = new Float32Array(length).fill(mean);
  for (const { index, value } of samples) data[index] = value;
  expect(Object.keys(inputs)).toEqual(model.role === 'enhance' ? ['image', 'strength'] : ['image']);
  return { data, dims: shape };
}

/** The probe's convolution, done independently of its own check, where that looks: at the centre of each channel. */
function probeAnswer({ data, dims }: Tensor): Tensor {
  const [, channels = 0, size = 0] = dims;
  const answer = new Float32Array(data.length);
  const centre = size / 2;
  for (let output = 0; output < channels; output++) {
    let sum = 0;
    for (let input = 0; input < channels; input++) {
      for (const row of [0, 1, 2]) {
        for (const column of [0, 1, 2]) {
          const weight = (((((output * channels + input) * 9 + row * 3 + column) * 31) % 17) - 8) / 64;
          sum += weight * (data[(input * size + centre + row - 1) * size + centre + column - 1] as number);
        }
      }
    }
    answer[(output * size + centre) * size + centre] = sum;
  }
  return { data: answer, dims };
}

test('the ramp question is the one that PyTorch is asked', () => {
  const ramp = drawQuestion({ kind: 'ramp', shape: [1, 3, 64, 64] });
  expect(ramp).toHaveLength(3 * 64 * 64);
  expect([...ramp.slice(0, 3)]).toEqual([0, 0.919, 0.838].map(Math.fround));
});

test('the rings question shows a pupil in an iris on a sclera', () => {
  const rings = drawQuestion({
    kind: 'rings',
    shape: [1, 3, 4, 4],
    rings: [
      { radius: 1, rgb: [0.1, 0.2, 0.3] },
      { radius: 1.6, rgb: [0.4, 0.5, 0.6] },
    ],
    outside: [0.7, 0.8, 0.9],
  });
  expect([...rings.slice(0, 8)].map((value) => Math.round(value * 10))).toEqual([7, 4, 4, 7, 4, 1, 1, 4]);
  expect(Math.round((rings[16 + 5] as number) * 10)).toBe(2);
});
