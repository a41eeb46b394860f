import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';

const photos = ['jpg', 'jpeg', 'jfif', 'png', 'webp', 'tif', 'tiff', 'avif', 'heic', 'heif'];

/** Null when the user thought again. */
export function choosePhotos(window: BrowserWindow | null): Promise<string[] | null> {
  return ask(window, {
    title: 'Add photos',
    buttonLabel: 'Add',
    filters: [
      { name: 'Photos', extensions: photos },
      { name: 'All files', extensions: ['*'] },
    ],
    properties: ['openFile', 'multiSelections'],
  });
}

/** Null when the user thought again. */
export function chooseFolder(window: BrowserWindow | null): Promise<string[] | null> {
  return ask(window, {
    title: 'Add a folder',
    buttonLabel: 'Add',
    properties: ['openDirectory', 'multiSelections'],
  });
}

async function ask(window: BrowserWindow | null, options: OpenDialogOptions): Promise<string[] | null> {
  const { canceled, filePaths } = window
    ? await dialog.showOpenDialog(window, options)
    : await dialog.showOpenDialog(options);
  return canceled || filePaths.length === 0 ? null : filePaths;
}
