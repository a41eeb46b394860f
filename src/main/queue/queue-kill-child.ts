/**
 * The program that queue-kill.test.ts kills. Adds and completes jobs as fast as it can and says so, line by
 * line, after each promise that was kept: "added <id>" and "completed <id>". Writes to standard output
 * synchronously, so that a line that left this process describes a commit that came before it.
 */
import { writeSync } from 'node:fs';
import { openLibrary } from '../library/open-library.ts';
import { createSqliteQueue } from './sqlite-queue.ts';

const [directory = ''] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);

const library = await openLibrary({ directory });
library.database.exec('CREATE TABLE IF NOT EXISTS done (job_id TEXT NOT NULL) STRICT');
const insertDone = library.database.prepare('INSERT INTO done VALUES (?)');
const queue = createSqliteQueue(library.database);
queue.subscribe({
  event(event) {
    if (event.type === 'completed') say(`completed ${event.jobId}`);
  },
});
queue.work('process', { concurrency: 2 }, async ({ job }) => {
  await new Promise((resolve) => setImmediate(resolve));
  return { outcome: 'completed', alongside: () => void insertDone.run(job.id) };
});
for (;;) {
  const id = await queue.add({ kind: 'process', payload: null });
  say(`added ${id}`);
  const ids = await queue.addMany(Array.from({ length: 3 }, () => ({ kind: 'process', payload: null })));
  for (const added of ids) say(`added ${added}`);
  await new Promise((resolve) => setImmediate(resolve));
}
