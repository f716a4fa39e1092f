/**
 * The state the memory store's ports share, and the writes they have in common. Every write here is synchronous: a port
 * checks its conditions first and then writes, so nothing can come between, and nothing is ever half written.
 */
import { shardOf } from '../../core/chance.ts';
import type { Identity } from '../../core/customer/identityItem.ts';
import type { Person } from '../../core/customer/person.ts';
import type { Fact } from '../../core/fact.ts';
import type { AddressKey, CustomerId, DecisionId } from '../../core/ids.ts';
import type { Enrolment } from '../../core/journey/enrolment.ts';
import type { Contact } from '../../core/message/contact.ts';
import type { Decision, Lane } from '../../core/message/decision.ts';
import type { Cancellation, Consequences, EnrolmentWrite } from '../../core/ports.ts';
import type { Task, TaskWrite } from '../../core/task.ts';
import { canceledDecision, canceledFact } from '../records/decisionChange.ts';
import type { Work } from '../../core/journey/dueRecord.ts';
import { dueLane, isDecision, isTask } from '../records/dueOrder.ts';
import { compareText } from '../records/textOrder.ts';
import { pushedBack, type PushBack } from '../records/pushBack.ts';
import { ChangeIndex } from './changeIndex.ts';
import { CustomerRecord } from './customerRecord.ts';
import { type DossierOptions, Dossiers } from './dossiers.ts';
import { DueQueue } from './dueQueue.ts';
import type { FactLog } from './factLog.ts';
import { LifecycleCounts } from './lifecycleCounts.ts';
import { OrderRows } from './orderRows.ts';
import { type RecentEventOptions, RecentEvents } from './recentEvents.ts';
import { SeenEvents } from './seenEvents.ts';
import { Slices } from './slices.ts';
import { Tallies } from './tallies.ts';
import { TraitIndex } from './traitIndex.ts';

/** A decision as it is now, and whose. */
export interface DecisionSlot {
  decision: Decision;
  readonly customer: CustomerRecord;
}

export interface DecisionOptions {
  /** False forgets a decision once it is settled for good: `decisions` then finds the others only. Default true. */
  readonly retainSettled?: boolean;
  /** Called with every decision that is settled for good. */
  readonly onSettled?: (decision: Decision) => void;
}

/** Unknown may still be reconciled. */
function isSettledForGood({ outcome }: Decision): boolean {
  return outcome !== 'pending' && outcome !== 'claimed' && outcome !== 'unknown';
}

export class MemoryState {
  readonly shards: number;
  readonly facts: FactLog;
  readonly customers = new Map<CustomerId, CustomerRecord>();
  readonly contacts = new Map<AddressKey, Contact>();
  readonly identities = new Map<CustomerId, Identity>();
  readonly decisions = new Map<DecisionId, DecisionSlot>();
  readonly tasks = new Map<string, Task>();
  readonly dossiers: Dossiers;
  readonly changes = new ChangeIndex();
  readonly lifecycles = new LifecycleCounts();
  readonly orders = new OrderRows();
  private readonly traits = new TraitIndex();
  readonly events = new SeenEvents();
  readonly slices = new Slices();
  readonly tallies = new Tallies();
  /** The last error of records that were pushed back; gone with the record's next change. */
  readonly errors = new Map<Work, string>();
  private readonly queues: Readonly<Record<Lane, readonly DueQueue[]>>;
  private known: CustomerRecord[] = [];
  private knownInOrder = true;
  private readonly rememberEvents: ReadonlySet<string> | undefined;
  private readonly rememberForMs: number | undefined;
  private readonly retainsSettled: boolean;
  private readonly onSettled: (decision: Decision) => void;

  constructor(
    shards: number,
    facts: FactLog,
    {
      retainSettled = true,
      onSettled = () => {},
      rememberEvents,
      rememberForMs,
      ...dossiers
    }: DecisionOptions & DossierOptions & RecentEventOptions = {},
  ) {
    this.dossiers = new Dossiers(dossiers);
    this.rememberEvents = rememberEvents;
    this.rememberForMs = rememberForMs;
    this.shards = shards;
    this.facts = facts;
    this.retainsSettled = retainSettled;
    this.onSettled = onSettled;
    const queues = () => Array.from({ length: shards }, () => new DueQueue());
    this.queues = { transactional: queues(), journey: queues(), bulk: queues(), upkeep: queues() };
  }

