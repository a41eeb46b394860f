/** Contact sheets: rows of rendered pictures with what was made of them, small enough to live in the repository. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { cutPicture, type FloatPicture, toBytes } from './picture.ts';

export interface SheetRow {
  readonly cells: readonly FloatPicture[];
}

export interface SheetOptions {
  readonly path: string;
  /** Above the columns. */
  readonly titles: readonly string[];
  /** Width of a cell in the sheet, and its height where it is no square. */
  readonly cell: number;
  readonly cellHeight?: number;
  /** Cells are enlarged without smoothing, so that pixels can be judged; otherwise they are fitted. */
  readonly pixelated: boolean;
}

const titleHeight = 26;
const gap = 4;

/** Writes WebP. */
export async function writeSheet(rows: readonly SheetRow[], options: SheetOptions): Promise<void> {
  const { cell, cellHeight = cell, titles, path } = options;
  const width = titles.length * (cell + gap) - gap;
  const height = titleHeight + rows.length * (cellHeight + gap) - gap;
  const layers: OverlayOptions[] = [];
  for (const [column, title] of titles.entries()) {
    if (title !== '') layers.push({ input: await drawTitle(title), left: column * (cell + gap) + 6, top: 5 });
  }
  for (const [row, { cells }] of rows.entries()) {
    for (const [column, picture] of cells.entries()) {
      const input = await drawCell(picture, options);
      layers.push({ input, left: column * (cell + gap), top: titleHeight + row * (cellHeight + gap) });
    }
  }
  await mkdir(dirname(path), { recursive: true });
  await sharp({ create: { width, height, channels: 3, background: '#16171a' } })
    .composite(layers)
    .webp({ quality: 82 })
    .toFile(path);
}

async function drawCell(
  picture: FloatPicture,
  { cell, cellHeight = cell, pixelated }: SheetOptions,
): Promise<Buffer> {
  const { width, height } = picture;
  return sharp(toBytes(picture), { raw: { width, height, channels: 3 } })
    .resize(cell, cellHeight, {
      fit: 'contain',
      background: '#16171a',
      kernel: pixelated ? 'nearest' : 'lanczos3',
    })
    .png()
    .toBuffer();
}

/** Written by libvips itself: the product forbids SVG to it, and the product's stages run in this process. */
async function drawTitle(title: string): Promise<Buffer> {
  const text = `<span foreground="#e6e2da">${title}</span>`;
  return sharp({ text: { text, font: 'sans', dpi: 96, rgba: true } })
    .png()
    .toBuffer();
}

/** A square of `side` pixels around a place, moved inside the picture. */
export function detailAt(picture: FloatPicture, x: number, y: number, side: number): FloatPicture {
  const edge = Math.min(side, picture.width, picture.height);
  const left = Math.min(picture.width - edge, Math.max(0, Math.round(x - edge / 2)));
  const top = Math.min(picture.height - edge, Math.max(0, Math.round(y - edge / 2)));
  return cutPicture(picture, left, top, edge, edge);
}
