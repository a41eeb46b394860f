import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nameOutputs, shortPath } from './output-names.ts';

const pictures = (inputs: string[], format: 'png' | 'jpeg' | 'tiff' = 'png') =>
  nameOutputs(inputs, 'out', format).map(({ picture }) => picture);

describe('nameOutputs', () => {
  it('names the picture and its masks after the photo', () => {
    expect(nameOutputs([join('in', 'eye.of.anna.JPG')], 'out', 'jpeg')).toEqual([
      {
        picture: join('out', 'eye.of.anna-iris.jpg'),
        mask: join('out', 'eye.of.anna-iris.mask.png'),
        filled: join('out', 'eye.of.anna-iris.filled.png'),
      },
    ]);
    expect(pictures(['eye.heic'], 'tiff')).toEqual([join('out', 'eye-iris.tif')]);
  });

  it('counts photos of the same name, also where a disk does not tell cases apart', () => {
    expect(pictures([join('a', 'eye.jpg'), join('b', 'eye.png'), join('c', 'EYE.jpg')])).toEqual([
      join('out', 'eye-iris.png'),
      join('out', 'eye-iris-2.png'),
      join('out', 'EYE-iris-3.png'),
    ]);
  });

  it('takes no name twice, whatever photos are called', () => {
    const inputs = ['x.jpg', 'x.png', 'x-iris.jpg', 'x-iris-2.jpg', 'x-iris.mask.png', 'x-iris.filled.png'];
    const names = nameOutputs(inputs, 'out', 'png').flatMap(({ picture, mask, filled }) => [
      picture,
      mask,
      filled,
    ]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('shortPath', () => {
  it('is relative where that is shorter', () => {
    expect(shortPath(join('/', 'home', 'studio', 'out', 'a.png'), join('/', 'home', 'studio'))).toBe(
      join('out', 'a.png'),
    );
    expect(shortPath('/a.png', '/home/studio/deep/down')).toBe('/a.png');
  });
});
