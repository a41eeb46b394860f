/** The way to notifications, step by step, with what shows that each was done. */
import type { DevicePlatform } from '../../../contracts/companion/device.ts';
import type { TellingState } from './telling.ts';

export type GuideStep = 'download' | 'install' | 'secure' | 'homeScreen' | 'worker' | 'permission' | 'test';

export interface GuideProgress {
  readonly step: GuideStep;
  readonly done: boolean;
}

/** In order; the first that is not done is the one to do now. */
export function guideSteps(state: TellingState, platform: DevicePlatform): GuideProgress[] {
  const { offer, reached, secure, installed, worker, permission, tested } = state;
  const marks: [GuideStep, boolean][] = [
    ['download', secure || reached || offer?.certificateFetched === true],
    ['install', secure || reached],
    ['secure', secure],
    // An iPhone lets only apps of the Home Screen ask for notifications.
    ...(platform === 'ios' ? ([['homeScreen', installed]] as [GuideStep, boolean][]) : []),
    ['worker', worker],
    ['permission', permission === 'granted'],
    ['test', tested],
  ];
  return marks.map(([step, done]) => ({ step, done }));
}

export function currentStep(steps: readonly GuideProgress[]): GuideStep | null {
  return steps.find(({ done }) => !done)?.step ?? null;
}
