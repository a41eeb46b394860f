/**
 * The same network run two ways: as the reference implementation does it (the whole photo, 400-pixel tiles with
 * 10 pixels of padding, everything enlarged four times) and as this pipeline does it (only tiles that the iris
 * touches, no more source pixels than the 4096-pixel picture can hold, an exact halo). Both are sampled tile by
 * tile in turns, so that a noisy machine disturbs both alike, and extrapolated by their tile counts.
 */
import { chooseTileSize, planTiles } from '../src/worker/imaging/tiles.ts';
import { createOnnxRuntime } from '../src/worker/models/onnx-runtime.ts';
import { countPhysicalCores } from '../src/worker/models/physical-cores.ts';
import { type Figure, median } from './figure.ts';
import { officialHalo, officialScale, writeOfficialNetwork } from './official-network.ts';

const photo = { width: 4000, height: 3000, irisDiameter: 1600 };
const pictureSize = 4096;
const rounds = 3;

export async function benchReferenceWay(): Promise<Figure[]> {
  const runtime = createOnnxRuntime();
  const session = await runtime.open(writeOfficialNetwork(), {
    provider: 'cpu',
    threads: await countPhysicalCores(),
  });
  const time = async (size: number) => {
    const data = Float32Array.from({ length: 3 * size * size }, (_, index) => ((index * 7919) % 1000) / 1000);
    const started = performance.now();
    await session.run({ image: { data, dims: [1, 3, size, size] } }, 'enhanced');
    return performance.now() - started;
  };
  const referenceEdge = 400 + 2 * 10;
  // Edge tiles are cut off at the photo's edge: what counts is area, not pieces.
  const referenceTiles = (photo.width * photo.height) / (400 * 400);
  const sourceSize = pictureSize / officialScale;
  const circle = { cx: sourceSize / 2, cy: sourceSize / 2, radius: sourceSize / 2 / 1.06 };
  const ownTile = chooseTileSize(sourceSize, officialHalo, circle);
  const ownTiles = planTiles(sourceSize, ownTile - 2 * officialHalo, circle).length;
  await time(referenceEdge);
  await time(ownTile);
  const reference: number[] = [];
  const own: number[] = [];
  for (let round = 0; round < rounds; round++) {
    reference.push(await time(referenceEdge));
    own.push(await time(ownTile), await time(ownTile), await time(ownTile));
  }
  await session.release();
  const referenceMs = median(reference) * referenceTiles;
  const ownMs = median(own) * ownTiles;
  return [
    {
      name: 'one official-size network, reference way ÷ this way',
      value: referenceMs / ownMs,
      unit: 'times',
      aim: 'at least 8',
      met: referenceMs / ownMs >= 8,
      how: `12-megapixel photo, iris ${photo.irisDiameter} px: ${referenceTiles} tiles of ${referenceEdge} px (${(referenceMs / 1000).toFixed(0)} s) against ${ownTiles} of ${ownTile} px (${(ownMs / 1000).toFixed(0)} s); ${rounds} rounds in turns, medians, extrapolated by tile count`,
    },
  ];
}
