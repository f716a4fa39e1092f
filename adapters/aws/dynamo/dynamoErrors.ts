/**
 * What DynamoDB refuses, by what may be done about it. `moved`: somebody else wrote first, so read again; `busy`: try the same
 * again after a moment; `failed`: neither helps.
 */

/** Passes by itself. State machines and queues try again on this name; nobody knows whether the last attempt had an effect. */
export class TransientError extends Error {
  readonly code = 'transient-error';
  constructor(what: string, options?: { readonly cause: unknown }) {
    super(`the tables are busy: ${what}; try again`, options);
    this.name = 'TransientError';
  }
}

export type Refusal = 'moved' | 'busy' | 'failed';

/** Refused before any effect: the same may be sent again. */
const BUSY: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'TransactionConflictException',
  'TransactionInProgressException',
  'ThrottlingError',
  'ThrottlingException',
  'ProvisionedThroughputExceeded',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
]);

/** Nobody knows what became of the request. */
const UNCLEAR: ReadonlySet<string> = new Set([
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
  'AbortError',
  'NetworkingError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
]);

function reasonsOf(failure: Error): string[] {
  const reasons: unknown = 'CancellationReasons' in failure ? failure.CancellationReasons : undefined;
  if (!Array.isArray(reasons)) return [];
  return reasons.map((reason: unknown) => {
    const isReason = typeof reason === 'object' && reason !== null && 'Code' in reason;
    return isReason && typeof reason.Code === 'string' ? reason.Code : 'None';
  });
}

export function refusalOf(failure: unknown): Refusal {
  if (!(failure instanceof Error)) return 'failed';
  if (failure instanceof TransientError) return refusalOf(failure.cause);
  if (failure.name === 'ConditionalCheckFailedException') return 'moved';
  if (BUSY.has(failure.name)) return 'busy';
  const reasons = reasonsOf(failure);
  if (reasons.includes('ConditionalCheckFailed')) return 'moved';
  return reasons.some((reason) => BUSY.has(reason)) ? 'busy' : 'failed';
}

/** The failure as callers are to see it: transient where it passes by itself. */
export function asSeen(failure: unknown): unknown {
  if (!(failure instanceof Error) || failure instanceof TransientError) return failure;
  const code = 'code' in failure && typeof failure.code === 'string' ? failure.code : '';
  const isTransient = UNCLEAR.has(failure.name) || UNCLEAR.has(code) || refusalOf(failure) === 'busy';
  return isTransient ? new TransientError(failure.name, { cause: failure }) : failure;
}
