import { describe, expect, it } from 'vitest';
import type { ImportReport } from '../../../contracts/studio-api.ts';
import { uploadPhotos } from './upload-photos.ts';

const file = (name: string) => ({ name }) as File;

describe('sending photos', () => {
  it('sends a few at a time and adds the reports up', async () => {
    let running = 0;
    let most = 0;
    const told: number[] = [];
    const report = await uploadPhotos(
      ['a', 'b', 'bad', 'd', 'a'].map(file),
      ({ done }) => told.push(done),
      async ({ name }): Promise<ImportReport> => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 0));
        running -= 1;
        if (name === 'bad') return { added: [], duplicates: [], failed: [{ name, code: 'fileDamaged' }] };
        return { added: [name], duplicates: [], failed: [] };
      },
    );
    expect(most).toBe(3);
    expect(report.added.toSorted()).toEqual(['a', 'a', 'b', 'd']);
    expect(report.failed).toEqual([{ name: 'bad', code: 'fileDamaged' }]);
    expect(told).toEqual([1, 2, 3, 4, 5]);
  });
});
