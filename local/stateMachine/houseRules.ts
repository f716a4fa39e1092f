/**
 * What Perennial asks of its own machines beyond what runs: nothing that can hang, retries of what passes by itself and of
 * nothing else, a failure that is caught wherever it arises, and functions that are there. What breaks a rule is said in words.
 */
import type { State, StateGraph, StateMachine, TaskState } from '../../workflows/asl.ts';
import type { FunctionDefinition, MachineName } from '../../workflows/functionDefinition.ts';
import { TRANSIENT_ERRORS } from '../../workflows/retryTransient.ts';
import { statesWithin } from './machineRules.ts';
import { calledBy } from './resource.ts';

/** Functions by the names machines call them by. */
export type KnownFunctions = ReadonlyMap<string, Pick<FunctionDefinition, 'timeoutSeconds' | 'trigger'>>;

const TRANSIENT: ReadonlySet<string> = new Set(TRANSIENT_ERRORS);

function* brokenRetry({ Retry = [] }: TaskState): Generator<string> {
  if (Retry.length === 0) yield 'is not tried again after what passes by itself';
  for (const { ErrorEquals, JitterStrategy, MaxAttempts = 3 } of Retry) {
    if (JitterStrategy !== 'FULL') yield 'is tried again without jitter';
    if (MaxAttempts > 10) yield `is tried again ${MaxAttempts} times`;
    const others = ErrorEquals.filter((name) => !TRANSIENT.has(name));
    if (others.length > 0) yield `is tried again after ${others.join(', ')}, which does not pass by itself`;
    if (!ErrorEquals.includes('TransientError')) yield 'is not tried again after a TransientError';
  }
}

function catchesAll(state: State): boolean {
  return (
    'Catch' in state && (state.Catch ?? []).some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'))
  );
}

/** Where failures lead: what stands there records them, and may fail the execution itself. */
function recorders(graph: StateGraph): ReadonlySet<string> {
  const states = Object.values(graph.States);
  return new Set(states.flatMap((one) => ('Catch' in one ? (one.Catch ?? []).map(({ Next }) => Next) : [])));
}

/** Tasks whose failure nothing catches on its way out. */
function* uncaught(graph: StateGraph, prefix: string): Generator<string> {
  const recording = recorders(graph);
  for (const [name, state] of Object.entries(graph.States)) {
    if (catchesAll(state)) continue;
    if (state.Type === 'Task' && !recording.has(name)) yield `${prefix}${name}: nothing catches its failure`;
    if (state.Type === 'Map') yield* uncaught(state.ItemProcessor, `${prefix}${name}.`);
  }
}

/** States that come back to themselves without a Choice between. */
function* endless(graph: StateGraph, prefix: string): Generator<string> {
  const onward = (name: string): string | undefined => {
    const state = graph.States[name];
    return state !== undefined && 'Next' in state ? state.Next : undefined;
  };
  for (const [name, state] of Object.entries(graph.States)) {
    if (state.Type === 'Map') yield* endless(state.ItemProcessor, `${prefix}${name}.`);
    const met = new Set<string>();
    let at = onward(name);
    while (at !== undefined && at !== name && !met.has(at)) {
      met.add(at);
      at = onward(at);
    }
    if (at === name) yield `${prefix}${name}: comes back to itself and nothing decides to stop`;
  }
}

function* brokenCall(
  state: TaskState,
  machine: MachineName,
  functions: KnownFunctions,
  whole: number,
): Generator<string> {
  const name = calledBy(state)?.handler ?? '';
  const called = functions.get(name);
  if (state.TimeoutSeconds >= whole) yield 'has as much time as the whole machine';
  if (called === undefined) {
    yield `calls ${name}, which is no function`;
    return;
  }
  const { trigger, timeoutSeconds } = called;
  if (trigger.kind !== 'task' || trigger.machine !== machine)
    yield `calls ${name}, which is not of ${machine}`;
  if (timeoutSeconds > state.TimeoutSeconds)
    yield `gives up on ${name} after ${state.TimeoutSeconds} s, while it may work for ${timeoutSeconds} s`;
}

/** Every rule of the house that the machine of this name breaks, as `<state>: <what is wrong>`. */
export function brokenHouseRules(
  name: MachineName,
  machine: StateMachine,
  functions: KnownFunctions,
): string[] {
  const tasks = [...statesWithin(machine)].flatMap(({ path, state }) =>
    state.Type === 'Task' ? [{ path, state }] : [],
  );
  const called = new Set(tasks.map(({ state }) => calledBy(state)?.handler));
  const idle = [...functions].filter(
    ([own, { trigger }]) => trigger.kind === 'task' && trigger.machine === name && !called.has(own),
  );
  return [
    ...tasks.flatMap(({ path, state }) =>
      [...brokenRetry(state), ...brokenCall(state, name, functions, machine.TimeoutSeconds)].map(
        (what) => `${path}: ${what}`,
      ),
    ),
    ...uncaught(machine, ''),
    ...endless(machine, ''),
    ...idle.map(([own]) => `${own}: is a task of ${name} that it never calls`),
  ];
}
