import { type Job, jobStateSchema } from '../../contracts/job.ts';
import { exitCodes } from './exit-codes.ts';
import { failureWords } from './explain-failure.ts';
import { openHeadlessStudio } from './open-headless-studio.ts';

const stateWords: Readonly<Record<Job['state'], string>> = {
  scheduled: 'waits for its time',
  available: 'waits',
  running: 'in work',
  retryable: 'will be tried again',
  completed: 'finished',
  cancelled: 'stopped',
  discarded: 'failed',
};

/** Lists recent work, newest first, and the count of each state. Starts nothing. */
export async function runJobs(options: {
  readonly json: boolean;
  readonly dataDirectory: string | null;
  readonly limit: number;
}): Promise<number> {
  const studio = await openHeadlessStudio(options.dataDirectory);
  try {
    const jobs = await studio.listJobs(options.limit);
    if (options.json) for (const job of jobs) process.stdout.write(`${JSON.stringify(job)}\n`);
    else {
      for (const { job, photoName } of jobs) {
        const when = new Date(job.finalizedAt ?? job.enqueuedAt).toISOString().slice(0, 19).replace('T', ' ');
        const reason = job.failure === null ? '' : `  ${failureWords(job.failure)}`;
        process.stdout.write(`${when}  ${stateWords[job.state].padEnd(19)}  ${photoName}${reason}\n`);
      }
      const counts = await studio.countJobs();
      const told = jobStateSchema.options
        .filter((state) => counts[state] > 0)
        .map((state) => `${counts[state]} ${stateWords[state]}`);
      process.stdout.write(`${told.length > 0 ? told.join(', ') : 'Nothing was processed yet.'}\n`);
    }
    return exitCodes.allDone;
  } finally {
    await studio.close();
  }
}
