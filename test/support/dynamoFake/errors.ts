/** Failures as the service names them. */

export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
}

export class FakeError extends Error {
  readonly $metadata: { readonly httpStatusCode?: number };
  readonly $fault: 'client' | 'server';
  readonly CancellationReasons?: readonly CancellationReason[];

  constructor(
    name: string,
    message: string,
    { status = 400, reasons }: { status?: number | null; reasons?: readonly CancellationReason[] } = {},
  ) {
    super(message);
    this.name = name;
    this.$metadata = status === null ? {} : { httpStatusCode: status };
    this.$fault = status !== null && status < 500 ? 'client' : 'server';
    if (reasons !== undefined) this.CancellationReasons = reasons;
  }

  static validation(message: string): FakeError {
    return new FakeError('ValidationException', message);
  }

  static canceled(reasons: readonly CancellationReason[]): FakeError {
    const codes = reasons.map(({ Code }) => Code).join(', ');
    const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
    return new FakeError('TransactionCanceledException', message, { reasons });
  }
}

/** What a call may suffer, on request. */
export type Fault =
  /** Refused for its rate; no effect. */
  | 'throttle'
  /** Another transaction is at work on one of the items; no effect. */
  | 'conflict'
  /** The service failed; no effect. */
  | 'internal'
  /** The request was lost; no effect. */
  | 'timeout-before'
  /** The effect is there, the reply was lost. */
  | 'timeout-after'
  /** A batch was done in part: what is left is named as unprocessed. */
  | 'partial';

/** The failure a caller sees; `operations` is the number of items in a transaction, 0 for other calls. */
export function failureOf(fault: Exclude<Fault, 'partial'>, operations: number): FakeError {
  switch (fault) {
    case 'throttle':
      if (operations === 0)
        return new FakeError('ProvisionedThroughputExceededException', 'The level of throughput is exceeded');
      return FakeError.canceled(reasonsWith('ThrottlingError', operations));
    case 'conflict':
      if (operations === 0)
        return new FakeError('TransactionConflictException', 'Transaction is ongoing for the item');
      return FakeError.canceled(reasonsWith('TransactionConflict', operations));
    case 'internal':
      return new FakeError('InternalServerError', 'Internal server error', { status: 500 });
    case 'timeout-before':
    case 'timeout-after':
      return new FakeError('TimeoutError', 'the reply did not come in time', { status: null });
  }
}

function reasonsWith(code: string, operations: number): CancellationReason[] {
  return Array.from({ length: operations }, (_, n) => ({ Code: n === 0 ? code : 'None' }));
}
