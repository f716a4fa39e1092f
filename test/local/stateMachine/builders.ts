/** Short ways to write machines and run them. */
import type { Json } from '../../../core/json.ts';
import type { State, StateGraph, StateMachine, TaskState } from '../../../workflows/asl.ts';
import type { TaskHandler } from '../../../local/stateMachine/execution.ts';
import { loadMachine } from '../../../local/stateMachine/loadMachine.ts';
import { type ExecutionEnding, runMachine } from '../../../local/stateMachine/runMachine.ts';
import { type VirtualClock, virtualClock } from './virtualClock.ts';

type States = Readonly<Record<string, State>>;

/** A graph that starts at the first state named. */
export function graph(states: States): StateGraph {
  return { StartAt: Object.keys(states)[0] ?? '', States: states };
}

export function aMachine(states: States, overrides: Partial<StateMachine> = {}): StateMachine {
  return { QueryLanguage: 'JSONata', TimeoutSeconds: 86_400, ...graph(states), ...overrides };
}

/** A Task that calls the handler `Work` and ends the walk. */
export function aTask(overrides: Partial<TaskState> = {}): TaskState {
  const end = overrides.Next === undefined ? { End: true as const } : {};
  return { Type: 'Task', Resource: '${Work}', TimeoutSeconds: 60, ...end, ...overrides };
}

export interface RunOptions {
  readonly input?: Json;
  readonly handlers?: Readonly<Record<string, TaskHandler>>;
  readonly clock?: VirtualClock;
  readonly chance?: (...names: readonly string[]) => number;
}

export function run(machine: unknown, options: RunOptions = {}): Promise<ExecutionEnding> {
  const { input = {}, handlers = {}, clock = virtualClock(), chance = () => 0.5 } = options;
  return runMachine(loadMachine(machine), { name: 'run-1', input }, { handlers, clock, chance });
}

/** The output of a run that succeeds; throws what it came to otherwise. */
export async function outputOf(machine: unknown, options: RunOptions = {}): Promise<Json> {
  const ending = await run(machine, options);
  if (ending.kind !== 'succeeded') throw new Error(`did not succeed: ${JSON.stringify(ending)}`);
  return ending.output;
}

/** An error of a given name, as handlers throw them. */
export function anError(name: string, message = 'what went wrong'): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
