/** Every section of the settings. */
import { open, press, type Views } from './view.ts';

export const settingsViews: Views = {
  'settings-general': async (page) => {
    await open(page, 'photos=140', 'settings/general');
    await page.getByText('Appearance').first().waitFor();
  },
  'settings-output': async (page) => {
    await open(page, 'photos=140', 'settings/output');
    await page.getByText('Finished pictures').first().waitFor();
  },
  'settings-hardware': async (page) => {
    await open(page, 'photos=140', 'settings/hardware');
    await press(page, 'Test this computer');
    await page.getByText('In use').waitFor();
  },
  'settings-hardware-untested': async (page) => {
    await open(page, 'photos=140', 'settings/hardware');
    await page.getByRole('button', { name: 'Test this computer' }).waitFor();
  },
  'settings-models': async (page) => {
    await open(page, 'photos=140', 'settings/models');
    await page.getByText('MIT').first().waitFor();
  },
  'settings-models-add': async (page) => {
    await open(page, 'photos=140', 'settings/models');
    const chooser = page.waitForEvent('filechooser');
    await press(page, 'Add a model');
    const model = { name: 'eyes-x4.safetensors', mimeType: '', buffer: Buffer.alloc(1_400_000) };
    await (await chooser).setFiles(model);
    await page.getByRole('dialog').waitFor();
  },
  'settings-models-add-finder': async (page) => {
    await open(page, 'photos=140', 'settings/models');
    const chooser = page.waitForEvent('filechooser');
    await press(page, 'Add a model');
    await (await chooser).setFiles([
      { name: 'unet-mobilenet.onnx', mimeType: '', buffer: Buffer.alloc(5_400_000) },
      { name: 'unet-mobilenet.json', mimeType: '', buffer: Buffer.from('{}') },
    ]);
    await page.getByRole('dialog').waitFor();
  },
  'settings-storage': async (page) => {
    await open(page, 'photos=140', 'settings/storage');
    await page.getByText('Original photos').waitFor();
  },
  'settings-phones': async (page) => {
    await open(page, 'photos=140&phones=2', 'settings/phones');
    await page.getByRole('list', { name: 'Paired phones' }).waitFor();
  },
  'settings-privacy': async (page) => {
    await open(page, 'photos=140', 'settings/privacy');
    await page.getByText('An iris identifies').waitFor();
  },
};
