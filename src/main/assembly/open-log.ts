import { join } from 'node:path';
import { pino } from 'pino';
import buildRollingFile from 'pino-roll';
import type { Log } from '../library/log.ts';

/** Five files of five megabytes, those of earlier runs included: enough to tell what happened last week, little enough to forget. */
const rotation = { size: '5m', limit: { count: 5, removeOtherLogFiles: true } } as const;

/**
 * A structured log that begins in memory, because the folder it goes to belongs to nobody before the library has
 * been opened; `attach` writes what was said so far and everything after.
 */
export function openLog(): { log: Log; attach: (directory: string) => Promise<void> } {
  let held: string[] | null = [];
  let file: Awaited<ReturnType<typeof buildRollingFile>> | null = null;
  const destination = {
    write(line: string) {
      if (file !== null) file.write(line);
      else held?.push(line);
    },
  };
  const log = pino(
    {
      level: process.env.IRISVUE_LOG_LEVEL ?? 'info',
      base: { pid: process.pid },
      // Errors arrive under either name; both keep their stack and cause.
      serializers: { error: pino.stdSerializers.errWithCause, err: pino.stdSerializers.errWithCause },
    },
    destination,
  );
  return {
    log,
    async attach(directory) {
      file = await buildRollingFile({
        file: join(directory, 'studio'),
        extension: 'log',
        sync: true,
        ...rotation,
      });
      // A log that cannot be written (a full disk) must not end the program.
      file.on('error', () => {});
      for (const line of held ?? []) file.write(line);
      held = null;
    },
  };
}
