import { browserHost } from '../../../contracts/browser-host.ts';
import { mediaPath } from '../../../contracts/studio-api.ts';

/** The finished picture's bytes, from whichever host serves this page. */
export async function pictureBlob(resultId: string): Promise<Blob> {
  const response = await fetch(browserHost.media(mediaPath.result(resultId)));
  if (!response.ok) throw new Error(`the picture came with status ${response.status}`);
  return response.blob();
}

/** Clipboards take PNG only; the picture is drawn once where it is something else. */
export async function copyPicture(resultId: string): Promise<void> {
  const png = pictureBlob(resultId).then(async (blob) => {
    if (blob.type === 'image/png') return blob;
    const bitmap = await createImageBitmap(blob);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    return canvas.convertToBlob({ type: 'image/png' });
  });
  // The promise goes in as it is: a browser forgets the click while a picture is fetched.
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}
