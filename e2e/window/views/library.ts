/** The library and what lies beside and over it. */
import { library, open, press, type Views } from './view.ts';

export const libraryViews: Views = {
  'first-run': async (page) => {
    await open(page, 'photos=0');
    await page.getByText('Drop a photo of an eye here').waitFor();
  },
  opening: async (page) => {
    await open(page, 'hello=never');
    await page.getByText('Opening your library').waitFor();
  },
  unreachable: async (page) => {
    await open(page, 'hello=refused');
    await page.getByText('does not answer').waitFor();
  },
  library: async (page) => library(page),
  'library-few': async (page) => {
    await open(page, 'photos=3');
    await page.getByRole('gridcell').nth(2).waitFor();
  },
  'library-small-cards': async (page) => library(page, 'card=112&stage=5'),
  'library-large-cards': async (page) => library(page, 'card=360&stage=5'),
  working: async (page) => {
    await library(page, 'stage=7');
    await press(page, /^Queue/);
  },
  'queue-paused': async (page) => {
    await library(page, 'stage=7');
    await press(page, /^Queue/);
    await press(page, 'Pause');
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Waiting' }).nth(1).hover();
  },
  'queue-empty': async (page) => {
    await library(page);
    await press(page, /^Queue/);
  },
  selection: async (page) => {
    await library(page);
    const cards = page.getByRole('gridcell');
    await cards.nth(1).click();
    await cards.nth(4).click({ modifiers: ['Shift'] });
  },
  'selection-of-each-kind': async (page) => {
    await library(page, 'stage=4');
    const cards = page.getByRole('gridcell');
    await cards.nth(2).click();
    await cards.nth(17).click({ modifiers: ['Shift'] });
  },
  deletion: async (page) => {
    await library(page);
    const cards = page.getByRole('gridcell');
    await cards.nth(1).click();
    await cards.nth(4).click({ modifiers: ['Shift'] });
    await page.keyboard.press('Delete');
    await page.getByRole('dialog').waitFor();
  },
  keyboard: async (page) => {
    await library(page);
    await page.getByRole('gridcell').nth(1).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
  },
  failures: async (page) => {
    await library(page);
    await press(page, /^Failed/);
    await page.getByRole('gridcell').first().hover();
  },
  'filter-review': async (page) => {
    await library(page);
    await press(page, /^Review/);
    await page.getByRole('gridcell').first().hover();
  },
  'filter-empty': async (page) => {
    await library(page);
    await press(page, /^Failed/);
    await page.evaluate('window.fakeStudio.retryFailed()');
    await page.getByText('Nothing went wrong').waitFor();
  },
  'search-empty': async (page) => {
    await library(page);
    await page.getByRole('searchbox').fill('Aurelia');
    await page.getByText('Nothing here is called').waitFor();
  },
  dropping: async (page) => {
    await library(page);
    await page.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['x'], 'Elif left.jpg'));
      window.dispatchEvent(new DragEvent('dragenter', { dataTransfer: transfer }));
    });
    await page.getByText(/^Drop/).waitFor();
  },
  import: async (page) => {
    await library(page);
    await page.evaluate(() => {
      const transfer = new DataTransfer();
      for (const name of ['Elif left.jpg', 'invoice.pdf', 'Elif right.heic', 'notes.txt']) {
        transfer.items.add(new File(['x'], name));
      }
      window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer }));
    });
    await page.getByText('could not be read').waitFor();
  },
  importing: async (page) => {
    await library(page, 'importing=never');
    await page.evaluate(() => {
      const transfer = new DataTransfer();
      for (let index = 0; index < 12; index++) transfer.items.add(new File(['x'], `IMG_${index}.jpg`));
      window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer }));
    });
    await page.getByText('Adding 12 photos').waitFor();
  },
  arriving: async (page) => library(page, 'phones=2&arriving=6'),
  lost: async (page) => {
    await library(page, 'stage=3');
    await page.evaluate("window.fakeHost.connection('lost')");
    await page.getByText('not answering').waitFor();
  },
  moved: async (page) => {
    await library(page);
    await page.evaluate("window.fakeHost.connection('moved')");
    await page.getByText('started again').waitFor();
  },
  'notice-done': async (page) => {
    await library(page, 'stage=1');
    await page.evaluate('window.fakeStudio.work(60_000)');
    await page.getByRole('region', { name: 'Messages' }).getByText('Your iris is ready').waitFor();
  },
};
