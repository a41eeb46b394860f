#!/usr/bin/env node
/** The command line's entry: reads what was typed, runs one command, and turns its end into an exit code. */
import { Command, CommanderError, Option } from 'commander';
import { StudioFailure } from '../../contracts/failure.ts';
import { backgroundSchema, outputFormatSchema, recipeSchema } from '../../contracts/recipe.ts';
import { productName, productVersion } from '../assembly/product.ts';
import { dataOption, numberBetween } from './command-options.ts';
import { runDoctor } from './doctor-command.ts';
import { exitCodes } from './exit-codes.ts';
import { explainFailure } from './explain-failure.ts';
import { runJobs } from './jobs-command.ts';
import { addModelsCommand } from './models-command.ts';
import { runProcess } from './process-command.ts';
import { runStudio } from './studio-command.ts';

const program = new Command('irisvue')
  .description(`${productName}: turns photographs of eyes into finished iris pictures, on this machine.`)
  .version(productVersion)
  .showHelpAfterError('(irisvue --help tells more)')
  .exitOverride();

let exitCode: number = exitCodes.allDone;

// Whoever reads our output may stop reading (`| head`); that is no failure to talk about.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCode);
    throw error;
  });

program
  .command('process')
  .description('make a finished picture of every photo')
  .argument('<photos...>', 'photos, or folders with photos')
  .requiredOption('--out <folder>', 'where the finished pictures go')
  .option('--json', 'print one line of JSON for each photo')
  .addOption(dataOption())
  .addOption(
    new Option('--background <colour>', 'behind the iris').choices(backgroundSchema.options).default('black'),
  )
  .addOption(
    new Option('--format <format>', 'of the picture').choices(outputFormatSchema.options).default('png'),
  )
  .option('--size <pixels>', 'edge of the square picture', numberBetween(256, 4096, true))
  .option('--strength <share>', 'of the enhancement, 0 to 1', numberBetween(0, 1, false), 1)
  .addOption(
    new Option('--sharpness <kind>', 'as the photo bears it, or crisp for print')
      .choices(['natural', 'print'])
      .default('natural'),
  )
  .option('--no-reflections', 'leave reflections as they are')
  .option('--no-enhance', 'keep the photo’s own pixels')
  .option('--model <id>', 'enhance with a model that you added (see: irisvue models list)')
  .option('--finder <id>', 'find the iris with a model that you added')
  .addOption(
    new Option('--priority <kind>', 'before or after what else waits')
      .choices(['interactive', 'batch'])
      .default('interactive'),
  )
  .option('--again', 'process also what is already finished')
  .action(async (photos: string[], options) => {
    const recipe = recipeSchema.safeParse({
      reflections: options.reflections,
      enhance: options.enhance,
      strength: options.strength,
      sharpness: options.sharpness,
      model: options.model ?? null,
      finder: options.finder ?? null,
      background: options.background,
      size: options.size ?? null,
      format: options.format,
    });
    if (!recipe.success) program.error(recipe.error.issues.map((issue) => issue.message).join(' '));
    else
      exitCode = await runProcess({
        photos,
        outputDirectory: options.out,
        dataDirectory: options.data ?? null,
        json: options.json === true,
        again: options.again === true,
        priority: options.priority,
        recipe: recipe.data,
      });
  });

program
  .command('studio')
  .description('open the studio in a browser on this machine')
  .addOption(dataOption())
  .option(
    '--port <number>',
    'to listen on, this machine only (default: a free one)',
    numberBetween(0, 65_535, true),
    0,
  )
  .option('--no-open', 'only print the link')
  .action(async (options) => {
    exitCode = await runStudio({
      dataDirectory: options.data ?? null,
      port: options.port,
      open: options.open,
    });
  });

program
  .command('doctor')
  .description('tell how this machine computes, and why')
  .option('--json', 'print as JSON')
  .action(async (options) => {
    exitCode = await runDoctor({ json: options.json === true });
  });

program
  .command('jobs')
  .description('list recent work and how it ended')
  .option('--json', 'print as JSON')
  .addOption(dataOption())
  .option('--limit <count>', 'how many', numberBetween(1, 10_000, true), 50)
  .action(async (options) => {
    exitCode = await runJobs({
      json: options.json === true,
      dataDirectory: options.data ?? null,
      limit: options.limit,
    });
  });

addModelsCommand(program, (code) => {
  exitCode = code;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) exitCode = error.exitCode === 0 ? exitCodes.allDone : exitCodes.usage;
  else {
    process.stderr.write(`${explainFailure(error)}\n`);
    exitCode = exitCodes.someFailed;
    if (!(error instanceof StudioFailure) && process.env.IRISVUE_DEBUG) console.error(error);
  }
}
process.exitCode = exitCode;