  /** The customer's record; made, still without a person, where there is none. */
  customer(id: CustomerId): CustomerRecord {
    const found = this.customers.get(id);
    if (found !== undefined) return found;
    const made = new CustomerRecord(id, shardOf(id, this.shards));
    this.customers.set(id, made);
    return made;
  }

  /** A person is known no later than their first order, whatever was told. */
  putPerson(customer: CustomerRecord, told: Person): void {
    const person =
      customer.firstOrderAt < told.knownSince ? { ...told, knownSince: customer.firstOrderAt } : told;
    if (customer.person === null) {
      const last = this.known.at(-1);
      if (last !== undefined && compareText(last.id, customer.id) > 0) this.knownInOrder = false;
      this.known.push(customer);
    }
    customer.toldSince = told.knownSince;
    this.setPerson(customer, person);
  }

  /** The person changed without anything being told: orders, a lifecycle. */
  movePerson(customer: CustomerRecord, person: Person): void {
    const knownSince = Math.min(customer.toldSince, customer.firstOrderAt);
    this.setPerson(customer, { ...person, knownSince });
  }

  /** The id leads to another from now on. */
  removePerson(customer: CustomerRecord): void {
    if (customer.person === null) return;
    this.setPerson(customer, null);
    this.known = this.known.filter((one) => one !== customer);
  }

  /** Nothing is kept under the id any more. */
  eraseCustomer(customer: CustomerRecord): void {
    this.removePerson(customer);
    this.traits.forget(customer);
    this.customers.delete(customer.id);
  }

  /** The decision was never there. */
  eraseDecision(slot: DecisionSlot): void {
    this.leave(slot.customer.shard, slot.decision);
    this.forget(slot);
  }

  private setPerson(customer: CustomerRecord, person: Person | null): void {
    this.changes.move(customer, customer.person, person);
    this.lifecycles.move(customer.person?.lifecycle ?? null, person?.lifecycle ?? null);
    const isOtherwise = customer.person?.traits !== person?.traits;
    customer.person = person;
    if (isOtherwise) this.traits.note(customer);
  }

  /** The root an id leads to; the id itself where it leads nowhere. */
  ownerOf(id: CustomerId): CustomerId {
    if (this.identities.size === 0 || this.customers.get(id)?.person != null) return id;
    return this.identities.get(id)?.owner ?? id;
  }

  /** The person an id leads to; undefined where nobody is known there. */
  root(id: CustomerId): CustomerRecord | undefined {
    return this.customers.get(this.ownerOf(id));
  }

  /** Everything kept under any id of the person. */
  family(id: CustomerId): CustomerRecord[] {
    const root = this.ownerOf(id);
    const ids = [root, ...(this.customers.get(root)?.person?.members ?? [])];
    return ids.map((one) => this.customers.get(one)).filter((one) => one !== undefined);
  }

  /** A passage goes elsewhere. */
  removeEnrolment(enrolment: Enrolment): void {
    const customer = this.customer(enrolment.customerId);
    customer.removeEnrolment(enrolment);
    this.leave(customer.shard, enrolment);
  }

  /** Everyone known, by id. People who come later may join the array. */
  people(): readonly CustomerRecord[] {
    if (!this.knownInOrder) {
      this.known = this.known.toSorted((a, b) => compareText(a.id, b.id));
      this.knownInOrder = true;
    }
    return this.known;
  }

  /** People who have a trait, or had it once, by id. */
  peopleWith(trait: string): readonly CustomerRecord[] {
    return this.traits.having(trait, () => this.people());
  }

  queue(lane: Lane, shard: number): DueQueue | undefined {
    return this.queues[lane][shard];
  }

  /** Of every shard of a lane. */
  queuesOf(lane: Lane): readonly DueQueue[] {
    return this.queues[lane];
  }

  /** Puts a decision that is not there yet; one of that id that is there stays. */
  addDecision(decision: Decision): void {
    if (this.decisions.has(decision.id)) return;
    const slot = { decision, customer: this.customer(decision.customerId) };
    this.decisions.set(decision.id, slot);
    slot.customer.decisions.push(slot);
    this.wait(slot.customer.shard, decision);
  }

  changeDecision(slot: DecisionSlot, after: Decision): void {
    this.leave(slot.customer.shard, slot.decision);
    slot.decision = after;
    this.wait(slot.customer.shard, after);
    if (!isSettledForGood(after)) return;
    if (!this.retainsSettled) this.forget(slot);
    this.onSettled(after);
  }

