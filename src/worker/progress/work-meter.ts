/**
 * Turns work done into the one number a ring shows. Each step has a weight in milliseconds, learned on this
 * machine; the share is weight done over weight known, so that it moves evenly and the remaining time can be
 * read off it. When finding tells how large the iris is, the weights ahead change: the share then holds still
 * or slows, but never falls.
 */
import type { WorkRates } from '../../contracts/processing.ts';
import type { Progress, Step } from '../../contracts/progress.ts';

/** What a machine like a laptop takes, until this one is known. */
export const assumedRates: WorkRates = {
  prepare: 12,
  find: 250,
  reflections: 150,
  enhance: 2200,
  finish: 90,
};

export interface WorkPlan {
  readonly sourceMegapixels: number;
  readonly frameMegapixels: number;
  /** 0 when nothing is enhanced. */
  readonly enhanceMegapixels: number;
  readonly pictureMegapixels: number;
  readonly reflections: boolean;
}

const rateOfStep = {
  preparing: 'prepare',
  finding: 'find',
  reflections: 'reflections',
  enhancing: 'enhance',
  finishing: 'finish',
} as const satisfies Record<Step, keyof WorkRates>;

const steps = Object.keys(rateOfStep) as Step[];

export class WorkMeter {
  readonly #rates: WorkRates;
  readonly #learned: boolean;
  readonly #report: (progress: Progress) => void;
  readonly #measured: Partial<Record<keyof WorkRates, number>> = {};
  #units: Record<Step, number>;
  #step: Step = 'preparing';
  #doneOfStep = 0;
  #share = 0;

  /** @param rates null on a machine that has not finished a photo yet: no remaining time is told then */
  constructor(plan: WorkPlan, rates: WorkRates | null, report: (progress: Progress) => void) {
    this.#rates = rates ?? assumedRates;
    this.#learned = rates !== null;
    this.#report = report;
    this.#units = unitsOf(plan);
  }

  /** Replaces what was assumed about the photo by what is known now. */
  replan(plan: WorkPlan): void {
    this.#units = unitsOf(plan);
  }

  begin(step: Step): void {
    this.#step = step;
    this.advance(0);
  }

  /** @param share 0..1 of the step's own work */
  advance(share: number): void {
    this.#doneOfStep = share;
    const total = steps.reduce((sum, step) => sum + this.#weight(step), 0);
    let done = 0;
    for (const step of steps) {
      if (step === this.#step) break;
      done += this.#weight(step);
    }
    done += this.#weight(this.#step) * this.#doneOfStep;
    this.#share = Math.min(1, Math.max(this.#share, total > 0 ? done / total : 0));
    this.#report({
      step: this.#step,
      share: this.#share,
      remainingMs: this.#learned ? Math.max(0, Math.round(total - done)) : null,
    });
  }

  /** Notes how long a step took; `end` must follow the step's last `advance`. */
  end(step: Step, milliseconds: number): void {
    const units = this.#units[step];
    if (units > 0 && milliseconds > 0) this.#measured[rateOfStep[step]] = milliseconds / units;
  }

  /** Old rates moved towards what this photo showed; the first photo's are taken as they are. */
  learnedRates(): WorkRates {
    const rates: WorkRates = { ...this.#rates };
    for (const key of Object.keys(this.#measured) as (keyof WorkRates)[]) {
      const measured = this.#measured[key]!;
      rates[key] = this.#learned ? rates[key] * 0.6 + measured * 0.4 : measured;
    }
    return rates;
  }

  #weight(step: Step): number {
    return this.#units[step] * this.#rates[rateOfStep[step]];
  }
}

function unitsOf(plan: WorkPlan): Record<Step, number> {
  return {
    preparing: plan.sourceMegapixels,
    finding: 1,
    reflections: plan.reflections ? plan.frameMegapixels : 0,
    enhancing: plan.enhanceMegapixels,
    finishing: plan.pictureMegapixels,
  };
}
