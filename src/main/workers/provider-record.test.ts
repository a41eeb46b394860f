import { expect, test } from 'vitest';
import { ProviderRecord } from './provider-record.ts';

const all = ['cuda', 'webgpu', 'cpu'] as const;

test('a provider that takes the process down while tried is out, and the verdicts say so', () => {
  const record = new ProviderRecord();
  record.diedTrying('cuda');
  expect(record.allowed(all)).toEqual(['webgpu', 'cpu']);
  expect(record.verdicts()).toMatchObject([{ provider: 'cuda', outcome: 'unavailable' }]);
});

test('the photo decides whether it or the provider is to blame: it finishes elsewhere', () => {
  const record = new ProviderRecord();
  record.diedProcessing('webgpu', 'photo');
  expect(record.allowed(all)).toEqual(['cuda', 'cpu']);
  record.finished('another photo');
  record.finished('photo');
  record.diedProcessing('cpu', 'photo');
  expect(record.allowed(all)).toEqual(['cuda', 'cpu']);
});

test('the photo decides whether it or the provider is to blame: it brings another worker down too', () => {
  const record = new ProviderRecord();
  record.diedProcessing('webgpu', 'photo');
  record.diedProcessing('cpu', 'another photo');
  expect(record.allowed(all)).toEqual(['cuda', 'cpu']);
  record.diedProcessing('cpu', 'photo');
  expect(record.allowed(all)).toEqual(all);
});

test('the CPU is never out, and is what is left', () => {
  const record = new ProviderRecord();
  record.diedTrying('cpu');
  record.diedTrying('webgpu');
  record.diedProcessing('cpu', 'photo');
  expect(record.allowed(['webgpu'])).toEqual(['cpu']);
  expect(record.allowed(['webgpu', 'cpu'])).toEqual(['cpu']);
});
