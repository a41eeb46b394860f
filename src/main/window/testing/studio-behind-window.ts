/** A studio behind a window: what the window wishes, what it sees of a photo, and what it is told. */
import { afterEach, beforeEach } from 'vitest';
import type { PhotoCard } from '../../../contracts/gallery.ts';
import type { Findings } from '../../../contracts/processing.ts';
import { recipeSchema } from '../../../contracts/recipe.ts';
import { openTestStudio, type TestStudio } from './test-studio.ts';

export const recipe = recipeSchema.parse({});

/** For the tests of the `describe` that calls it: opened before each, closed after each. */
export function studioBehindWindow(): StudioBehindWindow {
  const here = new StudioBehindWindow();
  beforeEach(() => here.open());
  afterEach(() => here.studio.close());
  return here;
}

export class StudioBehindWindow {
  studio!: TestStudio;

  async open(): Promise<void> {
    this.studio = await openTestStudio();
  }

  async card(id: string): Promise<PhotoCard> {
    return (await this.studio.api.photoDetail(id))!.card;
  }

  process(photoIds: string[], again = false) {
    return this.studio.api.process({ photoIds, recipe, again });
  }

  /** Resolves when the next batch has ended. */
  ended(): Promise<void> {
    return this.studio.told(({ type }) => type === 'ended');
  }

  /** Makes a picture of it, also where there is one. */
  async finish(id: string, findings: Partial<Findings> = {}): Promise<void> {
    const { worker } = this.studio;
    const told = this.ended();
    await this.process([id], true);
    await worker.complete(await worker.next(), findings);
    await told;
  }
}
