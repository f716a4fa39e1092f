/**
 * The ports: what the domain asks of a store, as domain operations. Each says its atomicity. None promises what DynamoDB
 * cannot do: no joins, keyed access or one sparse index, transactions of at most 100 items. Three kinds of adapter
 * (DynamoDB, SQLite, memory) pass one contract suite (test/contract).
 *
 * Refused conditions are values (`conflict`, `duplicate`, `lost`), never exceptions. A promise that resolves has
 * committed durably, as the adapter's durability mode states.
 */
import type { CustomerEvent } from './customer/event.ts';
import type { DirectoryStore } from './directory.ts';
import type { ErasureStore } from './customer/erasure.ts';
import type { Identity } from './customer/identityItem.ts';
import type { Order, OrderAmount, OrderHistory } from './customer/order.ts';
import type { Person, PersonRecord } from './customer/person.ts';
import type { RecentEvent } from './customer/recentEvent.ts';
import type { Dossier, DossierStore } from './dossier.ts';
import type { Fact } from './fact.ts';
import type { AddressKey, CustomerId } from './ids.ts';
import type { Consequences } from './journey/consequences.ts';
import type { PublishedJourney, JourneyDefinition } from './journey/definition.ts';
import type { Enrolment } from './journey/enrolment.ts';
import type { EvaluationRun, EvaluationSummary } from './lifecycle/evaluationRecords.ts';
import type { Lifecycle } from './lifecycle/lifecycle.ts';
import type { ShopModel } from './lifecycle/model.ts';
import type { ConsentChange, Contact } from './message/contact.ts';
import type { Decision, Lane } from './message/decision.ts';
import type { ConsentChannel } from './message/messageClass.ts';
import type { BudgetStore, ContactWrite, SendStore, SliceTake } from './message/sendChange.ts';
import type { PublishedTemplate, TemplateSource } from './message/template.ts';
import type { PersonBaskets } from './recommend/baskets.ts';
import type { Task, TaskWrite } from './task.ts';
import type { Instant } from './time.ts';
import type { MarginOrder } from './value/margin.ts';

export type { EvaluationRun, EvaluationScratch, EvaluationSummary } from './lifecycle/evaluationRecords.ts';
export type { Cancellation, Consequences, EnrolmentWrite } from './journey/consequences.ts';
export type { DecisionPage, DirectoryStore } from './directory.ts';
export type { RecentEvent } from './customer/recentEvent.ts';
export type { Dossier, DossierStore } from './dossier.ts';
export type {
  BudgetStore,
  Claim,
  ClaimResult,
  ContactChange,
  ContactWrite,
  FailedWebhookQuery,
  FeedbackChange,
  Release,
  SendStore,
  Settlement,
  SliceLease,
  SliceTake,
} from './message/sendChange.ts';
export type {
  MessageProvider,
  OutboundMessage,
  ProviderReply,
  TemplatedMessage,
  WebhookMessage,
} from './message/provider.ts';

/** One event and everything that follows from it, committed together or not at all. */
export interface EventChange extends Consequences {
  readonly event: CustomerEvent;
  /** The person after the event; `version` is one more than `expectedVersion` (0: must not exist). */
  readonly person: Person;
  readonly expectedVersion: number;
  /** Contacts after consent changes, each under its own version. */
  readonly contacts: readonly ContactWrite[];
  /** Other people who change with it, for example the one an id turns out not to be. */
  readonly others?: readonly PersonWrite[];
  /** People whose profile is taken away: an id that leads to another from now on. 0: must not exist. */
  readonly absorbed?: readonly { readonly id: CustomerId; readonly expectedVersion: number }[];
  readonly identities?: readonly { readonly identity: Identity; readonly expectedVersion: number }[];
  /** Identities the change rests on without writing them; they must still be at the version read. 0: must not exist. */
  readonly unchanged?: readonly { readonly id: CustomerId; readonly version: number }[];
}

/** A conditional write of a person; `version` grows; `expectedVersion` 0 means they must not exist. */
export interface PersonWrite {
  readonly person: Person;
  readonly expectedVersion: number;
}

