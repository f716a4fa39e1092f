import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { MACHINES } from '../../infra/machines.ts';
import { brokenHouseRules, type KnownFunctions } from '../../local/stateMachine/houseRules.ts';
import { loadMachine } from '../../local/stateMachine/loadMachine.ts';
import { statesWithin } from '../../local/stateMachine/machineRules.ts';
import type { FunctionDefinition } from '../../workflows/functionDefinition.ts';
import { aslName, FUNCTIONS, type FunctionName } from '../../workflows/functions.ts';
import { journeyWave } from '../../workflows/journeyWave.ts';

const NAMES = Object.keys(FUNCTIONS) as FunctionName[];
const FUNCTIONS_BY_ASL: KnownFunctions = new Map(
  NAMES.map((name): [string, FunctionDefinition] => [aslName(name), FUNCTIONS[name]]),
);

it('there are five machines', () => {
  expect(MACHINES.map(([name]) => name)).toEqual([
    'journey-wave',
    'lifecycle-evaluation',
    'import',
    'erase-customer',
    'campaign-launch',
  ]);
});

describe.each(MACHINES)('%s', (name, machine) => {
  it('is valid Amazon States Language', () => {
    const verdict = validate(structuredClone(machine));
    expect(verdict.errorsText()).toBe('');
    expect(verdict.isValid).toBe(true);
  });

  it('is plain JSON, in JSONata, of tasks, choices, maps, passes and ends alone', () => {
    expect(JSON.parse(JSON.stringify(machine))).toEqual(machine);
    expect(machine.QueryLanguage).toBe('JSONata');
    const types = new Set([...statesWithin(machine)].map(({ state }) => state.Type));
    for (const type of types) expect(['Task', 'Choice', 'Map', 'Pass', 'Succeed', 'Fail']).toContain(type);
  });

  it('is run on one machine as it is', () => {
    expect(loadMachine(machine).handlers.length).toBeGreaterThan(0);
  });

  it('breaks no rule of the house', () => {
    expect(brokenHouseRules(name, machine, FUNCTIONS_BY_ASL)).toEqual([]);
  });

  it('has no task longer than a function may run', () => {
    const tasks = [...statesWithin(machine)].flatMap(({ state }) => (state.Type === 'Task' ? [state] : []));
    expect(tasks.length).toBeGreaterThan(0);
    for (const task of tasks) expect(task.TimeoutSeconds).toBeLessThanOrEqual(900);
  });
});

describe('asl-validator as a gate', () => {
  it('refuses a transition that leads nowhere', () => {
    const broken = { ...journeyWave, StartAt: 'Nowhere' };
    expect(validate(structuredClone(broken)).isValid).toBe(false);
  });
});
