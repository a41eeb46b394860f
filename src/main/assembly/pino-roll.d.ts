/** The package ships no types; this is the part of it that we use. */
declare module 'pino-roll' {
  import type { EventEmitter } from 'node:events';

  export default function build(options: {
    file: string;
    extension?: string;
    size?: string;
    limit?: { count: number; removeOtherLogFiles?: boolean };
    sync?: boolean;
  }): Promise<EventEmitter & { write(line: string): boolean; flushSync(): void; end(): void }>;
}