/** What came with `id` is to go from `from` (the id itself, or who owned it before) to whoever owns it now. */
export interface Move {
  readonly id: CustomerId;
  readonly from: CustomerId;
}

/** What one step moved, and the passages it ended instead. */
export interface Moved {
  readonly orders: number;
  readonly enrolments: number;
  readonly ended: number;
  readonly done: boolean;
}

/** One step of one enrolment. Decisions are put if absent: a decision id that exists is left untouched. */
export interface StepChange extends Consequences {
  readonly decisions: readonly Decision[];
  /** The person, where the step changes them; `version` is one more than `expectedVersion`. */
  readonly person?: { readonly person: Person; readonly expectedVersion: number };
  /** Out of the worker's slice; `conflict` where it has too little left, and nothing is written. */
  readonly take?: SliceTake | null;
  /** Back to the slice, or to its budgets where the slice is gone. */
  readonly giveBack?: SliceTake | null;
}

export type CommitResult = 'committed' | 'conflict';
export type EventResult = 'committed' | 'conflict' | 'duplicate';

/** People, their events and orders. */
export interface PeopleStore {
  /**
   * One person with orders and enrolments, found by any of their ids: `person.id` is the root's. Null when unknown. One
   * partition, and one lookup more for an id that is no root.
   */
  loadPerson(id: CustomerId): Promise<PersonRecord | null>;
  /** Profile item alone, found by any id of the person. */
  loadProfile(id: CustomerId): Promise<Person | null>;
  /** Those of the ids that were ever linked, or are visitors who gave an address. */
  loadIdentities(ids: readonly CustomerId[]): Promise<ReadonlyMap<CustomerId, Identity>>;
  /**
   * Applies one event atomically: (source, messageId) and, for an order, its order id must be new (`duplicate`
   * otherwise, nothing written); people, contacts, identities, enrolments and tasks at their expected versions
   * (`conflict` otherwise). A person who must not exist is no id that leads to another either (`conflict`), unless its
   * identity is written too. What an absorbed profile leaves, orders and enrolments, waits for `moveItems`.
   */
  applyEvent(change: EventChange): Promise<EventResult>;
  loadContacts(keys: readonly AddressKey[]): Promise<ReadonlyMap<AddressKey, Contact>>;
  /**
   * Moves up to `limit` orders and passages that came with an id to its owner, in one atomic step; true once nothing is
   * left to move. Of two passages in one slot the older stays: the other ends as `merged`, its open decisions canceled.
   * Each order moves its new owner's version by one. Whoever repeats it moves nothing twice.
   */
  moveItems(move: Move, limit: number, now: Instant): Promise<Moved>;
  /** Facts of one person under all their ids, found by any of them, newest first, `limit` at most. */
  factsOf(id: CustomerId, limit: number): Promise<Fact[]>;
  /**
   * Events of one person named in `names` and at or after `since`, newest first, `limit` at most; historical ones are left
   * out. A store looks among the newest only, and finds at least the newest 50.
   */
  recentEvents(
    id: CustomerId,
    query: { readonly names: readonly string[]; readonly since: Instant; readonly limit: number },
  ): Promise<RecentEvent[]>;
}

/** A record found through the due index. */
export type DueRecord =
  | { readonly kind: 'step'; readonly enrolment: Enrolment }
  | { readonly kind: 'send'; readonly decision: Decision }
  | { readonly kind: 'task'; readonly task: Task };

