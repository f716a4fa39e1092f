/** One attempt at a Task: its arguments are filled, its handler is called once and given the state's time and no more. */
import type { Json } from '../../core/json.ts';
import type { TaskState } from '../../workflows/asl.ts';
import { fillIn, type TaskContext, type TaskHandler, type Visit } from './execution.ts';
import { asJson } from './expression.ts';
import { calledBy, payloadOf, resultOf } from './resource.ts';
import { handlerFailure, StateFailure } from './stateFailure.ts';
import { within } from './within.ts';

async function call(handler: TaskHandler, payload: Json, context: TaskContext): Promise<unknown> {
  try {
    return await handler(payload, context);
  } catch (thrown) {
    throw handlerFailure(thrown);
  }
}

/** The Task's result. Throws `StateFailure` under the handler's error name, or `States.Timeout`. */
export async function attemptTask(state: TaskState, visit: Visit): Promise<Json> {
  const { execution, path, retries } = visit;
  const called = calledBy(state);
  const handler = called === null ? undefined : execution.handlers[called.handler];
  if (called === null || handler === undefined) {
    throw new StateFailure('States.Runtime', `no handler for ${state.Resource}`);
  }
  const filled = state.Arguments === undefined ? visit.input : await fillIn(visit, state.Arguments);
  const deadline = execution.clock.now() + state.TimeoutSeconds * 1000;
  const context: TaskContext = {
    executionName: execution.name,
    state: path,
    attempt: retries + 1,
    getRemainingTimeInMillis: () => Math.max(0, deadline - execution.clock.now()),
  };
  const payload = asJson(payloadOf(called, filled));
  const returned = await within(execution.clock, state.TimeoutSeconds, () => call(handler, payload, context));
  return resultOf(called, asJson(returned));
}
