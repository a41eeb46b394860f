/**
 * The segmentation network of open-iris (Worldcoin, MIT), recognised by what it takes and gives, so that it needs no
 * description. Trained on infrared photographs: red is what a colour photograph has nearest to that. Eyeball and
 * iris are marked as far as they can be seen, the iris without its pupil; every class has a sigmoid of its own inside
 * the network. Normalised as torchvision does for ImageNet.
 */
import type { SegmentationDescription } from '../../../contracts/segmentation.ts';
import type { InferenceSession, TensorSignature } from '../runtime.ts';

export const openIrisProfile: SegmentationDescription = {
  kind: 'segmentation',
  input: {
    layout: 'NCHW',
    colours: 'red',
    scale: 1,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    size: { height: 480, width: 640 },
  },
  output: { layout: 'NCHW', activation: 'none' },
  classes: { eyeball: 0, visibleIris: 1, visiblePupil: 2, eyelashes: 3 },
};

/** N x 3 x 480 x 640 in, N x 4 x 480 x 640 out, one of each. */
export function isOpenIris({ signature }: InferenceSession): boolean {
  const { inputs = [], outputs = [] } = signature ?? {};
  const is = (tensor: TensorSignature | undefined, wanted: readonly number[]) =>
    tensor?.type === 'float32' &&
    tensor.shape?.length === 4 &&
    tensor.shape.every(
      (size, axis) =>
        size === wanted[axis] || (axis !== 1 && typeof size !== 'number') || (axis === 0 && size === -1),
    );
  return (
    inputs.length === 1 &&
    outputs.length === 1 &&
    is(inputs[0], [1, 3, 480, 640]) &&
    // A network for any size is described, even where it has as many channels.
    inputs[0]?.shape?.[2] === 480 &&
    inputs[0].shape[3] === 640 &&
    is(outputs[0], [1, 4, 480, 640])
  );
}
