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
