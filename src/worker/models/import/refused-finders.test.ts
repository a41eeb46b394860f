/** Segmentation models of others that are refused, each for its own reason, and of which nothing is left behind. */
import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { writeOnnx } from '../minimal-onnx.ts';
import { softmaxRows, tinySegmenter } from '../testing/tiny-segmenters.ts';
import { broughtFinders, ofSigmoid, ofSoftmax, softmax } from './testing/brought-finders.ts';

const here = broughtFinders();

const change = (part: object) => ({ ...softmax, ...part });
const withInput = (input: object) => change({ input });
const withClasses = (classes: object) => change({ classes });
const flat = tinySegmenter({ rows: softmaxRows.map(() => [0, 0, 0, 0]) });
const of256 = ofSoftmax({ size: { height: 256, width: 256 } });
const wrong = 'modelDescriptionWrong';
const indices = writeOnnx({
  inputs: { picture: [1, 3, 'h', 'w'] },
  outputs: { classes: [1, 1, 'h', 'w'] },
  nodes: [
    { operator: 'ReduceMax', inputs: ['picture'], output: 'classes', attributes: { axes: [1], keepdims: 1 } },
  ],
  weights: {},
});
/** A tensor says that it has 14 thousand million numbers, and brings one. */
const hugeTensor = writeOnnx({
  inputs: { picture: [1, 3, 'h', 'w'] },
  outputs: { classes: [1, 3, 'h', 'w'] },
  nodes: [{ operator: 'Mul', inputs: ['picture', 'huge'], output: 'classes' }],
  weights: { huge: { dims: [60_000, 240_000], data: Float32Array.of(1) } },
});

test.each([
  { what: 'no description at all', file: ofSoftmax(), code: 'modelUndescribed' },
  { what: 'no description of one by rows', file: ofSigmoid, code: 'modelUndescribed' },
  {
    what: 'no description of one that takes rows of any length',
    file: ofSoftmax({ inputLayout: 'NHWC' }),
    code: 'modelUndescribed',
  },
  { what: 'a JSON file of another kind', file: ofSoftmax(), beside: { epochs: 3 }, code: 'modelUndescribed' },
  {
    what: 'a description that is no JSON',
    file: ofSoftmax(),
    given: '{ kind: ',
    code: wrong,
    says: /no JSON/,
  },
  {
    what: 'no class for the iris',
    file: ofSoftmax(),
    beside: withClasses({ sclera: 1, visiblePupil: 3 }),
    code: wrong,
    says: /amodalIris and visibleIris/,
  },
  {
    what: 'an iris whose lids nobody knows',
    file: ofSoftmax(),
    beside: withClasses({ amodalIris: 2 }),
    code: wrong,
    says: /lids/,
  },
  {
    what: 'a channel that is not there',
    file: ofSoftmax(),
    beside: withClasses({ visibleIris: 4 }),
    code: wrong,
    says: /no channel 4; the model has 4/,
  },
  {
    what: 'two classes in one channel',
    file: ofSoftmax(),
    beside: withClasses({ visibleIris: 2, visiblePupil: 2 }),
    code: wrong,
    says: /same channel/,
  },
  {
    what: 'a word that it does not know',
    file: ofSoftmax(),
    beside: change({ output: { activation: 'relu' } }),
    code: wrong,
    says: /activation/,
  },
  {
    what: 'another size than the file’s',
    file: of256,
    beside: withInput({ size: { height: 512, width: 512 } }),
    code: wrong,
    says: /takes 256 × 256/,
  },
  {
    what: 'any size where the file has one',
    file: of256,
    beside: withInput({ size: 'free' }),
    code: wrong,
    says: /takes 256 × 256/,
  },
  {
    what: 'colours in the wrong place',
    file: of256,
    beside: withInput({ layout: 'NHWC' }),
    code: wrong,
    says: /input.layout/,
  },
  {
    what: 'classes in the wrong place',
    file: of256,
    beside: change({ output: { layout: 'NHWC', activation: 'softmax' } }),
    code: wrong,
    says: /output.layout/,
  },
  {
    what: 'a name that is not there',
    file: of256,
    beside: withInput({ name: 'image' }),
    code: wrong,
    says: /there is no image; the model has picture/,
  },
  {
    what: 'two means for three colours',
    file: of256,
    beside: withInput({ mean: [0.5, 0.5] }),
    code: wrong,
    says: /2 numbers for 3/,
  },
  {
    what: 'logits said to be probabilities',
    file: ofSoftmax(),
    beside: change({ output: { activation: 'none' } }),
    code: wrong,
    says: /the values go from/,
  },
  {
    what: 'values of 255 times the range',
    file: ofSoftmax(),
    beside: withInput({ scale: 255, mean: 300 }),
    code: 'modelFindsNothing',
  },
  {
    what: 'an activation that is in it already',
    file: ofSoftmax({ ending: 'Softmax' }),
    beside: softmax,
    code: 'modelFindsNothing',
    says: /perhaps it is none/,
  },
  { what: 'a network that sees nothing', file: flat, beside: softmax, code: 'modelFindsNothing' },
  {
    what: 'weights that are no numbers',
    file: ofSoftmax({ bias: Number.NaN }),
    beside: softmax,
    code: 'modelWrongResult',
  },
  { what: 'a tensor larger than any network', file: hugeTensor, beside: softmax, code: 'modelTooLarge' },
  { what: 'a cut file', file: ofSoftmax().subarray(0, 300), beside: softmax, code: 'modelUnreadable' },
  {
    what: 'classes by number instead of by channel',
    file: indices,
    beside: withClasses({ visibleIris: 1 }),
    code: wrong,
    says: /no channel|more than one channel/,
  },
  {
    what: 'weights instead of a graph',
    file: Buffer.alloc(400, 0x55),
    given: JSON.stringify(softmax),
    code: 'modelUnsupported',
  },
])(
  '$what is refused with $code, and nothing is left',
  { timeout: 180_000 },
  async ({ file, beside, given, code, says }) => {
    const failure = await here.bring(file, { beside, ...(given && { given }) }).catch((error) => error);
    expect(failure).toMatchObject({ code });
    if (says !== undefined) expect(failure.details.reason).toMatch(says);
    const left = beside === undefined ? ['my-model.onnx'] : ['my-model.json', 'my-model.onnx'];
    expect(await readdir(here.directory)).toEqual(left);
  },
);

test('one that takes minutes for a picture is refused', async () => {
  let spent = 0;
  const computingMs = () => (spent += 30_000);
  await expect(here.bring(ofSoftmax(), { beside: softmax, computingMs })).rejects.toMatchObject({
    code: 'modelUnsupported',
  });
});
