/**
 * What comes from outside: files dropped on the icon or named on a command line, links of other programs. It may come
 * before the studio is open, or from a second start, and then waits its turn. Files are imported and never processed
 * by themselves.
 */
import { z } from 'zod';
import { readArguments, type StartArguments } from './arguments.ts';

export interface Arrival {
  readonly paths: readonly string[];
  readonly links: readonly string[];
}

/** What a second start hands to the first. */
export const secondStartSchema = z.strictObject({
  words: z.array(z.string().max(8_000)).max(50_000),
  directory: z.string().max(8_000),
});
export type SecondStart = z.infer<typeof secondStartSchema>;

export class Arrivals {
  #take: ((arrival: Arrival) => void) | null = null;
  #waiting: Arrival[] = [];

  add(arrival: Arrival): void {
    if (this.#take) this.#take(arrival);
    else this.#waiting.push(arrival);
  }

  /** A second start with nothing to say wants the window. */
  addSecondStart(data: unknown): void {
    const parsed = secondStartSchema.safeParse(data);
    const { words, directory } = parsed.success ? parsed.data : { words: [], directory: '/' };
    const { paths, links }: StartArguments = readArguments(words, directory);
    this.add({ paths, links });
  }

  /** From now on everything goes there, what has waited first. */
  deliver(take: (arrival: Arrival) => void): void {
    this.#take = take;
    for (const arrival of this.#waiting.splice(0)) take(arrival);
  }
}
