/**
 * The state the memory store's ports share, and the writes they have in common. Every write here is synchronous: a port
 * checks its conditions first and then writes, so nothing can come between, and nothing is ever half written.
 */
import { shardOf } from '../../core/chance.ts';
import type { Person } from '../../core/customer/person.ts';
import type { Fact } from '../../core/fact.ts';
import type { AddressKey, CustomerId, DecisionId } from '../../core/ids.ts';
import type { Enrolment } from '../../core/journey/enrolment.ts';
import type { Contact } from '../../core/message/contact.ts';
import { type Decision, LANES, type Lane } from '../../core/message/decision.ts';
import type { Cancellation, Consequences, EnrolmentWrite } from '../../core/ports.ts';
import { canceledDecision, canceledFact } from '../records/decisionChange.ts';
import { dueLane, type Waiting } from '../records/dueOrder.ts';
import { compareText } from '../records/textOrder.ts';
import { ChangeIndex } from './changeIndex.ts';
import { CustomerRecord } from './customerRecord.ts';
import { DueQueue } from './dueQueue.ts';
import type { FactLog } from './factLog.ts';
import { OrderRows } from './orderRows.ts';
import { SeenEvents } from './seenEvents.ts';

export class MemoryState {
  readonly shards: number;
  readonly facts: FactLog;
  readonly customers = new Map<CustomerId, CustomerRecord>();
  readonly contacts = new Map<AddressKey, Contact>();
  readonly decisions = new Map<DecisionId, Decision>();
  readonly changes = new ChangeIndex();
  readonly orders = new OrderRows();
  readonly events = new SeenEvents();
  /** The last error of records that were pushed back; gone with the record's next change. */
  readonly errors = new Map<Waiting, string>();
  private readonly queues: Readonly<Record<Lane, readonly DueQueue[]>>;
  private known: CustomerRecord[] = [];
  private knownInOrder = true;

  constructor(shards: number, facts: FactLog) {
    this.shards = shards;
    this.facts = facts;
    const isCurrent = (waiting: Waiting): boolean => this.currentOf(waiting) === waiting;
    const queues = () => Array.from({ length: shards }, () => new DueQueue(isCurrent));
    this.queues = { transactional: queues(), journey: queues(), bulk: queues(), upkeep: queues() };
  }

  /** The customer's record; made, still without a person, where there is none. */
  customer(id: CustomerId): CustomerRecord {
    const found = this.customers.get(id);
    if (found !== undefined) return found;
    const made = new CustomerRecord(id);
    this.customers.set(id, made);
    return made;
  }

  putPerson(customer: CustomerRecord, person: Person): void {
    if (customer.person === null) {
      const last = this.known.at(-1);
      if (last !== undefined && compareText(last.id, customer.id) > 0) this.knownInOrder = false;
      this.known.push(customer);
    }
    this.changes.move(customer, customer.person, person);
    customer.person = person;
  }

  /** Everyone known, by id. People who come later may join the array. */
  people(): readonly CustomerRecord[] {
    if (!this.knownInOrder) {
      this.known = this.known.toSorted((a, b) => compareText(a.id, b.id));
      this.knownInOrder = true;
    }
    return this.known;
  }

  queue(lane: Lane, shard: number): DueQueue | undefined {
    return this.queues[lane][shard];
  }

  *allQueues(lanes: readonly Lane[] = LANES): Generator<DueQueue> {
    for (const lane of lanes) yield* this.queues[lane];
  }

  /** Puts a decision that is not there yet; one of that id that is there stays. */
  addDecision(decision: Decision): void {
    if (this.decisions.has(decision.id)) return;
    this.decisions.set(decision.id, decision);
    this.customer(decision.customerId).decisions.push(decision.id);
    this.wait(decision);
  }

  changeDecision(before: Decision, after: Decision): void {
    this.decisions.set(after.id, after);
    this.leave(before);
    this.wait(after);
  }

  putEnrolment(enrolment: Enrolment): void {
    const before = this.customer(enrolment.customerId).putEnrolment(enrolment);
    if (before !== undefined) this.leave(before);
    this.wait(enrolment);
  }

  putFacts(facts: readonly Fact[]): void {
    for (const fact of facts) this.facts.append(this.customer(fact.customerId), fact);
  }

  enrolmentsAsExpected(writes: readonly EnrolmentWrite[]): boolean {
    return writes.every(({ enrolment, expectedVersion }) => {
      const known = this.customers.get(enrolment.customerId)?.enrolment(enrolment.journeyId, enrolment.key);
      return (known?.version ?? 0) === expectedVersion;
    });
  }

  writeConsequences({ enrolments, cancellations, facts }: Consequences): void {
    for (const { enrolment } of enrolments) this.putEnrolment(enrolment);
    this.putFacts(facts);
    for (const cancellation of cancellations) this.cancel(cancellation);
  }

  /** What the record is now; undefined where there is none. */
  currentOf(waiting: Waiting): Waiting | undefined {
    if ('enrolmentId' in waiting) return this.decisions.get(waiting.id);
    return this.customers.get(waiting.customerId)?.enrolment(waiting.journeyId, waiting.key);
  }

  private cancel(cancellation: Cancellation): void {
    const decision = this.decisions.get(cancellation.decisionId);
    if (decision?.outcome !== 'pending') return;
    this.changeDecision(decision, canceledDecision(decision, cancellation));
    this.putFacts([canceledFact(decision, cancellation)]);
  }

  private queueOf(waiting: Waiting): DueQueue | undefined {
    return this.queue(dueLane(waiting), shardOf(waiting.customerId, this.shards));
  }

  private wait(waiting: Waiting): void {
    if (waiting.dueAt !== null) this.queueOf(waiting)?.push(waiting, waiting.dueAt);
  }

  private leave(before: Waiting): void {
    if (before.dueAt !== null) this.queueOf(before)?.drop(before, before.dueAt);
    if (this.errors.size > 0) this.errors.delete(before);
  }
}
