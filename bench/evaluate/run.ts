/**
 * `npm run evaluate -- [--eyes DIR] [--weights DIR] [--only finding|reflections|enlarging] [--share 0.2]`
 *
 * Scores what ships, through the product's own code, and writes models/EVALUATION.md with contact sheets of
 * rendered eyes. Without --eyes only eyes drawn here are used; with it also DIR/labelled (NAME.png beside
 * NAME.mask.png) and DIR/macro (photographs). With --weights networks of others stand beside ours; they come
 * through the product's own importer. A part or a share of it is only printed.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine } from '../machine.ts';
import { pythonWithOpenCv } from './opencv.ts';
import { loadShippedModels } from './product.ts';
import { reportEnhancing } from './report-enhancing.ts';
import { type ReportOptions, reportFinding } from './report-finding.ts';
import { reportReflections } from './report-reflections.ts';

const parts = { finding: reportFinding, reflections: reportReflections, enlarging: reportEnhancing } as const;
type Part = keyof typeof parts;

const { values } = parseArgs({
  options: {
    eyes: { type: 'string' },
    weights: { type: 'string' },
    only: { type: 'string' },
    share: { type: 'string', default: '1' },
    python: { type: 'string' },
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
const complete = only === undefined && share === 1;
const models = await loadShippedModels();
const options: ReportOptions = {
  models,
  cache,
  eyes: values.eyes ?? null,
  weights: values.weights ?? null,
  python: await pythonWithOpenCv(
    values.python === undefined ? ['python3', '/usr/bin/python3'] : [values.python],
  ),
  sheets: complete ? path('../../models/evaluation') : null,
  share,
  say: (line) => console.error(line),
};

const written: string[] = [];
for (const [name, report] of Object.entries(parts)) {
  if (only !== undefined && name !== only) continue;
  const text = await report(options);
  console.log(`${text}\n`);
  written.push(text);
}
await models.release();
if (complete) {
  const sheets = ['finding', 'reflections', 'enlarging-x4', 'enlarging-x2'].map(
    (name) => `![${name}](evaluation/${name}.webp)`,
  );
  const head = [
    '# What the models reach',
    `Written by \`npm run evaluate\`. ${describeMachine()}; others may have used the machine at the same time, so times are for comparing within a table only.`,
    options.eyes === null
      ? 'Measured on rendered eyes alone.'
      : 'Measured on rendered eyes, whose truth is exact, and on photographs that are not part of the repository and took no part in any training.',
    'Pictures: rendered eyes only. Finding (white: truth, green and amber: found); holes of 8 to 64 px; enlarging, clean and camera-like input in turns.',
    ...sheets,
  ];
  await writeFile(path('../../models/EVALUATION.md'), `${[...head, ...written].join('\n\n')}\n`);
}
