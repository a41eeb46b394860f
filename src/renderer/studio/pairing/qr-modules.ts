import { create } from 'qrcode';

export interface QrModules {
  /** Modules along an edge, the quiet zone of four on each side included. */
  readonly size: number;
  /** An SVG path of all dark modules, in units of one module. */
  readonly path: string;
}

const quietZone = 4;

/** Medium error correction: a sixth of the code may be covered by a reflection on the screen. */
export function qrModules(text: string): QrModules {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const parts: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) === 0) continue;
      // Neighbours become one bar: no seams between them at any size.
      let end = column + 1;
      while (end < modules.size && modules.get(row, end) !== 0) end += 1;
      parts.push(`M${column + quietZone} ${row + quietZone}h${end - column}v1h${column - end}z`);
      column = end;
    }
  }
  return { size: modules.size + 2 * quietZone, path: parts.join('') };
}
