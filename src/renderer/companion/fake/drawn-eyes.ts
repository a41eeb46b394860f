/** The eyes that were drawn for the playing studio, and what stands for them in it. */
export const drawnEyes = 18;

/** Of the drawings in .cache/studio-media. */
export interface Truth {
  width: number;
  height: number;
  iris: { cx: number; cy: number; a: number };
}

export const idOf = (index: number): string => (index + 1).toString(16).padStart(64, '0');

/** Of a picture that the studio sends. */
export const pictureIdOf = (index: number): string =>
  `${(index + 1).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
