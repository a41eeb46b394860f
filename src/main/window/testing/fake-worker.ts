import { writeFile } from 'node:fs/promises';
import { type FailureCode, StudioFailure } from '../../../contracts/failure.ts';
import type { JudgeReport } from '../../../contracts/judging.ts';
import type { Findings, ProcessReport, ProcessRequest } from '../../../contracts/processing.ts';
import { completedReport } from '../../library/fixtures.ts';
import type { ProcessOptions, WorkerSupervisor } from '../../workers/worker-supervisor.ts';

interface Work {
  readonly request: ProcessRequest;
  readonly options: ProcessOptions;
  readonly resolve: (report: ProcessReport) => void;
  readonly reject: (error: unknown) => void;
}

export const foundEye: Partial<Findings> = {
  source: { format: 'jpeg', width: 1000, height: 800 },
  iris: { cx: 500, cy: 400, a: 200, b: 198, angle: 0 },
  pupil: { cx: 500, cy: 400, a: 80, b: 80, angle: 0 },
};

/** A GPU worker whose every step a test decides. */
export class FakeWorker implements WorkerSupervisor {
  readonly #running: Work[] = [];
  readonly #wanting: ((work: Work) => void)[] = [];

  async ready() {
    return { provider: 'cpu', verdicts: [], models: [], startMs: 1, threads: 1 };
  }

  /** How many photos it was given to process. */
  started = 0;

  process(request: ProcessRequest, options: ProcessOptions = {}): Promise<ProcessReport> {
    this.started += 1;
    return new Promise((resolve, reject) => {
      const work = { request, options, resolve, reject };
      options.signal?.addEventListener('abort', () => {
        if (this.#running.includes(work)) this.#running.splice(this.#running.indexOf(work), 1);
        resolve(failedReport('cancelled', {}));
      });
      const wanting = this.#wanting.shift();
      if (wanting) wanting(work);
      else this.#running.push(work);
    });
  }

  /** The photo that it was given, or will be given next. */
  next(): Promise<Work> {
    const work = this.#running.shift();
    return work ? Promise.resolve(work) : new Promise((resolve) => this.#wanting.push(resolve));
  }

  async complete(work: Work, findings: Partial<Findings> = {}): Promise<void> {
    const { targets } = work.request;
    for (const path of Object.values(targets)) await writeFile(path, 'a finished picture');
    const report = completedReport('a finished picture'.length);
    work.resolve({ ...report, findings: { ...report.findings, ...foundEye, ...findings } });
  }

  fail(work: Work, code: FailureCode, findings: Partial<Findings> = {}): void {
    work.resolve(failedReport(code, findings));
  }

  crash(work: Work): void {
    work.reject(new StudioFailure('workerStopped'));
  }

  /** What it thinks of captures; a test may think otherwise. */
  judgement: JudgeReport = {
    findings: { ...completedReport(1).findings, ...foundEye },
    failure: null,
    milliseconds: 1,
  };

  async judge() {
    return this.judgement;
  }

  async residentBytes() {
    return null;
  }

  async close() {}
}

function failedReport(code: FailureCode, findings: Partial<Findings>): ProcessReport {
  const { timings, inferenceMs, provider, models, findings: common } = completedReport(1);
  return {
    status: 'failed',
    failure: { code, details: {} },
    findings: { ...common, ...findings },
    timings,
    inferenceMs,
    provider,
    models,
  };
}
