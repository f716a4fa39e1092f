/**
 * Walks the states of a machine, or of one item of a Map, from the first to an end, and says for each kind of state what
 * comes out of it and which is next. Task and Map states are tried again and caught as their Retry and Catch say.
 */
import type { Json } from '../../core/json.ts';
import type { ChoiceState, FailState, MapState, State, StateGraph, TaskState } from '../../workflows/asl.ts';
import { type Execution, enter, fillIn, leave, type Scope, type Visit } from './execution.ts';
import { attemptMap } from './mapState.ts';
import { RetryCounter } from './retry.ts';
import { isMeant, StateFailure } from './stateFailure.ts';
import { attemptTask } from './taskState.ts';

interface Step {
  readonly output: Json;
  /** Null at an end. */
  readonly next: string | null;
}

async function caught(state: TaskState | MapState, visit: Visit, failure: StateFailure): Promise<Step> {
  const catcher = state.Catch?.find((one) => isMeant(one.ErrorEquals, failure.error));
  if (catcher === undefined) throw failure;
  const errorOutput = { Error: failure.error, Cause: failure.message };
  return { output: await leave(visit, catcher, { errorOutput }, errorOutput), next: catcher.Next };
}

async function recovering(
  state: TaskState | MapState,
  entered: Visit,
  attempt: (visit: Visit) => Promise<Json>,
): Promise<Step> {
  const { execution, scope, path } = entered;
  const counter = new RetryCounter(state.Retry ?? []);
  for (;;) {
    const visit = { ...entered, retries: counter.retries };
    try {
      const result = await attempt(visit);
      return { output: await leave(visit, state, { result }, result), next: state.Next ?? null };
    } catch (failure) {
      if (!(failure instanceof StateFailure)) throw failure;
      const share = (): number => execution.chance(execution.name, path, String(counter.retries));
      const delayMs = counter.next(failure.error, share);
      if (delayMs === null) return caught(state, visit, failure);
      await execution.clock.sleep(delayMs, execution.signal);
      scope.trace.push(`${path}#${counter.retries}`);
    }
  }
}

async function choose(state: ChoiceState, visit: Visit): Promise<Step> {
  for (const rule of state.Choices) {
    const holds = await fillIn(visit, rule.Condition);
    if (typeof holds !== 'boolean') {
      throw new StateFailure('States.QueryEvaluationError', `${rule.Condition} is neither true nor false`);
    }
    if (holds) return { output: await leave(visit, rule, {}, visit.input), next: rule.Next };
  }
  if (state.Default === undefined) throw new StateFailure('States.NoChoiceMatched', `in ${visit.path}`);
  return { output: await leave(visit, state, {}, visit.input), next: state.Default };
}

async function failAs(state: FailState, visit: Visit): Promise<never> {
  const [error, cause] = await Promise.all([
    fillIn(visit, state.Error ?? 'Failed'),
    fillIn(visit, state.Cause ?? ''),
  ]);
  if (typeof error !== 'string' || typeof cause !== 'string') {
    throw new StateFailure('States.QueryEvaluationError', 'Error and Cause must come to text');
  }
  throw new StateFailure(error, cause);
}

async function runState(state: State, visit: Visit): Promise<Step> {
  switch (state.Type) {
    case 'Task':
      return recovering(state, visit, (attempt) => attemptTask(state, attempt));
    case 'Map':
      return recovering(state, visit, (attempt) => attemptMap(state, attempt, runStates));
    case 'Choice':
      return choose(state, visit);
    case 'Pass':
      return { output: await leave(visit, state, {}, visit.input), next: state.Next ?? null };
    case 'Succeed':
      return { output: await leave(visit, state, {}, visit.input), next: null };
    case 'Fail':
      return failAs(state, visit);
  }
}

/** The output of the state that ends the walk. Throws `StateFailure` when one fails and nothing catches it. */
export async function runStates(
  graph: StateGraph,
  input: Json,
  scope: Scope,
  execution: Execution,
): Promise<Json> {
  let step: Step = { output: input, next: graph.StartAt };
  while (step.next !== null) {
    const state = graph.States[step.next];
    if (state === undefined) throw new StateFailure('States.Runtime', `no state "${step.next}"`);
    step = await runState(state, enter(execution, scope, step.next, step.output));
  }
  return step.output;
}
