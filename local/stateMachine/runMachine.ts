/**
 * Runs a loaded state machine on this machine, from the top to an end, as Step Functions runs it in the account. Nothing is
 * kept: an execution that is cut off is started again from the top, which the machines are made for. Time and chance are
 * handed in, so a run can be repeated exactly; handlers are called in this process.
 */
import type { Json } from '../../core/json.ts';
import { asJson } from './expression.ts';
import type { Clock, Execution, Scope, TaskHandler } from './execution.ts';
import { type LoadedMachine, MachineRefused } from './loadMachine.ts';
import { runStates } from './runStates.ts';
import { StateFailure } from './stateFailure.ts';
import { within } from './within.ts';

export interface Surroundings {
  /** By logical name: `JourneyWavePlan` for a Resource of `${JourneyWavePlan}`. */
  readonly handlers: Readonly<Record<string, TaskHandler>>;
  readonly clock: Clock;
  /** A share in [0, 1), the same for the same names; for jitter. */
  readonly chance: (...names: readonly string[]) => number;
}

/** `trace`: states entered, in order; `Drain[0].Shards#1` is the first retry of the state Shards for the first item of Drain. */
export type ExecutionEnding = { readonly trace: readonly string[] } & (
  | { readonly kind: 'succeeded'; readonly output: Json }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string }
  | { readonly kind: 'timedOut' }
);

class ExecutionTimedOut extends Error {
  readonly code = 'execution-timed-out';
}

/**
 * One execution; `name` is what it is known by, and part of what jitter depends on. How it ended is a value. Throws
 * `MachineRefused` before anything has run when a handler the machine calls was not handed in.
 */
export async function runMachine(
  machine: LoadedMachine,
  { name, input }: { readonly name: string; readonly input: Json },
  { handlers, clock, chance }: Surroundings,
): Promise<ExecutionEnding> {
  const missing = machine.handlers.filter((handler) => !Object.hasOwn(handlers, handler));
  if (missing.length > 0) throw new MachineRefused(missing.map((handler) => `no handler for ${handler}`));

  const stop = new AbortController();
  const scope: Scope = { prefix: '', variables: new Map(), item: null, trace: [] };
  const given = { machine, name, input, startedAt: clock.now(), handlers, clock, chance };
  const execution: Execution = { ...given, signal: stop.signal, entries: 0 };
  const walk = async (): Promise<Json> => runStates(machine.definition, asJson(input), scope, execution);
  try {
    const { TimeoutSeconds } = machine.definition;
    const output = await within(clock, TimeoutSeconds, walk, () => new ExecutionTimedOut());
    return { kind: 'succeeded', output, trace: scope.trace };
  } catch (failure) {
    if (failure instanceof ExecutionTimedOut) return { kind: 'timedOut', trace: [...scope.trace] };
    if (!(failure instanceof StateFailure)) throw failure;
    return { kind: 'failed', error: failure.error, cause: failure.message, trace: scope.trace };
  } finally {
    stop.abort();
  }
}
