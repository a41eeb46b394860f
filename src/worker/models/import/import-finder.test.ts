/** Segmentation models of others, described or known by their shape, tried on a rendered eye and taken. */
import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { importedModelSchema } from '../../../contracts/own-model.ts';
import { tinyOpenIris } from '../testing/tiny-segmenters.ts';
import { openIrisProfile } from './open-iris-profile.ts';
import { broughtFinders, ofSigmoid, ofSoftmax, sigmoid, softmax } from './testing/brought-finders.ts';

const here = broughtFinders();

test('a network of exclusive classes for any size, by the description beside it', {
  timeout: 180_000,
}, async () => {
  const model = await here.bring(ofSoftmax(), { beside: softmax });
  expect(importedModelSchema.parse(model)).toEqual(model);
  expect(model).toMatchObject({
    input: { name: 'picture' },
    output: { name: 'classes' },
    describedLicence: null,
    segmentation: {
      input: { layout: 'NCHW', colours: 'rgb', scale: 1, size: null, channels: 3 },
      output: { layout: 'NCHW', activation: 'softmax', channels: 4 },
    },
    tried: { eyes: 1, found: 1 },
  });
  expect(model.tried.overlap).toBeGreaterThan(0.97);
  expect(await readdir(here.directory)).toEqual(['my-model.json', 'my-model.onnx', 'target.part']);
});

test('one of independent classes by rows, in blue, green and red from 0 to 255, for wide pictures', {
  timeout: 180_000,
}, async () => {
  const model = await here.bring(ofSigmoid, { given: JSON.stringify(sigmoid) });
  expect(model).toMatchObject({
    describedLicence: 'CC-BY-4.0',
    segmentation: { input: { size: { height: 192, width: 256 } }, output: { channels: 2 } },
  });
  expect(model.tried.overlap).toBeGreaterThan(0.95);
});

test('one whose answer is coarser than what it was given', { timeout: 180_000 }, async () => {
  const size = { height: 512, width: 512 };
  const file = ofSoftmax({ size, stride: 4, ending: 'Softmax' });
  const model = await here.bring(file, { beside: { ...softmax, output: { activation: 'none' } } });
  expect(model.knownAnswer.output).toMatchObject({ shape: [1, 4, 128, 128] });
  expect(model.tried.overlap).toBeGreaterThan(0.95);
});

test('open-iris is known by its shape and needs no description', { timeout: 180_000 }, async () => {
  const model = await here.bring(tinyOpenIris());
  expect(model.architecture).toMatch(/^open-iris/);
  expect(model.segmentation.classes).toEqual(openIrisProfile.classes);
  expect(model.segmentation.input).toMatchObject({ colours: 'red', size: { height: 480, width: 640 } });
  expect(model.tried.overlap).toBeGreaterThan(0.95);
});
