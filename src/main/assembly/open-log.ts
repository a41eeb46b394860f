import { once } from 'node:events';
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
      const rolling = await buildRollingFile({
        file: join(directory, 'studio'),
        extension: 'log',
        // On a busy disk even a line's write may take a third of a second, and main must not stand still for it.
        sync: false,
        ...rotation,
      });
      // A log that cannot be written (a full disk) must not end the program.
      rolling.on('error', () => {});
      // Before the file is open nothing could be flushed.
      if (rolling.fd < 0) await once(rolling, 'ready').catch(() => {});
      process.once('exit', () => flush(rolling));
      file = rolling;
      for (const line of held ?? []) file.write(line);
      held = null;
    },
  };
}

/** What was said last, when the program ends. */
function flush(file: Awaited<ReturnType<typeof buildRollingFile>>): void {
  try {
    file.flushSync();
  } catch {
    // Nobody is left to tell.
  }
}
