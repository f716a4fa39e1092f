/**
 * An enrolment: one person's passage through one journey, keyed by journey and event key (never by version), so that an
 * edit cannot repeat a completed step. The newest passage is the record; earlier ones are facts.
 */
import type { CustomerId, DecisionId, EnrolmentId } from '../ids.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Instant } from '../time.ts';

export interface OpenDecision {
  readonly id: DecisionId;
  readonly expiresAt: Instant;
}

/** `merged`: the older passage of the person this one turned out to be went on instead. */
export type EndReason = 'completed' | 'goal' | 'exit' | 'refused' | 'broken' | 'merged';

export interface Enrolment {
  readonly id: EnrolmentId;
  readonly customerId: CustomerId;
  readonly journeyId: string;
  /** The published version this passage finishes. */
  readonly journeyVersion: number;
  /** The event key, for example a cart id; '' where entry is not keyed. */
  readonly key: string;
  /** 1 for the first passage, 2 for the re-entry, … */
  readonly entry: number;
  /** Condition of the next commit; grows by one. */
  readonly version: number;
  readonly enteredAt: Instant;
  /** What let the person in, for `why` and for merge data. */
  readonly trigger: JsonObject;
  readonly status: 'active' | 'ended';
  readonly endedAt: Instant | null;
  readonly endReason: EndReason | null;
  /** What ended it in words, for example the event's name. */
  readonly endDetail: string | null;
  readonly nodeId: string;
  /** True while the person rests in a wait, or a wait for an event: when due, it is over. False: `nodeId` is to be run. */
  readonly resting: boolean;
  readonly dueAt: Instant | null;
  readonly attempts: number;
  /**
   * Sticky arms by holdout or experiment node; of a wait for an event, how it ended (`event` or `timeout`); of a survey what was
   * answered; of an offer its rung, of points and recommendations `given`, or why there are none.
   */
  readonly arms: Readonly<Record<string, string>>;
  readonly heldOut: boolean;
  /** By node what it gave, as templates name it: `{ offer }`, `{ points }`, `{ picks }`. The latest comes last. */
  readonly gifts: Readonly<Record<string, JsonObject>>;
  /** Jumps taken so far: a step done in this round is never done again, whatever became of the definition. */
  readonly round: number;
  /**
   * By node 1 + the round in which it was last done; of a jump how often it was taken since the loop around it began. By
   * `@` and the name of an event the instant of the last one that ended a wait: no event ends two waits.
   */
  readonly visits: Readonly<Record<string, number>>;
  /** Decisions of this passage that may still be pending: an exit cancels them. Expired ones are dropped at each step. */
  readonly openDecisions: readonly OpenDecision[];
}

/** What a passage has as it begins, the same of all: most end with little more, and many are kept. */
export const NOTHING_YET: Pick<Enrolment, 'arms' | 'gifts' | 'visits' | 'openDecisions'> = {
  arms: {},
  gifts: {},
  visits: {},
  openDecisions: [],
};

/** Where passages are. */
export interface PeopleAtNode {
  readonly journeyId: string;
  readonly version: number;
  readonly nodeId: string;
  readonly people: number;
}

/** Asks for the active passages of one journey that are in another version than this, by person, then key. */
export interface PassageQuery {
  readonly journeyId: string;
  readonly otherThan: number;
  /** The passage a page begins behind. */
  readonly after: Pick<Enrolment, 'customerId' | 'key'> | null;
  readonly limit: number;
}

/** When an event of this name last ended a wait of the passage; minus infinity where none has. */
export function heardUntil({ visits }: Pick<Enrolment, 'visits'>, name: string): Instant {
  return visits[`@${name}`] ?? Number.NEGATIVE_INFINITY;
}

/** What a passage keeps of a wait that an event ended: the arm, the node as done, the event as heard. */
export function heard(
  { arms, visits, round }: Enrolment,
  nodeId: string,
  { name, at }: { readonly name: string; readonly at: Instant },
  arm = 'event',
): Pick<Enrolment, 'arms' | 'visits'> {
  return {
    arms: { ...arms, [nodeId]: arm },
    visits: { ...visits, [nodeId]: round + 1, [`@${name}`]: at },
  };
}

/** Everything a passage was given, as templates name it; of two nodes that gave the same kind the later. */
export function giftsTogether({ gifts }: Pick<Enrolment, 'gifts'>): JsonObject {
  return Object.assign({}, ...Object.values(gifts));
}

function isRecord(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Properties of the event that let the person in; empty for other entries. */
export function entryProperties({ trigger }: Pick<Enrolment, 'trigger'>): JsonObject {
  return isRecord(trigger.properties) ? trigger.properties : {};
}
