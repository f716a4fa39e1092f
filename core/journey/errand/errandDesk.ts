/** Who answers errands: the rooms that give offers and points and choose products, each asked under an id that gives once. */
import type { CustomerId, EnrolmentId } from '../../ids.ts';
import type { JsonObject } from '../../json.ts';
import type { Instant } from '../../time.ts';
import type { JourneyDefinition, NodeOf } from '../definition.ts';
import type { Enrolment } from '../enrolment.ts';

export interface ErrandAsked {
  readonly customerId: CustomerId;
  readonly enrolmentId: EnrolmentId;
  readonly journeyId: string;
  readonly nodeId: string;
  /** The passage as it rests, and the version it finishes. */
  readonly enrolment: Enrolment;
  readonly definition: JourneyDefinition;
  /** Whoever asks again under it is given the same. */
  readonly operation: string;
  readonly now: Instant;
}

/**
 * `given`: what templates show of it, under the names they know, the arm the passage keeps, and what the person's history tells.
 * `empty`: why there is nothing; `nothing` where that is what was chosen.
 */
export type ErrandAnswer =
  | { readonly kind: 'given'; readonly arm: string; readonly gift: JsonObject; readonly told?: JsonObject }
  | { readonly kind: 'empty'; readonly arm: 'refused' | 'nothing'; readonly reason: string };

/** Throws where the answer is not known now; then it is asked again. */
export interface ErrandDesk {
  offer(asked: ErrandAsked, node: NodeOf<'offer'>): Promise<ErrandAnswer>;
  points(asked: ErrandAsked, node: NodeOf<'points'>): Promise<ErrandAnswer>;
  recommend(asked: ErrandAsked, node: NodeOf<'recommend'>): Promise<ErrandAnswer>;
  /** Undoes, as far as it can be, what the operation gave somebody who will not hear of it; often there is nothing. */
  takeBack(untold: Pick<ErrandAsked, 'customerId' | 'operation' | 'now'>): Promise<void>;
}
