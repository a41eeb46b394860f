import { describe, expect, it } from 'vitest';
import { currentStep, guideSteps } from './guide-steps.ts';
import { rungOf } from './rungs.ts';
import type { TellingState } from './telling.ts';

const offer = {
  certificateUrl: 'http://10.0.0.2:47113/authority',
  certificateName: 'IrisVue Studio on Mac',
  certificateFetched: false,
  securePageUrl: 'https://10.0.0.2:47114/',
  pushKey: null,
  subscribed: false,
};
const begin: TellingState = {
  offer,
  secure: false,
  reached: false,
  permission: 'default',
  worker: false,
  subscribed: false,
  tested: false,
  installed: false,
  busy: false,
  trouble: null,
};
const now = (changes: Partial<TellingState>, platform: 'ios' | 'android' = 'android') =>
  currentStep(guideSteps({ ...begin, ...changes }, platform));

describe('the guide', () => {
  it('goes on when a step was done outside of the page', () => {
    expect(now({})).toBe('download');
    expect(now({ offer: { ...offer, certificateFetched: true } })).toBe('install');
    expect(now({ reached: true })).toBe('secure');
    const secure = { secure: true, reached: true };
    expect(now(secure)).toBe('worker');
    expect(now({ ...secure, worker: true })).toBe('permission');
    expect(now({ ...secure, worker: true, permission: 'granted' })).toBe('test');
    expect(now({ ...secure, worker: true, permission: 'granted', tested: true })).toBeNull();
  });

  it('leads an iPhone over its Home Screen', () => {
    expect(now({ secure: true, reached: true, worker: true }, 'ios')).toBe('homeScreen');
    expect(now({ secure: true, reached: true, worker: true, installed: true }, 'ios')).toBe('permission');
  });

  it('stands on the rung that holds', () => {
    const all = { secure: true, permission: 'granted', worker: true, subscribed: true } as const;
    expect(rungOf(all)).toBe('push');
    expect(rungOf({ ...all, subscribed: false })).toBe('worker');
    expect(rungOf({ ...all, permission: 'denied' })).toBe('page');
    expect(rungOf({ ...all, secure: false })).toBe('page');
  });
});
