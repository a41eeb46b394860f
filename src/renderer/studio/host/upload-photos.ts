/** Sends chosen files to the browser host, a few at a time, and adds their reports up to one. */
import { browserHost } from '../../../contracts/browser-host.ts';
import { type ImportReport, importReportSchema } from '../../../contracts/studio-api.ts';
import type { ImportProgress } from './host-port.ts';

/** One less than the host takes, so that a second window gets its turn. */
const atOnce = browserHost.importsAtOnce - 1;
const busyPauseMs = 400;

export async function uploadPhotos(
  files: readonly File[],
  onProgress: (progress: ImportProgress) => void,
  send: (file: File) => Promise<ImportReport | 'busy'> = uploadOne,
): Promise<ImportReport> {
  const report: ImportReport = { added: [], duplicates: [], failed: [] };
  const left = [...files];
  let done = 0;
  async function lane(): Promise<void> {
    for (let file = left.shift(); file !== undefined; file = left.shift()) {
      let answer = await send(file);
      while (answer === 'busy') {
        await new Promise((resolve) => setTimeout(resolve, busyPauseMs));
        answer = await send(file);
      }
      report.added.push(...answer.added);
      report.duplicates.push(...answer.duplicates);
      report.failed.push(...answer.failed);
      done += 1;
      onProgress({ done, total: files.length });
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, files.length) }, lane));
  return report;
}

async function uploadOne(file: File): Promise<ImportReport | 'busy'> {
  const response = await fetch(browserHost.import, {
    method: 'POST',
    headers: {
      [browserHost.nameHeader]: encodeURIComponent(file.name),
      'Content-Type': 'application/octet-stream',
    },
    body: file,
  }).catch(() => null);
  if (response?.status === 429) return 'busy';
  if (response === null || !response.ok)
    return { added: [], duplicates: [], failed: [{ name: file.name, code: 'unexpected' }] };
  return importReportSchema.parse(await response.json());
}
