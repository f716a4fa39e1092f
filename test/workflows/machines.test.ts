import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { loadMachine } from '../../local/stateMachine/loadMachine.ts';
import { statesWithin } from '../../local/stateMachine/machineRules.ts';
import { journeyWave } from '../../workflows/journeyWave.ts';
import { lifecycleEvaluation } from '../../workflows/lifecycleEvaluation.ts';

const MACHINES = { journeyWave, lifecycleEvaluation };

describe.each(Object.entries(MACHINES))('%s', (_name, machine) => {
  it('is valid Amazon States Language', () => {
    const verdict = validate(structuredClone(machine));
    expect(verdict.errorsText()).toBe('');
    expect(verdict.isValid).toBe(true);
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(machine))).toEqual(machine);
  });

  it('is run on one machine as it is', () => {
    expect(loadMachine(machine).handlers.length).toBeGreaterThan(0);
  });

  it('has no task without a time limit of its own within that of the whole', () => {
    const tasks = [...statesWithin(machine)].flatMap(({ state }) => (state.Type === 'Task' ? [state] : []));
    expect(tasks.length).toBeGreaterThan(0);
    for (const task of tasks) expect(task.TimeoutSeconds).toBeLessThanOrEqual(900);
    for (const task of tasks) expect(task.TimeoutSeconds).toBeLessThan(machine.TimeoutSeconds);
  });

  it('tries every task again after what passes by itself, with full jitter', () => {
    for (const { state } of statesWithin(machine)) {
      if (state.Type !== 'Task') continue;
      expect(state.Retry?.[0]).toMatchObject({ JitterStrategy: 'FULL' });
      expect(state.Retry?.[0]?.ErrorEquals).toContain('Lambda.TooManyRequestsException');
    }
  });
});

describe('asl-validator as a gate', () => {
  it('refuses a transition that leads nowhere', () => {
    const broken = { ...journeyWave, StartAt: 'Nowhere' };
    expect(validate(structuredClone(broken)).isValid).toBe(false);
  });
});
