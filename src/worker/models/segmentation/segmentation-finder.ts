import type { Segmentation } from '../../../contracts/segmentation.ts';
import type { FinderModel } from '../ports.ts';
import type { Tensor } from '../runtime.ts';
import { deriveHeads } from './derive-heads.ts';
import { pictureSizeFor, prepareInput, spreadSquare } from './prepare-input.ts';
import { readOutput } from './read-output.ts';

/** Runs the network over one prepared picture of this size. */
export type RunSegmentation = (input: Tensor, height: number, width: number) => Promise<Tensor>;

/** A stranger's segmentation network as the finder that the find stage knows. */
export function segmentationFinder(segmentation: Segmentation, run: RunSegmentation): FinderModel {
  const { size: fixed } = segmentation.input;
  return {
    ...(fixed !== null && { size: Math.min(fixed.height, fixed.width) }),
    async segment(square, size) {
      const picture = pictureSizeFor(segmentation, size);
      if (Math.min(picture.height, picture.width) !== size)
        throw new RangeError(`squares of ${Math.min(picture.height, picture.width)} px, not of ${size}`);
      const image = spreadSquare(square, size, picture);
      const input = prepareInput(image, picture, segmentation);
      const output = await run(input, picture.height, picture.width);
      return deriveHeads(readOutput(output, picture, size, segmentation), square, size);
    },
  };
}
