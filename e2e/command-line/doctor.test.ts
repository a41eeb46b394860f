import { describe, expect, it } from 'vitest';
import { workerReadinessSchema } from '../../src/contracts/worker-api.ts';
import { irisvue } from './irisvue.ts';

describe('irisvue doctor', () => {
  it('tells what was tried, what was chosen and that every model is verified', async () => {
    const { stdout, exitCode } = await irisvue(['doctor', '--json']);
    expect(exitCode).toBe(0);
    const readiness = workerReadinessSchema.parse(JSON.parse(stdout));
    const cpu = readiness.verdicts.find((verdict) => verdict.provider === 'cpu');
    expect(cpu?.largestError).toBeLessThan(1e-3);
    expect(readiness.verdicts.filter((verdict) => verdict.outcome === 'chosen')).toHaveLength(1);
    expect(readiness.models.map((model) => model.role).sort()).toEqual(['enhance', 'enhance', 'find']);
  });

  it('says it to a person without paths or source lines', async () => {
    const { stdout, exitCode } = await irisvue(['doctor']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Computes on: /);
    expect(stdout).toMatch(/chosen/);
    expect(stdout).not.toMatch(/\.cc:|\.cpp:|::/);
  });
});