/** Journeys on the wave. */
export interface WorkStore {
  /**
   * Due records of a lane and shard with `dueAt` ≤ `until`, oldest first, then higher priority (steps and tasks rank as 0),
   * then by id; `limit` at most. A task waits in its own lane, in the shard of its customer, or of its id.
   */
  duePage(query: { lane: Lane; shard: number; until: Instant; limit: number }): Promise<DueRecord[]>;
  /** Due records over all shards of the lanes, counted up to `most`. */
  countDue(query: { lanes: readonly Lane[]; until: Instant; most: number }): Promise<number>;
  /** Earliest `dueAt` of all lanes; null when nothing waits. */
  nextDueAt(): Promise<Instant | null>;
  /**
   * Atomic. `conflict` when an enrolment, a task or a dossier is not at its expected version, or the slice has too little
   * left; then nothing is written.
   */
  commitStep(change: StepChange): Promise<CommitResult>;
  loadTask(id: string): Promise<Task | null>;
  /** `conflict` when the task is not at its expected version. */
  putTask(write: TaskWrite): Promise<CommitResult>;
  /** `conflict` when the task is not at this version, or not there. Its id may be used again. */
  removeTask(id: string, expectedVersion: number): Promise<CommitResult>;
  /** Pushes a failing record back; with `dueAt` null it is parked. Conditional on the attempts read. */
  defer(
    record: DueRecord,
    to: { dueAt: Instant | null; attempts: number; error: string },
  ): Promise<CommitResult>;
  /** Parked records with their error, for the operator: by id, those behind `after`. */
  parked(limit: number, after?: string): Promise<{ record: DueRecord; error: string }[]>;
  /** Number of shards a lane is spread over. */
  readonly shards: number;
}

/** What an evaluation reads of a person. */
export interface PersonHistory {
  readonly person: Pick<Person, 'id' | 'version' | 'knownSince' | 'lifecycle'>;
  readonly history: OrderHistory;
  /** Where they are asked for: those of the history that name goods, and every refund; in any sequence. */
  readonly orders?: readonly MarginOrder[];
}

export interface LifecycleWrite extends Consequences {
  readonly customerId: CustomerId;
  readonly expectedVersion: number;
  readonly lifecycle: Lifecycle;
}

/** The nightly evaluation. */
export interface EvaluationStore {
  /** Number of segments a full scan may be mapped over. */
  readonly segments: number;
  /**
   * Everyone of a segment known before `before`, with orders strictly before it, in pages; `changingBefore` keeps only
   * people without a lifecycle or whose `nextChangeAt` is at or before it; `orders` reads these beside the histories.
   */
  scanHistories(query: {
    segment: number;
    before: Instant;
    changingBefore?: Instant;
    orders?: boolean;
  }): AsyncIterable<readonly PersonHistory[]>;
  /**
   * What everyone of a segment ordered strictly before `before`, in pages: people with an order that has lines, and their
   * orders that have, oldest first. Whoever was erased is in no page.
   */
  scanBaskets(query: { segment: number; before: Instant }): AsyncIterable<readonly PersonBaskets[]>;
  /** People with a lifecycle, by stage and grade, as they are now. */
  countLifecycles(): Promise<EvaluationSummary>;
  /** Each write is atomic and conditional on the person's version; the page as a whole is not. One result a write. */
  commitLifecycles(writes: readonly LifecycleWrite[]): Promise<CommitResult[]>;
}

/** Parts of a person that may be read of everyone; whatever is not asked for is as of somebody new. */
export interface StandingParts {
  /** Contact and traits. */
  readonly profile: boolean;
  readonly lifecycle: boolean;
  readonly orders: boolean;
}

/** A person as segments judge them, with the dossier of their standing; null where they have none. */
export interface PersonStanding {
  readonly person: Person;
  /** In any order. */
  readonly orders: readonly OrderAmount[];
  readonly dossier: Dossier | null;
}

/** What a judgement of one person writes, resting on the person at this version, which stays. */
export interface StandingWrite extends Consequences {
  readonly customerId: CustomerId;
  readonly expectedVersion: number;
}

/** Standings of everyone in segments. */
export interface StandingStore {
  /** Everyone of a segment of the table, in pages and a stable order. A page may be older than what was committed since. */
  scanStandings(query: {
    readonly segment: number;
    readonly parts: StandingParts;
  }): AsyncIterable<readonly PersonStanding[]>;
  /** Each write is atomic and conditional on the person's version and on those of its records; the page as a whole is not. */
  commitStandings(writes: readonly StandingWrite[]): Promise<CommitResult[]>;
}

export interface ImportedOrder {
  /** 1-based line of the file, for the report. */
  readonly line: number;
  readonly order: Order;
  /** True where the id was made from the row's content: the n-th identical row of one file is a row of its own. */
  readonly idFromContent: boolean;
}

