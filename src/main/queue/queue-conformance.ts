/** What every JobQueue must do, whatever it keeps its jobs in. */
import { afterEach, describe } from 'vitest';
import { describeEvents } from './queue-conformance/events.ts';
import { describeFailing } from './queue-conformance/failing.ts';
import { type QueueHarness, queueSetup } from './queue-conformance/harness.ts';
import { describeKeeping } from './queue-conformance/keeping.ts';
import { describeLeases } from './queue-conformance/leases.ts';
import { describeMoving } from './queue-conformance/moving.ts';
import { describeStopping } from './queue-conformance/stopping.ts';
import { describeTaking } from './queue-conformance/taking.ts';

export function describeQueue(name: string, createHarness: () => QueueHarness): void {
  describe(name, () => {
    const { setup, dispose } = queueSetup(createHarness);
    afterEach(dispose);

    describeTaking(setup);
    describeFailing(setup);
    describeStopping(setup);
    describeLeases(setup);
    describeEvents(setup);
    describeKeeping(setup);
    describeMoving(setup);
  });
}
