/** The package ships no types; this is the part of it that we use. */
declare module 'pino-roll' {
  import type { EventEmitter } from 'node:events';

  export default function build(options: {
    file: string;
    extension?: string;
    size?: string;
    limit?: { count: number; removeOtherLogFiles?: boolean };
    sync?: boolean;
  }): Promise<
    EventEmitter & {
      /** Negative until the file is open. */
      readonly fd: number;
      write(line: string): boolean;
      flushSync(): void;
      end(): void;
    }
  >;
}