export interface ImportedPerson {
  readonly person: Person;
  readonly consents: readonly { readonly contactKey: AddressKey; readonly change: ConsentChange }[];
  /** Addresses the person is known to have since `at`: a visitor who gives one of them later is this person. */
  readonly addresses?: readonly { readonly contactKey: AddressKey; readonly at: Instant }[];
  /** Fields whose time this is have none of their own: where they say what is known already, nothing changes. */
  readonly undatedAt?: Instant;
}

/** What became of a person: somebody new, somebody of whom something else is known now, or neither. */
export type ImportOutcome = 'accepted' | 'updated' | 'unchanged';

/** Historical data in bulk: changes state, enters no journey. */
export interface ImportStore {
  /**
   * Puts rows that are new and makes their customers known. Per row atomic and idempotent; a page may share a commit.
   * A row is identified by its order id, or, where the order has a line, by (order id, item, quantity, amount): a new line
   * adds its amount to its order. Where identical rows may be distinct (`idFromContent`, and all lines) the n-th
   * identical row of one import is a row of its own, kept under ordinal n: each row remembers the last import that
   * showed it, a row last shown by this `importId` sends the newcomer to the next ordinal, a row last shown by another
   * import makes it a duplicate. So a file read twice, or read again after a crash, adds nothing that is there.
   * An order that came whole (with an event, or as a row without exactly one line) takes no lines later, and an order of
   * one customer no line of another's: such rows are duplicates.
   */
  importOrders(rows: readonly ImportedOrder[], importId: number): Promise<('accepted' | 'duplicate')[]>;
  /**
   * Folds profiles into what is known, field by field by their times, and applies consents; an id that leads to another
   * person tells of that person. Version and lifecycle stay the store's. Per person atomic and idempotent; a page may
   * share a commit.
   */
  importPeople(people: readonly ImportedPerson[]): Promise<ImportOutcome[]>;
  /** A fresh id for one import; grows. */
  beginImport(): Promise<number>;
}

/** Definitions and fitted models: small, versioned, cached by whoever reads them. */
export interface ConfigStore {
  /** Grows with every publish, so readers know when to look again. */
  configVersion(): Promise<number>;
  /** Newest published version of every journey. */
  journeys(): Promise<PublishedJourney[]>;
  journeyVersion(id: string, version: number): Promise<PublishedJourney | null>;
  /** Publishes the next version; `unchanged` when the newest is equal. Versions are immutable. */
  publishJourney(definition: JourneyDefinition, at: Instant): Promise<{ version: number; changed: boolean }>;
  template(id: string): Promise<PublishedTemplate | null>;
  /** Ids of every published template, ascending. */
  templateIds(): Promise<string[]>;
  templateVersion(id: string, version: number): Promise<PublishedTemplate | null>;
  publishTemplate(
    source: TemplateSource,
    compiled: PublishedTemplate['compiled'],
    at: Instant,
  ): Promise<number>;
  model(): Promise<ShopModel | null>;
  saveModel(model: ShopModel): Promise<void>;
  lastEvaluation(): Promise<EvaluationRun | null>;
  saveEvaluation(run: EvaluationRun): Promise<void>;
  /** Small named values: settings in force, shop currency, keys. JSON text. */
  getValue(name: string): Promise<string | null>;
  putValue(name: string, json: string): Promise<void>;
  /** Writes only where the value is still `expected`, null for one that is not there; says whether it was. */
  replaceValue(name: string, expected: string | null, json: string): Promise<boolean>;
}

/** Everything a store is. Adapters implement it whole; use cases ask only for the part they use. */
export interface Store
  extends PeopleStore,
    WorkStore,
    SendStore,
    BudgetStore,
    EvaluationStore,
    StandingStore,
    ImportStore,
    ConfigStore,
    DirectoryStore,
    DossierStore,
    ErasureStore {
  close(): Promise<void>;
}

/** Turns an address into the key its consent is kept under. */
export type AddressKeyOf = (channel: ConsentChannel, address: string) => AddressKey;
