/** The directory: what a store lists and audits over everything. */
import type { Person, PersonRecord } from './customer/person.ts';
import type { CustomerId } from './ids.ts';
import type { Enrolment, PassageQuery, PeopleAtNode } from './journey/enrolment.ts';
import type { Stage } from './lifecycle/lifecycle.ts';
import type { Decision } from './message/decision.ts';
import type { Task, TaskKind } from './task.ts';
import type { Instant } from './time.ts';

export interface DecisionPage {
  readonly items: readonly Decision[];
  readonly next: string | null;
}

/** Lists and audits over everything: the directory. Never on a hot path. */
export interface DirectoryStore {
  listPeople(query: {
    after: CustomerId | null;
    limit: number;
    stage?: Stage;
    search?: string;
  }): Promise<Person[]>;
  /** People who have a trait of this name, by id. */
  peopleWith(query: { trait: string; after: CustomerId | null; limit: number }): Promise<Person[]>;
  /** How many `listPeople` would list in all. */
  countPeople(filter?: { stage?: Stage; search?: string }): Promise<number>;
  /** Everyone with orders and enrolments, by id, in pages of at most 1,000: for replays and exports. */
  exportPeople(): AsyncIterable<readonly PersonRecord[]>;
  /** Every decision, in pages, in a stable order. */
  decisions(): AsyncIterable<readonly Decision[]>;
  /**
   * The same, page by page: `after` is the `next` of the page before, null for the first; `next` is null behind the last.
   * A text of the store's own; null in place of a page where it is none that this store gives.
   */
  decisionPage(after: string | null, limit: number): Promise<DecisionPage | null>;
  decisionsOf(id: CustomerId): Promise<Decision[]>;
  /** `message-accepted` facts, counted from their own rows. */
  countAccepted(): Promise<number>;
  /** Tasks of a kind by id, also those done or parked. */
  tasks(kind: TaskKind): Promise<Task[]>;
  /** Active enrolments by journey, version and node. */
  peopleInJourneys(): Promise<PeopleAtNode[]>;
  passagesIn(query: PassageQuery): Promise<Enrolment[]>;
  /** First and last order instants; null without orders. */
  orderSpan(): Promise<{ first: Instant; last: Instant; orders: number } | null>;
}
