/**
 * `npm run evaluate -- [--eyes DIR] [--weights DIR] [--only finding|reflections|x4|x2] [--share 0.2]`
 *
 * Scores what ships, through the product's own code, and writes models/EVALUATION.md with contact sheets of
 * rendered eyes. Without --eyes only eyes drawn here are used; with it also DIR/labelled (NAME.png beside
 * NAME.mask.png) and DIR/macro (photographs). With --weights networks of others stand beside ours; they come
 * through the product's own importer. A part that runs alone replaces its own section; --share takes that much of
 * the drawn pictures; --print leaves the file alone.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine } from '../machine.ts';
import { composeEvaluation, readSections } from './evaluation-file.ts';
import { pythonWithOpenCv } from './opencv.ts';
import { loadShippedModels } from './product.ts';
import { reportEnlarging } from './report-enhancing.ts';
import { type ReportOptions, reportFinding } from './report-finding.ts';
import { reportReflections } from './report-reflections.ts';

const parts = {
  finding: reportFinding,
  reflections: reportReflections,
  x4: (options: ReportOptions) => reportEnlarging(4, options),
  x2: (options: ReportOptions) => reportEnlarging(2, options),
} as const;
type Part = keyof typeof parts;

const { values } = parseArgs({
  options: {
    eyes: { type: 'string' },
    weights: { type: 'string' },
    only: { type: 'string' },
    share: { type: 'string', default: '1' },
    python: { type: 'string' },
    print: { type: 'boolean', default: false },
  },
});
const only = values.only as Part | undefined;
if (only !== undefined && !(only in parts))
  throw new RangeError(`--only takes ${Object.keys(parts).join(', ')}`);
const share = Number(values.share);
if (!(share > 0 && share <= 1)) throw new RangeError('--share is above 0 and at most 1');

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const cache = path('../../.cache/evaluate');
await mkdir(cache, { recursive: true });
const models = await loadShippedModels();
const options: ReportOptions = {
  models,
  cache,
  eyes: values.eyes ?? null,
  weights: values.weights ?? null,
  python: await pythonWithOpenCv(
    values.python === undefined ? ['python3', '/usr/bin/python3'] : [values.python],
  ),
  sheets: !values.print ? path('../../models/evaluation') : null,
  share,
  say: (line) => console.error(line),
};

const extent =
  share === 1 ? 'all drawn pictures' : `${Math.round(100 * share)}% of the drawn pictures (--share ${share})`;
const evaluation = path('../../models/EVALUATION.md');
for (const [name, report] of Object.entries(parts)) {
  if (only !== undefined && name !== only) continue;
  const text = await report(options);
  console.log(`${text}\n`);
  if (values.print) continue;
  // Read only now: another part may have been written meanwhile.
  const sections = await readSections(evaluation);
  sections.set(name, `${text}\n\n${describeMachine()}; ${extent}.`);
  await writeFile(evaluation, composeEvaluation(sections));
}
await models.release();
