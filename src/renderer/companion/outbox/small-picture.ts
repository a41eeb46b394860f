/**
 * A small picture of a capture, made on the phone: its tile while the studio has not seen it yet, and what stands in
 * the middle of the page afterwards, cropped to the eye.
 */

/** A crop to the eye is about half of it, and fills a screen of 1080 pixels. */
const edge = 1280;

/** Null where this browser cannot read the format (HEIC outside of Safari) or will not decode it. */
export async function smallPicture(file: Blob): Promise<Blob | null> {
  try {
    const whole = await createImageBitmap(file, { resizeWidth: edge, resizeQuality: 'high' });
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
