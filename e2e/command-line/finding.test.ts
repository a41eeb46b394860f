/** The floor that the shipped finder is held to: eyes it never saw, drawn from seeds no training used. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ellipseOverlap } from '../../src/worker/imaging/ellipse-geometry.ts';
import { irisvue, temporaryDirectory, writeEye } from './irisvue.ts';

const palettes = ['blue', 'brown', 'hazel', 'green', 'grey'];
const eyeCount = 15;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
beforeAll(async () => {
  directory = await temporaryDirectory();
});
afterAll(() => directory.remove());

it('finds drawn irises to a mean overlap of 0.95', async () => {
  const photos = join(directory.path, 'photos');
  await mkdir(photos);
  const eyes: Awaited<ReturnType<typeof writeEye>>[] = [];
  for (let index = 0; index < eyeCount; index++)
    eyes.push(
      await writeEye(photos, `eye-${String(index).padStart(2, '0')}.jpg`, {
        seed: 7_000_000 + index,
        width: 400,
        height: 300,
        irisDiameter: 165 + index * 4,
        palette: palettes[index % palettes.length]!,
        pupilRatio: 0.25 + (index % 5) * 0.08,
        squint: (index % 4) * 0.15,
        gaze: { x: ((index % 3) - 1) * 0.25, y: 0 },
        catchlights: index % 2 === 0 ? ['dot'] : ['window'],
        photographed: 0.4,
      }),
    );
  const { lines } = await irisvue([
    'process',
    photos,
    '--json',
    '--no-enhance',
    '--no-reflections',
    '--out',
    join(directory.path, 'out'),
    '--data',
    join(directory.path, 'data'),
  ]);
  const overlaps = eyes.map(({ rendered, path }) => {
    const line = lines.find(({ input }) => input === path);
    return line?.iris ? ellipseOverlap(line.iris, rendered.iris!) : 0;
  });
  const mean = overlaps.reduce((sum, overlap) => sum + overlap, 0) / overlaps.length;
  expect(mean, overlaps.map((overlap) => overlap.toFixed(3)).join(' ')).toBeGreaterThan(0.95);
});
