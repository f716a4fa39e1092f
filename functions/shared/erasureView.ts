/** An erasure as the API and the state machine show it: nothing of the person but the keyed hash. */
import type { Erasure } from '../../core/customer/erasureTask.ts';
import { isoInstant } from '../../core/time.ts';

export function erasureView({ id: _id, at, finishedAt, ...rest }: Erasure) {
  return {
    ...rest,
    at: isoInstant(at),
    finishedAt: finishedAt === null ? null : isoInstant(finishedAt),
    state: finishedAt === null ? ('under-way' as const) : ('erased' as const),
  };
}

/** How far the state machine is with an erasure. */
export interface ErasureRound {
  readonly task: string;
  /** Rounds taken. */
  readonly round: number;
  readonly isDone: boolean;
  readonly erasure: ReturnType<typeof erasureView>;
}
