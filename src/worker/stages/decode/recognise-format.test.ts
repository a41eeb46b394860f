import { describe, expect, it } from 'vitest';
import type { StudioFailure } from '../../../contracts/failure.ts';
import { recogniseFormat } from './recognise-format.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const ftyp = (...brands: string[]) => {
  const box = Buffer.alloc(12 + brands.length * 4);
  box.writeUInt32BE(box.length, 0);
  box.write(`ftyp${brands[0]}\0\0\0\0${brands.slice(1).join('')}`, 4, 'latin1');
  return box;
};
const failureOf = (head: Uint8Array) => {
  try {
    return recogniseFormat(head);
  } catch (error) {
    return (error as StudioFailure).code;
  }
};

describe('recognising a format', () => {
  it.each([
    ['jpeg', bytes('\xff\xd8\xff\xe1')],
    ['png', bytes('\x89PNG\r\n\x1a\n')],
    ['webp', bytes('RIFF\x10\0\0\0WEBPVP8 ')],
    ['tiff', bytes('II*\0\x08\0\0\0')],
    ['tiff', bytes('MM\0*\0\0\0\x08')],
    ['tiff', bytes('II+\0\x08\0\0\0')],
    ['avif', ftyp('avif', 'mif1')],
    ['avif', ftyp('mif1', 'miaf', 'avif')],
    ['heic', ftyp('heic', 'mif1')],
    ['heic', ftyp('mif1', 'heix')],
    ['heic', ftyp('mif1')],
  ])('knows %s', (format, head) => expect(recogniseFormat(head)).toBe(format));

  it.each([
    ['GIF', bytes('GIF89a')],
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg">')],
    ['SVG with a prologue', bytes('\n<?xml version="1.0"?>\n<!-- x -->\n<svg>')],
    ['PDF', bytes('%PDF-1.7')],
    ['BMP', bytes('BM\x36\0')],
    ['Photoshop', bytes('8BPS\0\x01')],
    ['JPEG XL', bytes('\0\0\0\x0cJXL \r\n\x87\n')],
    ['a film', ftyp('isom', 'mp42')],
    ['a Canon raw', ftyp('crx ', 'isom')],
    ['an older Canon raw', bytes('II*\0\x10\0\0\0CR\x02\0')],
    ['an animated WebP', bytes('RIFF\x10\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0')],
  ])('refuses %s', (_, head) => expect(failureOf(head)).toBe('formatUnsupported'));

  it('tells text and noise from pictures', () => {
    expect(failureOf(bytes('Dear diary'))).toBe('fileNotAPhoto');
    expect(failureOf(bytes('<html><body>'))).toBe('fileNotAPhoto');
    expect(failureOf(Buffer.alloc(64))).toBe('fileNotAPhoto');
    expect(failureOf(bytes('\xff'))).toBe('fileNotAPhoto');
    expect(failureOf(Buffer.alloc(0))).toBe('fileEmpty');
  });
});
