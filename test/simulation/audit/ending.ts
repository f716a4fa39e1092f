/**
 * What must hold once a world is at rest: faults are over, queues are empty, and all that was due was done. Everything that
 * was accepted has come to one end, and every end is true to what the provider did.
 */
import { customerId as asCustomer } from '../../../core/ids.ts';
import type { Decision } from '../../../core/message/decision.ts';
import type { Store } from '../../../core/ports.ts';
import type { WorldPlan } from '../world/plan.ts';
import type { PostOffice } from '../world/postOffice.ts';
import type { Auditor } from './auditor.ts';
import type { DecisionFile } from './book.ts';
import { isRecord } from './touched.ts';

const DAY = 86_400_000;
const MOST_FACTS = 100_000;
/** Faults after which nobody can know whether a message left. F1 and F5 are told for certain. */
const BLINDING: ReadonlySet<string> = new Set(['F2', 'F3', 'F4', 'F6', 'F7', 'stall']);

export interface Ending {
  readonly auditor: Auditor;
  readonly store: Store;
  readonly office: PostOffice;
  readonly plan: WorldPlan;
  /** Ids of the events the shop took in. */
  readonly told: ReadonlyMap<string, ReadonlySet<string>>;
  /** Decisions of which a provider's event arrived. */
  readonly arrived: ReadonlySet<string>;
  readonly now: number;
}

export interface EndCounts {
  unknown: number;
  arrivable: number;
  reconciled: number;
  customers: number;
  events: number;
}

function checkOpen({ auditor, now }: Ending, row: Decision): void {
  auditor.checks['lost-decision'] += 1;
  const isOpen = row.outcome === 'pending' || row.outcome === 'claimed';
  if (!isOpen) return;
  const isForgotten = row.dueAt === null || row.dueAt <= now || row.expiresAt + DAY < now;
  if (!isForgotten && row.outcome === 'pending') return;
  auditor.report('lost-decision', row.customerId, `${row.id} is ${row.outcome}, due ${row.dueAt ?? 'never'}`);
}

function checkUnknown({ auditor, arrived }: Ending, { row, strikes }: DecisionFile): void {
  if (row.outcome !== 'unknown') return;
  auditor.checks['unexplained-unknown'] += 1;
  if (![...strikes].some((strike) => BLINDING.has(strike))) {
    const struck = [...strikes].join(', ') || 'nothing';
    auditor.report('unexplained-unknown', row.customerId, `${row.id} is unknown, and ${struck} struck it`);
  }
  if (arrived.has(row.id)) {
    auditor.report(
      'not-reconciled',
      row.customerId,
      `${row.id} is unknown after the provider's event arrived`,
    );
  }
}

/** Sent means that it left; anything else but unknown that it did not. */
function checkTrue({ auditor, office, arrived }: Ending, { row }: DecisionFile): void {
  if (row.channel === 'webhook') return;
  auditor.checks['outcome-untrue'] += 1;
  const left = office.attempts.get(row.id)?.effects ?? 0;
  const isTrue = row.outcome === 'sent' ? left === 1 : row.outcome === 'unknown' || left === 0;
  if (!isTrue)
    auditor.report('outcome-untrue', row.customerId, `${row.id} is ${row.outcome} and left ${left} times`);
  if (arrived.has(row.id)) {
    auditor.checks['not-reconciled'] += 1;
    if (left > 0 && row.outcome !== 'sent') {
      auditor.report(
        'not-reconciled',
        row.customerId,
        `${row.id} is ${row.outcome}; the provider said it left`,
      );
    }
  }
}

