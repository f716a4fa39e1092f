/** What every port of the DynamoDB store shares. */
import type { Sequence } from './sequence.ts';
import type { Tables } from './tables.ts';

export interface StoreContext {
  readonly tables: Tables;
  /** Of every lane. */
  readonly shards: number;
  /** Orders facts of one instant. */
  readonly sequence: Sequence;
}
