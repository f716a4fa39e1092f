/**
 * How a state fails: an error name and a cause, as Step Functions reports them, and which names of a Retry or Catch a
 * failure answers to. Names that begin with `States.` are the language's own.
 */

/** A state, and through it perhaps the execution, has failed; `error` is the name that Retry and Catch go by. */
export class StateFailure extends Error {
  readonly code = 'state-failed';
  readonly error: string;

  constructor(error: string, cause: string) {
    super(cause);
    this.name = 'StateFailure';
    this.error = error;
  }
}

/** No wildcard reaches these: they say that the machine itself is wrong. */
const BEYOND_WILDCARDS = new Set(['States.DataLimitExceeded', 'States.Runtime']);

/** True when a failure of this name is meant by `ErrorEquals`. */
export function isMeant(errorEquals: readonly string[], error: string): boolean {
  return errorEquals.some((name) => {
    if (name === error) return true;
    if (BEYOND_WILDCARDS.has(error)) return false;
    return name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout');
  });
}

/** What a handler threw, as Lambda reports it: the error's name, and a cause that is JSON of type and message. */
export function handlerFailure(thrown: unknown): StateFailure {
  const errorType = thrown instanceof Error ? thrown.name : 'Error';
  return new StateFailure(errorType, JSON.stringify({ errorType, errorMessage: reasonOf(thrown) }));
}

/** What a thrown thing says of itself; JSONata throws plain objects that carry a message. */
export function reasonOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('message' in thrown)) return String(thrown);
  return String(thrown.message);
}
