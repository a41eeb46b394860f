import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type FailureCode, StudioFailure } from '../../contracts/failure.ts';
import type { JobPriority } from '../../contracts/job.ts';
import type { Recipe } from '../../contracts/recipe.ts';
import { failureOfIoError } from '../library/failure-of-io-error.ts';
import type { FinishedPicture, PhotoEnd, Studio } from '../studio.ts';
import { collectInputFiles } from '../window/input-files.ts';
import { exitCodes } from './exit-codes.ts';
import { failureWords } from './explain-failure.ts';
import { openHeadlessStudio } from './open-headless-studio.ts';
import { nameOutputs, type OutputNames, shortPath } from './output-names.ts';
import { type PhotoOutcome, photoLine } from './photo-line.ts';
import { createProgressDisplay, type ProgressDisplay } from './progress-display.ts';

export interface ProcessCommand {
  readonly photos: readonly string[];
  readonly outputDirectory: string;
  readonly dataDirectory: string | null;
  readonly json: boolean;
  readonly again: boolean;
  readonly priority: JobPriority;
  readonly recipe: Recipe;
}

/**
 * Imports every photo, hands the batch to the queue, and writes each picture into the output folder as it
 * completes. Photos already finished with the same recipe come from the library at once. An interrupt cancels
 * what waits, lets the running photo stop within a tile, and leaves nothing half-written.
 *
 * @returns the exit code
 */
export async function runProcess(command: ProcessCommand): Promise<number> {
  const inputs = await collectInputFiles(command.photos);
  if (inputs.length === 0) {
    process.stderr.write('There is no photo in this folder.\n');
    return exitCodes.usage;
  }
  const directory = await prepareOutputDirectory(resolve(command.outputDirectory));
  const studio = await openHeadlessStudio(command.dataDirectory);
  const display = createProgressDisplay(process.stderr, inputs.length);
  try {
    if (studio.recovery !== null) display.say(failureWords(studio.recovery));
    const batch = new Batch(studio, display, command, inputs, directory);
    return await batch.run();
  } finally {
    display.close();
    await studio.close();
  }
}

class Batch {
  readonly #studio: Studio;
  readonly #display: ProgressDisplay;
  readonly #command: ProcessCommand;
  readonly #inputs: readonly string[];
  readonly #outputs: readonly OutputNames[];
  readonly #interrupted = new AbortController();
  #finished: Promise<void> = Promise.resolve();
  #failed = 0;

  constructor(
    studio: Studio,
    display: ProgressDisplay,
    command: ProcessCommand,
    inputs: readonly string[],
    directory: string,
  ) {
    this.#studio = studio;
    this.#display = display;
    this.#command = command;
    this.#inputs = inputs;
    this.#outputs = nameOutputs(inputs, directory, command.recipe.format);
  }

  async run(): Promise<number> {
    const interrupt = () => {
      this.#display.say('Stopping… The same command goes on from here.');
      this.#interrupted.abort();
    };
    process.once('SIGINT', interrupt);
    process.once('SIGTERM', interrupt);
    try {
      const endings: Promise<void>[] = [];
      for (const [index, input] of this.#inputs.entries()) {
        if (this.#interrupted.signal.aborted) break;
        const { ended } = await this.#start(index, input);
        endings.push(ended);
      }
      await Promise.all(endings);
    } finally {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    }
    return this.#failed > 0 || this.#interrupted.signal.aborted ? exitCodes.someFailed : exitCodes.allDone;
  }

  /** Resolves once the photo is accepted, with the promise of its end: import stays ahead of the machine. */
  async #start(index: number, input: string): Promise<{ readonly ended: Promise<void> }> {
    try {
      const { photo } = await this.#studio.importPhoto(input);
      const { end } = await this.#studio.process(
        { photoId: photo.id, recipe: this.#command.recipe, again: this.#command.again },
        {
          priority: this.#command.priority,
          signal: this.#interrupted.signal,
          onProgress: (progress) => this.#display.progress(input, progress),
        },
      );
      const ended = end.then(
        (photoEnd) => this.#finishInTurn(index, input, photoEnd),
        (error) => this.#finishInTurn(index, input, { status: 'failed', code: codeOf(error), report: null }),
      );
      return { ended };
    } catch (error) {
      this.#note(error, input, 'a photo could not be imported');
      return {
        ended: this.#finishInTurn(index, input, { status: 'failed', code: codeOf(error), report: null }),
      };
    }
  }

  /** One after the other, so that lines stand in the order in which photos ended, however long a copy takes. */
  #finishInTurn(index: number, input: string, end: PhotoEnd): Promise<void> {
    this.#finished = this.#finished.then(() => this.#finish(index, input, end));
    return this.#finished;
  }

  async #finish(index: number, input: string, end: PhotoEnd): Promise<void> {
    const names = this.#outputs[index]!;
    let outcome: PhotoOutcome;
    if (end.status === 'completed') {
      try {
        await deliver(end.picture, names);
        outcome = {
          status: 'completed',
          report: end.picture.report,
          output: names.picture,
          mask: names.mask,
        };
      } catch (error) {
        this.#note(error, input, 'a picture could not be written to its place');
        outcome = { status: 'failed', code: codeOf(error), report: end.picture.report };
      }
    } else outcome = end;
    if (outcome.status === 'failed') this.#failed++;
    this.#display.ended(input, this.#words(outcome));
    if (this.#command.json) process.stdout.write(`${JSON.stringify(photoLine(input, outcome))}\n`);
  }

  /** A customer's file names stay below the level that is logged by default. */
  #note(error: unknown, input: string, message: string): void {
    this.#studio.log.warn({ code: codeOf(error) }, message);
    this.#studio.log.debug({ error, input }, message);
  }

  #words(outcome: PhotoOutcome): string {
    if (outcome.status === 'failed') return failureWords(outcome.code);
    const { picture, timings, findings } = outcome.report;
    const where = shortPath(outcome.output, process.cwd());
    const words = [
      `${picture.width} × ${picture.height} · ${(timings.total / 1000).toFixed(1)} s → ${where}`,
    ];
    if ((findings.eyes ?? 1) > 1) words.push('There was more than one eye; the best one was used.');
    for (const reason of findings.quality?.reasons ?? []) words.push(reason.message);
    return words.join(' ');
  }
}

async function prepareOutputDirectory(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true });
    return path;
  } catch (error) {
    throw failureOfIoError(error, 'output');
  }
}

/** Copies a picture and its masks out of the library; a name never shows a file that is not whole. */
async function deliver(picture: FinishedPicture, names: OutputNames): Promise<void> {
  await copyWhole(picture.visibleMaskPath, names.mask);
  await copyWhole(picture.filledMaskPath, names.filled);
  await copyWhole(picture.picturePath, names.picture);
}

async function copyWhole(from: string, to: string): Promise<void> {
  const part = `${to}.part`;
  try {
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, part);
    const file = await open(part, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, to);
  } catch (error) {
    await rm(part, { force: true });
    throw failureOfIoError(error, 'output');
  }
}

function codeOf(error: unknown): FailureCode {
  return error instanceof StudioFailure ? error.code : 'unexpected';
}
