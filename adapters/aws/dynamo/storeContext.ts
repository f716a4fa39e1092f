/** What every port of the DynamoDB store shares. */
import type { Instant } from '../../../core/time.ts';
import type { Sequence } from './sequence.ts';
import type { Tables } from './tables.ts';

export interface StoreContext {
  readonly tables: Tables;
  /** Of every lane. */
  readonly shards: number;
  /** Orders facts of one instant. */
  readonly sequence: Sequence;
  /** The wall clock: only for how long things are kept, never for a decision. */
  readonly now: () => Instant;
}
