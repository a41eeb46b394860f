/** One photo: before, during and after the work, and everything that can be done with a result. */
import type { FailureCode } from '../../../src/contracts/failure.ts';
import { id, open, press, result, type Show, type Views } from './view.ts';

/** Of every kind that a photo can fail with; those with the longest words, with two buttons and with none. */
const failures: readonly FailureCode[] = [
  'irisNotFound',
  'reflectionsCoverIris',
  'photoCrashesWorker',
  'memoryShort',
  'diskFull',
  'ownModelMissing',
  'modelChanged',
];

const failure =
  (code: FailureCode): Show =>
  async (page) => {
    await open(page, `photos=140&failure=${code}`, `photo/${id(0)}`);
    await page.getByRole('alert').waitFor();
  };

export const photoViews: Views = {
  new: async (page) => {
    await open(page, 'photos=140', `photo/${id(0)}`);
    await page.getByRole('button', { name: 'Process' }).waitFor();
  },
  waiting: async (page) => {
    await open(page, 'photos=140&stage=3', `photo/${id(3)}`);
    await page.getByText('before this one').waitFor();
  },
  'in-work': async (page) => {
    await open(page, 'photos=140&stage=3', `photo/${id(1)}`);
    await page.getByRole('progressbar').first().waitFor();
  },
  result: async (page) => result(page, 9),
  'result-close': async (page) => {
    await result(page, 12);
    await page.keyboard.press('1');
  },
  'result-keyboard': async (page) => {
    await result(page, 12);
    await page.getByRole('slider', { name: 'Before and after' }).focus();
    await page.keyboard.press('ArrowRight');
  },
  'result-retouched': async (page) => {
    await result(page, 9);
    await press(page, 'Show what was retouched');
  },
  'result-retouched-close': async (page) => {
    await result(page, 12);
    await press(page, 'Show what was retouched');
    await page.keyboard.press('1');
  },
  'side-by-side': async (page) => {
    await result(page, 13);
    await page.keyboard.press('s');
  },
  review: async (page) => result(page, 15),
  details: async (page) => {
    await result(page, 15);
    await page.keyboard.press('i');
  },
  versions: async (page) => {
    await result(page, 18);
    await press(page, 'Compare versions');
  },
  'result-being-made-again': async (page) => result(page, 18, 'again=18'),
  'result-of-a-failed-attempt': async (page) => result(page, 18, 'failure=diskFull&of=18'),
  reprocess: async (page) => {
    await result(page, 18);
    await press(page, 'Reprocess');
    await page.getByRole('dialog').waitFor();
  },
  'save-options': async (page) => {
    await result(page, 12);
    await press(page, 'Save as');
    await page.getByRole('dialog').waitFor();
  },
  share: async (page) => {
    await result(page, 12, 'phones=2');
    await press(page, 'Share');
    await page.getByRole('menu').waitFor();
  },
  'photo-menu': async (page) => {
    await result(page, 12);
    await press(page, 'More');
    await page.getByRole('menu').waitFor();
  },
  'version-deletion': async (page) => {
    await result(page, 18);
    await press(page, 'More');
    await page.getByRole('menuitem', { name: 'Delete this version' }).click();
    await page.getByRole('dialog').waitFor();
  },
  'notice-saved': async (page) => {
    await result(page, 12);
    await press(page, 'Save');
    await page.getByText('Saved to').waitFor();
  },
  'notice-failure': async (page) => {
    await result(page, 12, 'save=diskFull');
    await press(page, 'Save');
    await page.getByText('The disk is full.').waitFor();
  },
  'queue-beside-a-result': async (page) => {
    await result(page, 12, 'stage=5');
    await page.keyboard.press('q');
    await page.getByRole('complementary', { name: 'Queue' }).waitFor();
  },
  'damaged-photo': async (page) => {
    await open(page, 'photos=140&failure=fileDamaged&unreadable', `photo/${id(0)}`);
    await page.getByRole('alert').waitFor();
  },
  ...Object.fromEntries(failures.map((code) => [`failure-${code}`, failure(code)])),
  'capture-guide': async (page) => {
    await open(page, 'photos=140', `photo/${id(16)}`);
    await press(page, 'Capture again');
    await page.getByRole('dialog').waitFor();
  },
  'capture-guide-with-a-phone': async (page) => {
    await open(page, 'photos=140&phones=2', `photo/${id(16)}`);
    await press(page, 'Capture again');
    await page.getByRole('dialog').waitFor();
  },
  outline: async (page) => {
    await open(page, 'photos=140', `photo/${id(9)}/outline`);
    await page.getByRole('application').waitFor();
  },
};
