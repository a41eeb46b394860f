/** The GPU worker's methods as main calls them: it reads untrusted files, so its answers are parsed too. */
import { z } from 'zod';
import { judgeReportSchema } from '../../contracts/judging.ts';
import { processReportSchema } from '../../contracts/processing.ts';
import { type WorkerApi, workerReadinessSchema } from '../../contracts/worker-api.ts';
import { guardedClient } from '../../transport/guarded-client.ts';
import type { MessagePort } from './spawn-port.ts';

export function workerClient(port: MessagePort): WorkerApi {
  return guardedClient<WorkerApi>(
    {
      start: workerReadinessSchema,
      process: processReportSchema,
      judge: judgeReportSchema,
      cancel: z.undefined(),
      ping: z.strictObject({ busy: z.boolean(), residentBytes: z.number().nonnegative() }),
    },
    port,
  );
}
