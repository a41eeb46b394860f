/** A studio with one paired phone, which is there. */
import { afterEach, beforeEach } from 'vitest';
import type { Credential } from '../../../contracts/companion/pairing.ts';
import { openTestCompanion, type TestCompanion, type TestPhone } from './test-companion.ts';

/** For the tests of the `describe` that calls it: opened before each, closed after each. */
export function studioWithPhone(): StudioWithPhone {
  const here = new StudioWithPhone();
  beforeEach(() => here.open());
  afterEach(() => here.studio.close());
  return here;
}

interface RestartOptions {
  /** How much later. */
  readonly startsAfterDays?: number;
  /** What happens to its files while it is closed. */
  readonly meanwhile?: (() => Promise<void>) | undefined;
}

export class StudioWithPhone {
  /** Another one after a restart. */
  studio!: TestCompanion;
  credential!: Credential;
  phone!: TestPhone;

  async open(): Promise<void> {
    this.studio = await openTestCompanion();
    this.credential = await this.studio.pair();
    this.phone = await this.studio.meet(this.credential);
  }

  /** The studio anew over the same data; its phone is not there yet. */
  async restart({ startsAfterDays = 0, meanwhile }: RestartOptions = {}): Promise<void> {
    await this.studio.close({ keep: true });
    await meanwhile?.();
    this.studio = await openTestCompanion({ folder: this.studio.root, startsAfterDays });
  }
}
