/** A small picture of a capture for its tile, made on the phone while the studio has not seen it yet. */

const edge = 512;

/** Null where this browser cannot read the format (HEIC outside of Safari) or will not decode it. */
export async function smallPicture(file: Blob): Promise<Blob | null> {
  try {
    const whole = await createImageBitmap(file, { resizeWidth: edge, resizeQuality: 'medium' });
    const canvas = document.createElement('canvas');
    canvas.width = whole.width;
    canvas.height = whole.height;
    canvas.getContext('2d')?.drawImage(whole, 0, 0);
    whole.close();
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82));
  } catch {
    return null;
  }
}