  private forget(slot: DecisionSlot): void {
    this.decisions.delete(slot.decision.id);
    slot.customer.removeDecision(slot);
  }

  putEnrolment(enrolment: Enrolment): void {
    const customer = this.customer(enrolment.customerId);
    const before = customer.putEnrolment(enrolment);
    if (before !== undefined) this.leave(customer.shard, before);
    this.wait(customer.shard, enrolment);
  }

  putTask(task: Task): void {
    this.removeTask(task.id);
    this.tasks.set(task.id, task);
    this.wait(this.shardOfTask(task), task);
  }

  removeTask(id: string): void {
    const before = this.tasks.get(id);
    if (before === undefined) return;
    this.leave(this.shardOfTask(before), before);
    this.tasks.delete(id);
  }

  private shardOfTask({ id, customerId }: Task): number {
    return shardOf(customerId ?? id, this.shards);
  }

  putFacts(facts: readonly Fact[]): void {
    for (const fact of facts) {
      if (this.facts.retains) this.customer(fact.customerId).facts.push(fact);
      if (fact.kind === 'event' && this.isRemembered(fact)) {
        const customer = this.customer(fact.customerId);
        customer.events ??= new RecentEvents(this.rememberForMs);
        customer.events.add(fact);
      }
      this.facts.note(fact);
    }
  }

  private isRemembered({ body: { name } }: Fact): boolean {
    return typeof name === 'string' && this.rememberEvents?.has(name) !== false;
  }

  /** Enrolments, tasks and dossiers are at the versions their writes expect. */
  isAsExpected({ enrolments, tasks, dossiers }: Consequences): boolean {
    return (
      this.enrolmentsAsExpected(enrolments) &&
      (dossiers === undefined || this.dossiers.areAsExpected(dossiers)) &&
      (tasks === undefined || tasks.every((write) => this.isTaskAsExpected(write)))
    );
  }

  isTaskAsExpected({ task, expectedVersion }: TaskWrite): boolean {
    return (this.tasks.get(task.id)?.version ?? 0) === expectedVersion;
  }

  private enrolmentsAsExpected(writes: readonly EnrolmentWrite[]): boolean {
    return writes.every(({ enrolment, expectedVersion }) => {
      const known = this.customers.get(enrolment.customerId)?.enrolment(enrolment.journeyId, enrolment.key);
      return (known?.version ?? 0) === expectedVersion;
    });
  }

  writeConsequences({ enrolments, cancellations, facts, tasks, dossiers }: Consequences): void {
    for (const { enrolment } of enrolments) this.putEnrolment(enrolment);
    this.putFacts(facts);
    for (const cancellation of cancellations) this.cancel(cancellation);
    if (tasks !== undefined) for (const { task } of tasks) this.putTask(task);
    if (dossiers !== undefined) this.dossiers.put(dossiers);
  }

  /** What the record is now; undefined where there is none. */
  currentOf(waiting: Work): Work | undefined {
    if (isDecision(waiting)) return this.decisions.get(waiting.id)?.decision;
    if (isTask(waiting)) return this.tasks.get(waiting.id);
    return this.customers.get(waiting.customerId)?.enrolment(waiting.journeyId, waiting.key);
  }

  /** The record waits anew after it was pushed back. */
  pushBack(now: Work, to: PushBack): void {
    const after = pushedBack(now, to);
    if (isDecision(after)) {
      const slot = this.decisions.get(after.id);
      if (slot !== undefined) this.changeDecision(slot, after);
    } else if (isTask(after)) this.putTask(after);
    else this.putEnrolment(after);
    this.errors.set(after, to.error);
  }

  private cancel(cancellation: Cancellation): void {
    const slot = this.decisions.get(cancellation.decisionId);
    if (slot?.decision.outcome !== 'pending') return;
    this.putFacts([canceledFact(slot.decision, cancellation)]);
    this.changeDecision(slot, canceledDecision(slot.decision, cancellation));
  }

  private wait(shard: number, waiting: Work): void {
    if (waiting.dueAt !== null) this.queue(dueLane(waiting), shard)?.push(waiting, waiting.dueAt);
  }

  private leave(shard: number, before: Work): void {
    if (before.dueAt !== null) this.queue(dueLane(before), shard)?.drop(before, before.dueAt);
    if (this.errors.size > 0) this.errors.delete(before);
  }
}
