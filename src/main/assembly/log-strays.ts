import type { Log } from '../library/log.ts';

const strays = {
  uncaughtException: 'an error that nobody caught',
  unhandledRejection: 'a rejection that nobody caught',
} as const;

/** Where errors end that nobody caught: Node's process. */
type Process = Pick<NodeJS.EventEmitter, 'on' | 'off'>;

/**
 * A studio that serves windows and phones outlives what nobody caught, in either host: it goes into the log, and what
 * was asked for is on disk and goes on. Node by itself would end the program in the middle of everybody's work.
 * @returns stops
 */
export function logStrays(log: Log, from: Process = process): () => void {
  const stops = Object.entries(strays).map(([event, words]) => {
    const onStray = (error: unknown) => log.error({ error }, words);
    from.on(event, onStray);
    return () => void from.off(event, onStray);
  });
  return () => {
    for (const stop of stops) stop();
  };
}
