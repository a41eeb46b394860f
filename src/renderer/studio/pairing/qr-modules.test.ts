import { create } from 'qrcode';
import { describe, expect, it } from 'vitest';
import { qrModules } from './qr-modules.ts';

const link = 'http://192.168.100.200:47113/#9tJ3kQx0aB-_cD4eF5gH6i';

describe('the QR code', () => {
  it('is small enough to be read across a desk: a link of this length needs 33 modules', () => {
    expect(link.length).toBeLessThanOrEqual(60);
    expect(qrModules(link).size).toBe(33 + 8);
    expect(qrModules('x'.repeat(60)).size).toBe(33 + 8);
  });

  it('paints exactly the dark modules', () => {
    const { size, path } = qrModules(link);
    const painted = new Set<string>();
    for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
      for (let step = 0; step < Number(width); step += 1) painted.add(`${Number(x) + step} ${y}`);
    }
    const { modules } = create(link, { errorCorrectionLevel: 'M' });
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        const inside = row >= 4 && column >= 4 && row < size - 4 && column < size - 4;
        const dark = inside && modules.get(row - 4, column - 4) !== 0;
        expect(painted.has(`${column} ${row}`), `${column} ${row}`).toBe(dark);
      }
    }
  });
});
