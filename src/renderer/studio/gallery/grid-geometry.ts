/**
 * Where cards lie. The number of cards in the document is bounded whatever the window's size: where the wished
 * card size would show more than `most`, cards grow until they fit.
 */
export interface GridLayout {
  readonly columns: number;
  /** Edge of a card in CSS pixels; columns and gaps fill the width exactly. */
  readonly size: number;
  readonly rowHeight: number;
  /** Rows kept above and below what is visible. */
  readonly overscan: number;
  readonly rowsPerPage: number;
}

export function layoutGrid(options: {
  width: number;
  height: number;
  wishedSize: number;
  gap: number;
  /** Cards in the document at most. */
  most: number;
}): GridLayout {
  const { width, height, gap, most } = options;
  let columns = Math.max(1, Math.floor((width + gap) / (options.wishedSize + gap)));
  for (; ; columns--) {
    const size = (width - gap * (columns - 1)) / columns;
    const rowHeight = size + gap;
    const rowsInSight = Math.ceil(height / rowHeight) + 1;
    const spare = Math.floor((most / columns - rowsInSight) / 2);
    if (spare >= 0 || columns === 1) {
      return {
        columns,
        size,
        rowHeight,
        overscan: Math.max(0, Math.min(3, spare)),
        rowsPerPage: Math.max(1, Math.floor(height / rowHeight)),
      };
    }
  }
}

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
