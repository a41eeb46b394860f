/**
 * What a person at the terminal sees: one bar for each photo in work and one for the whole on a terminal, one
 * plain line for each finished photo otherwise. Everything goes to standard error; standard output is for results.
 */
import { basename } from 'node:path';
import { MultiBar, type SingleBar } from 'cli-progress';
import { type Progress, stepNames } from '../../contracts/progress.ts';

export interface ProgressDisplay {
  progress(input: string, progress: Progress): void;
  /** `words` say how it ended, in one line. */
  ended(input: string, words: string): void;
  /** A remark between the bars. */
  say(words: string): void;
  close(): void;
}

export function createProgressDisplay(stream: NodeJS.WriteStream, total: number): ProgressDisplay {
  return stream.isTTY ? new BarDisplay(stream, total) : new LineDisplay(stream, total);
}

class LineDisplay implements ProgressDisplay {
  readonly #stream: NodeJS.WritableStream;
  readonly #total: number;
  #ended = 0;

  constructor(stream: NodeJS.WritableStream, total: number) {
    this.#stream = stream;
    this.#total = total;
  }

  progress(): void {}

  ended(input: string, words: string): void {
    this.#ended++;
    this.#stream.write(`[${this.#ended}/${this.#total}] ${basename(input)}: ${words}\n`);
  }

  say(words: string): void {
    this.#stream.write(`${words}\n`);
  }

  close(): void {}
}

class BarDisplay implements ProgressDisplay {
  readonly #bars: MultiBar;
  readonly #whole: SingleBar | null;
  readonly #current = new Map<string, SingleBar>();

  constructor(stream: NodeJS.WriteStream, total: number) {
    this.#bars = new MultiBar({
      stream,
      hideCursor: true,
      clearOnComplete: true,
      fps: 10,
      barsize: 28,
      barCompleteChar: '━',
      barIncompleteChar: '─',
      autopadding: true,
      format: '{bar} {percentage}%  {name}  {step}{remaining}',
    });
    this.#whole =
      total > 1
        ? this.#bars.create(total, 0, {}, { format: '{bar} {value} of {total} photos finished' })
        : null;
  }

  progress(input: string, progress: Progress): void {
    const words = { name: basename(input), step: stepNames[progress.step], remaining: remaining(progress) };
    let bar = this.#current.get(input);
    if (bar === undefined) {
      bar = this.#bars.create(100, 0, words);
      this.#current.set(input, bar);
    }
    bar.update(Math.floor(progress.share * 100), words);
  }

  ended(input: string, words: string): void {
    const bar = this.#current.get(input);
    if (bar !== undefined) this.#bars.remove(bar);
    this.#current.delete(input);
    this.say(`${basename(input)}: ${words}`);
    this.#whole?.increment();
  }

  say(words: string): void {
    this.#bars.log(`${words}\n`);
    this.#bars.update();
  }

  close(): void {
    this.#bars.stop();
  }
}

function remaining({ remainingMs }: Progress): string {
  if (remainingMs === null || remainingMs < 1000) return '';
  const seconds = Math.round(remainingMs / 1000);
  return seconds < 90 ? `  ${seconds} s left` : `  ${Math.round(seconds / 60)} min left`;
}
