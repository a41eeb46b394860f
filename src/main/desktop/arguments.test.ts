import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ownWords, readArguments } from './arguments.ts';

const home = resolve('/photos');

test('tells photos, links, switches and the data folder apart', () => {
  expect(
    readArguments(
      ['--data', 'library', 'a.jpg', '--disable-gpu', '-psn_0_1', 'irisvue://library', '/b.jpg', ''],
      home,
    ),
  ).toEqual({
    dataDirectory: join(home, 'library'),
    paths: [join(home, 'a.jpg'), resolve('/b.jpg')],
    links: ['irisvue://library'],
    isSmokeTest: false,
  });
  expect(readArguments(['--data=/x', '--smoke-test'], home)).toMatchObject({
    dataDirectory: resolve('/x'),
    isSmokeTest: true,
  });
});

test('takes a photo whose name looks like a switch behind two dashes', () => {
  expect(readArguments(['--', '--data.jpg'], home)).toMatchObject({
    dataDirectory: null,
    paths: [join(home, '--data.jpg')],
  });
});

test('leaves out the program’s own name', () => {
  expect(ownWords(['electron', '.', 'a.jpg'], false)).toEqual(['a.jpg']);
  expect(ownWords(['electron', '--inspect=0', '--no-sandbox', '/studio', '--data=x'], false)).toEqual([
    '--data=x',
  ]);
  expect(ownWords(['IrisVue Studio', 'a.jpg'], true)).toEqual(['a.jpg']);
});
