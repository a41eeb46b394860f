/** A picture is turned as its file says, once, however much of it is read. */
import { describe, expect, it } from 'vitest';
import { sharp } from './hardened-sharp.ts';
import { colourAt, drawn, near, photographsUnderTest } from './photographs-under-test.ts';

const here = photographsUnderTest();

/** Where the patches lie when the file is stored in orientation o: the file holds the turned-back picture. */
describe.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i', (orientation) => {
  const stored = () => {
    // The inverse of each turn; only the two quarter turns are not their own inverse.
    const inverse: Record<number, (pipeline: ReturnType<typeof drawn>) => ReturnType<typeof drawn>> = {
      1: (pipeline) => pipeline,
      2: (pipeline) => pipeline.flop(),
      3: (pipeline) => pipeline.rotate(180),
      4: (pipeline) => pipeline.flip(),
      5: (pipeline) => pipeline.flip().rotate(90),
      6: (pipeline) => pipeline.rotate(270),
      7: (pipeline) => pipeline.flop().rotate(90),
      8: (pipeline) => pipeline.rotate(90),
    };
    return inverse[orientation]!(drawn()).withMetadata({ orientation });
  };

  it.each(['png', 'jpeg'] as const)('is applied once to a %s, whole, cut and reduced', async (format) => {
    const jpeg = { quality: 100, chromaSubsampling: '4:4:4' };
    const encoded = format === 'png' ? stored().png() : stored().jpeg(jpeg);
    const bytes = await encoded.toBuffer();
    expect((await sharp(bytes).metadata()).orientation).toBe(orientation);
    const tolerance = format === 'png' ? 0 : 4;
    const photograph = await here.open(`turned.${format}`, bytes);
    expect(photograph).toMatchObject({ width: 96, height: 64 });

    const whole = await photograph.readRegion({ left: 0, top: 0, width: 96, height: 64 });
    near(colourAt(whole, 2, 2), [220, 40, 40], tolerance);
    near(colourAt(whole, 93, 61), [30, 200, 60], tolerance);
    near(colourAt(whole, 93, 2), [195, 64, 120], tolerance);

    const part = await photograph.readRegion({ left: 20, top: 10, width: 12, height: 20 });
    expect(part).toMatchObject({ width: 12, height: 20 });
    near(colourAt(part, 3, 5), [220, 40, 40], tolerance);
    near(colourAt(part, 4, 5), [80, 91, 120], tolerance + 1);
    near(colourAt(part, 3, 6), [78, 93, 120], tolerance + 1);

    const reduced = await photograph.readRegion(
      { left: 0, top: 0, width: 96, height: 32 },
      { width: 24, height: 8 },
    );
    expect(reduced).toMatchObject({ width: 24, height: 8 });
    near(colourAt(reduced, 2, 1), [220, 40, 40], 8);
    near(colourAt(reduced, 22, 6), [190, 113, 120], 8);
    await photograph.close();
  });
});
