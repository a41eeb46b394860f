/** How a finished picture leaves the page: as a download, or through the phone's own share sheet. */

/** Only over HTTPS, and only where the browser takes files. */
export function mayShareFiles(): boolean {
  if (typeof navigator.canShare !== 'function') return false;
  return navigator.canShare({ files: [new File([], 'iris.png', { type: 'image/png' })] });
}

export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it after the click; a minute is more than any takes.
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Closing the sheet again is no failure. */
export async function shareFile(blob: Blob, name: string): Promise<void> {
  const file = new File([blob], name, { type: blob.type });
  await navigator.share({ files: [file] }).catch((error: unknown) => {
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
  });
}