/** One accepting row a decision, one settling row for its outcome, one row an event. */
async function checkFacts(ending: Ending, id: string, counts: EndCounts): Promise<void> {
  const { auditor, store, told } = ending;
  const accepted = new Map<string, number>();
  const settled = new Set<string>();
  let events = 0;
  const facts = await store.factsOf(asCustomer(id), MOST_FACTS);
  for (const { kind, body } of facts) {
    if (kind === 'event') events += 1;
    if (!isRecord(body) || typeof body['decision'] !== 'string') continue;
    const decision = body['decision'];
    if (kind === 'message-accepted') accepted.set(decision, (accepted.get(decision) ?? 0) + 1);
    if (kind === 'message-settled') settled.add(`${decision} ${String(body['outcome'])}`);
  }
  const expected = told.get(id)?.size ?? 0;
  counts.events += expected;
  auditor.checks['lost-event'] += 1;
  if (events !== expected) auditor.report('lost-event', id, `${events} of ${expected} events were applied`);
  for (const decision of auditor.book.byCustomer.get(id) ?? []) {
    const row = auditor.book.files.get(decision)?.row;
    if (row === undefined) continue;
    auditor.checks['lost-decision'] += 1;
    if (accepted.get(decision) !== 1) {
      auditor.report('lost-decision', id, `${decision} was accepted ${accepted.get(decision) ?? 0} times`);
    }
    const isSettled = row.outcome !== 'pending' && row.outcome !== 'claimed';
    if (isSettled && !settled.has(`${decision} ${row.outcome}`)) {
      auditor.report('lost-decision', id, `${decision} is ${row.outcome}, and no settling row says so`);
    }
  }
}

/** Nobody rests in a journey without an hour at which somebody will look at them. */
async function checkPassages({ auditor, store, now }: Ending, id: string): Promise<void> {
  const record = await store.loadPerson(asCustomer(id));
  for (const { status, dueAt, journeyId, nodeId } of record?.enrolments ?? []) {
    auditor.checks['lost-passage'] += 1;
    if (status !== 'active' || (dueAt !== null && dueAt > now)) continue;
    auditor.report('lost-passage', id, `${journeyId} at ${nodeId} is due ${dueAt ?? 'never'}`);
  }
}

function decidedIn({ book }: Auditor, id: string, journeyId: string, nodeId: string): number {
  const rows = [...(book.byCustomer.get(id) ?? [])].map((decision) => book.files.get(decision)?.row);
  return rows.filter((row) => row?.journeyId === journeyId && row.nodeId === nodeId).length;
}

/** Whoever signed up was greeted by one decision, and each order was confirmed by one. */
function checkOccasions({ auditor }: Ending, id: string): void {
  auditor.checks['lost-passage'] += 2;
  const greetings = decidedIn(auditor, id, 'plain-hello', 'say');
  const expected = auditor.signedUp.has(id) ? 1 : 0;
  if (greetings !== expected) {
    auditor.report('lost-passage', id, `is to be greeted by ${expected} decisions, and was by ${greetings}`);
  }
  const receipts = decidedIn(auditor, id, 'plain-receipt', 'confirm');
  const orders = auditor.ordered.get(id)?.size ?? 0;
  if (receipts !== orders) auditor.report('lost-passage', id, `${orders} orders, ${receipts} receipts`);
}

/** Checks a world at rest. */
export async function checkEnding(ending: Ending): Promise<EndCounts> {
  const { auditor, plan, arrived } = ending;
  const counts: EndCounts = { unknown: 0, arrivable: 0, reconciled: 0, customers: 0, events: 0 };
  for (const file of auditor.book.files.values()) {
    checkOpen(ending, file.row);
    checkUnknown(ending, file);
    checkTrue(ending, file);
    if (file.row.outcome === 'unknown') counts.unknown += 1;
    if (!arrived.has(file.row.id)) continue;
    counts.arrivable += 1;
    if (file.row.outcome !== 'unknown') counts.reconciled += 1;
  }
  for (const { id } of plan.customers) {
    counts.customers += 1;
    await checkFacts(ending, id, counts);
    await checkPassages(ending, id);
    checkOccasions(ending, id);
  }
  return counts;
}
