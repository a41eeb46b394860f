export interface Crop {
  /** Of the picture, in shares of the card's edge. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * How a photo of `width` x `height` lies in a square card: covering it, or closer around the eye once that is known.
 * `eye` is in shares of the photo's width and height, its diameter in shares of the width.
 */
export function cropToEye(
  width: number,
  height: number,
  eye: { x: number; y: number; diameter: number } | null,
): Crop {
  const short = Math.min(width, height);
  const wished = eye === null ? short : (eye.diameter * width) / 0.66;
  const edge = Math.min(short, Math.max(wished, short * 0.3));
  const centreX = eye === null ? width / 2 : eye.x * width;
  const centreY = eye === null ? height / 2 : eye.y * height;
  const left = Math.min(width - edge, Math.max(0, centreX - edge / 2));
  const top = Math.min(height - edge, Math.max(0, centreY - edge / 2));
  return { left: -left / edge, top: -top / edge, width: width / edge, height: height / edge };
}
