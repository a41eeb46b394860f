/** `irisvue models`: other people's networks, brought as files or fetched by name. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { descriptionReason, StudioFailure } from '../../contracts/failure.ts';
import type { OwnModel } from '../../contracts/own-model.ts';
import { largestDescriptionBytes } from '../../contracts/segmentation.ts';
import { openOwnModels } from '../assembly/open-own-models.ts';
import { dataDirectory } from '../assembly/places.ts';
import { nodeFileStore } from '../library/file-store.ts';
import { type CatalogueEntry, catalogue, entryNamed } from '../models/catalogue.ts';
import { fetchModel } from '../models/fetch-model.ts';
import { dataOption, numberBetween } from './command-options.ts';
import { exitCodes } from './exit-codes.ts';

/** @param finish is told the exit code */
export function addModelsCommand(program: Command, finish: (exitCode: number) => void): void {
  const models = program.command('models').description('add, list and remove models of others');
  models
    .command('list')
    .description('list the models that you added, and those that can be fetched')
    .option('--json', 'print your models as JSON')
    .addOption(dataOption())
    .action((options) => finish(runList(options.data ?? null, options.json === true)));
  models
    .command('add')
    .description('add a model from a file: .pth, .safetensors or .onnx')
    .argument(
      '<file>',
      'of the Real-ESRGAN family, any ONNX file that enlarges 2 or 4 times, or one that marks irises',
    )
    .option('--licence <words>', 'name or text of its licence, kept with it')
    .option(
      '--description <file>',
      'how a model that marks irises is used (default: the JSON file of its name beside it)',
    )
    .option('--denoise-with <file>', 'a twin to mix in, e.g. realesr-general-wdn-x4v3.pth')
    .option('--denoise <share>', 'how much of the first file, 0 to 1', numberBetween(0, 1, false), 0.5)
    .addOption(dataOption())
    .action(async (file: string, options) => {
      const { denoiseWith, denoise, licence = null, data = null } = options;
      const description = await readDescriptionFile(options.description);
      const blend =
        denoiseWith === undefined ? {} : { blend: { path: resolve(denoiseWith), share: denoise as number } };
      const wish = { path: resolve(file), licence, description, ...blend };
      const model = await openOwnModels(dataDirectory(data)).add(wish).catch(explainDescription);
      process.stdout.write(`${wordsFor(model)}\n`);
      finish(exitCodes.allDone);
    });
  models
    .command('remove')
    .description('remove a model that you added')
    .argument('<id>', 'as `models list` shows it')
    .addOption(dataOption())
    .action(async (id: string, options) => {
      await openOwnModels(dataDirectory(options.data ?? null)).remove(id);
      finish(exitCodes.allDone);
    });
  models
    .command('fetch')
    .description('download an official model and add it; the only command that uses the internet')
    .argument('<name>', 'as `models list` shows it')
    .addOption(dataOption())
    .action(async (name: string, options) => {
      const entry = entryNamed(name);
      if (entry === null)
        program.error(`There is no official model called ${name}: see irisvue models list.`);
      else finish(await runFetch(entry, options.data ?? null));
    });
}

function runList(data: string | null, json: boolean): number {
  const models = openOwnModels(dataDirectory(data)).list();
  if (json) process.stdout.write(`${JSON.stringify(models, null, 2)}\n`);
  else {
    const own = models.length === 0 ? ['You have added no models.'] : models.map(wordsFor);
    const there = new Set(models.map(({ id }) => id));
    const others = catalogue.filter(({ name }) => !there.has(name)).map(offerOf);
    const fetchable =
      others.length === 0 ? [] : ['', 'Official models that `irisvue models fetch` gets:', ...others];
    process.stdout.write(`${[...own, ...fetchable].join('\n')}\n`);
  }
  return exitCodes.allDone;
}

function wordsFor(model: OwnModel): string {
  const { id, architecture, licence, origin, bytes } = model;
  const purpose = model.role === 'find' ? 'finds the iris' : `enlarges ${model.scale} times`;
  return [
    `${id}`,
    `  ${purpose} · ${architecture} · ${megabytes(bytes)} · ${skillOf(model)}`,
    `  licence: ${licence === 'unknown' ? 'unknown; make sure that you may use it' : licence}`,
    `  from: ${origin}`,
  ].join('\n');
}

function skillOf(model: OwnModel): string {
  if (model.role === 'enhance')
    return model.fade === 0 ? `tiles exact with ${model.halo} px` : `tiles cross-faded over ${model.fade} px`;
  const { found, eyes, overlap } = model.tried;
  return `found ${found} of ${eyes} drawn eyes, overlap ${overlap.toFixed(2)}`;
}

/** Null when none was given; then the importer looks beside the model. */
async function readDescriptionFile(path: string | undefined): Promise<string | null> {
  if (path === undefined) return null;
  try {
    const text = await readFile(resolve(path), 'utf8');
    if (text.length <= largestDescriptionBytes) return text;
  } catch (error) {
    throw new StudioFailure('modelFileMissing', { path }, { cause: error });
  }
  throw new StudioFailure('modelDescriptionWrong', { reason: 'the file is too large' });
}

/** Whoever wrote a description has to know what is wrong with it. */
function explainDescription(error: unknown): never {
  const reason = error instanceof StudioFailure ? descriptionReason(error) : null;
  if (reason !== null) process.stderr.write(`${reason}\n`);
  throw error;
}

const offerOf = ({ name, about, bytes, licence }: CatalogueEntry) =>
  `  ${name.padEnd(27)} ${megabytes(bytes).padStart(8)}  ${licence.name}  ${about}`;

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

async function runFetch(entry: CatalogueEntry, data: string | null): Promise<number> {
  const { stderr } = process;
  stderr.write(`${entry.address}\n${megabytes(entry.bytes)}, licence ${entry.licence.name}\n`);
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt);
  const bar = stderr.isTTY
    ? new SingleBar({ stream: stderr, format: '{bar} {percentage}%', barsize: 28 })
    : null;
  bar?.start(entry.bytes, 0);
  try {
    const model = await fetchModel(entry, openOwnModels(dataDirectory(data)), nodeFileStore, {
      signal: interrupted.signal,
      onProgress: (received) => bar?.update(received),
    });
    bar?.stop();
    process.stdout.write(`${wordsFor(model)}\n`);
    return exitCodes.allDone;
  } finally {
    bar?.stop();
    process.off('SIGINT', interrupt);
  }
}
