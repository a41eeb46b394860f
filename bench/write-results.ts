import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Figure, formatFigures } from './figure.ts';
import { describeMachine } from './machine.ts';

const results = join(fileURLToPath(new URL('.', import.meta.url)), 'results');

/** Prints a table and keeps it in bench/results/, as a page and as JSON. */
export async function writeResults(name: string, figures: readonly Figure[]): Promise<void> {
  const table = formatFigures(figures);
  const machine = describeMachine();
  console.log(`## ${name}\n\n${table}\n`);
  await mkdir(results, { recursive: true });
  await writeFile(join(results, `${name}.md`), `# ${name}\n\n${machine}\n\n${table}\n`);
  await writeFile(join(results, `${name}.json`), `${JSON.stringify({ machine, figures }, null, 2)}\n`);
}
