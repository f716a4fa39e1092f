/**
 * What one execution is made of: what it was given, how far it may go, and the state it is visiting. Filling templates and
 * leaving a state are here, because every kind of state does them the same way.
 */
import type { Json, JsonObject } from '../../core/json.ts';
import { type Instant, isoInstant } from '../../core/time.ts';
import type { Assignments, Template } from '../../workflows/asl.ts';
import { asJson, type Bindings, fill } from './expression.ts';
import type { LoadedMachine } from './loadMachine.ts';
import { StateFailure } from './stateFailure.ts';

export interface Clock {
  readonly now: () => Instant;
  /** Resolves when `ms` have passed; may reject once the signal has aborted, and nobody waits for it then. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What a handler learns of its call; the part of Lambda's context that handlers read, and where they are called from. */
export interface TaskContext {
  readonly executionName: string;
  readonly state: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly getRemainingTimeInMillis: () => number;
}

/** Returns what is JSON; what it throws fails the state under the name of the error. */
export type TaskHandler = (input: Json, context: TaskContext) => Promise<unknown>;

export interface Execution {
  readonly machine: LoadedMachine;
  readonly name: string;
  readonly input: Json;
  readonly startedAt: Instant;
  readonly handlers: Readonly<Record<string, TaskHandler>>;
  readonly clock: Clock;
  /** A share in [0, 1), the same for the same names. */
  readonly chance: (...names: readonly string[]) => number;
  /** Aborted when the execution's time is up. */
  readonly signal: AbortSignal;
  entries: number;
}

/** Where states run: the machine itself, or one item of a Map state. */
export interface Scope {
  readonly prefix: string;
  readonly variables: Map<string, Json>;
  readonly item: { readonly Index: number; readonly Value: Json } | null;
  /** Paths of states in the order they were entered, `#n` behind the n-th attempt after the first. */
  readonly trace: string[];
}

export interface Visit {
  readonly execution: Execution;
  readonly scope: Scope;
  readonly name: string;
  readonly path: string;
  readonly input: Json;
  readonly enteredAt: Instant;
  readonly retries: number;
}

/** The execution was stopped from outside; no Retry or Catch hears of it. */
class Stopped extends Error {
  readonly code = 'execution-stopped';
}

/** As many states as one Standard execution may record events for. */
const MOST_ENTRIES = 25_000;

/** Enters a state. Throws `Stopped` when the execution's time is up, `States.Runtime` when it has gone on for too long. */
export function enter(execution: Execution, scope: Scope, name: string, input: Json): Visit {
  if (execution.signal.aborted) throw new Stopped('the execution was stopped');
  execution.entries += 1;
  if (execution.entries > MOST_ENTRIES) {
    throw new StateFailure('States.Runtime', `more than ${MOST_ENTRIES} states were entered`);
  }
  const path = `${scope.prefix}${name}`;
  scope.trace.push(path);
  return { execution, scope, name, path, input, enteredAt: execution.clock.now(), retries: 0 };
}

/** What else `$states` holds when a state is left. */
interface Ending {
  readonly result?: Json;
  readonly errorOutput?: Json;
}

function contextOf({ execution, scope, name, enteredAt, retries }: Visit): JsonObject {
  return {
    Execution: {
      Id: `local:${execution.name}`,
      Input: execution.input,
      Name: execution.name,
      StartTime: isoInstant(execution.startedAt),
    },
    State: { Name: name, EnteredTime: isoInstant(enteredAt), RetryCount: retries },
    ...(scope.item === null ? {} : { Map: { Item: scope.item } }),
  };
}

function bindingsOf(visit: Visit, ending: Ending): Bindings {
  const states: JsonObject = { input: visit.input, context: contextOf(visit), ...ending };
  return { ...Object.fromEntries(visit.scope.variables), states };
}

/** Fills a template with what the state being visited knows. */
export function fillIn(visit: Visit, template: Template, ending: Ending = {}): Promise<Json> {
  return fill(template, visit.execution.machine.expressions, bindingsOf(visit, ending));
}

/** Sets the variables a state assigns and gives its output. Neither sees what the other does. */
export async function leave(
  visit: Visit,
  { Assign, Output }: { readonly Assign?: Assignments; readonly Output?: Template },
  ending: Ending,
  outputByDefault: Json,
): Promise<Json> {
  const output = Output === undefined ? outputByDefault : asJson(await fillIn(visit, Output, ending));
  const assigned = await Promise.all(
    Object.entries(Assign ?? {}).map(
      async ([variable, template]) => [variable, await fillIn(visit, template, ending)] as const,
    ),
  );
  for (const [variable, value] of assigned) visit.scope.variables.set(variable, value);
  return output;
}
