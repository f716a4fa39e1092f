/**
 * What must hold once a world is at rest: faults are over, queues are empty, and all that was due was done. Everything that
 * was accepted has come to one end, and every end is true to what the provider did.
 */
import { customerId as asCustomer } from '../../../core/ids.ts';
import type { Decision } from '../../../core/message/decision.ts';
import type { Store } from '../../../core/ports.ts';
import type { WorldPlan } from '../world/plan.ts';
import type { ToldEvents } from '../world/toldEvents.ts';
import type { PostOffice } from '../world/postOffice.ts';
import type { Auditor } from './auditor.ts';
import type { DecisionFile } from './book.ts';
import { isRecord } from './touched.ts';

const DAY = 86_400_000;
/** All that the provider tells of a message has come by then, redelivered after a failure too. */
const LATEST_ECHO = 4 * DAY;
const MOST_FACTS = 100_000;
/** Faults after which nobody can know whether a message left. F1 and F5 are told for certain. */
const BLINDING: ReadonlySet<string> = new Set(['F2', 'F3', 'F4', 'F6', 'F7', 'stall']);

export interface Ending {
  readonly auditor: Auditor;
  readonly store: Store;
  readonly office: PostOffice;
  readonly plan: WorldPlan;
  readonly told: ToldEvents;
  /** Messages of queues, and nights, that nobody finished. */
  readonly waiting: number;
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

/** A record that could not be written in so many tries is found unknown like one nobody wrote. */
const TRIES_TO_RECORD = 3;

function isExplained({ strikes, unrecorded }: DecisionFile): boolean {
  return unrecorded >= TRIES_TO_RECORD || [...strikes].some((strike) => BLINDING.has(strike));
}

function checkUnknown({ auditor }: Ending, file: DecisionFile): void {
  const { row, strikes } = file;
  if (row.outcome !== 'unknown') return;
  auditor.checks['unexplained-unknown'] += 1;
  if (isExplained(file)) return;
  const struck = [...strikes].join(', ') || 'nothing';
  auditor.report('unexplained-unknown', row.customerId, `${row.id} is unknown, and ${struck} struck it`);
}

/** Sent means that it left; anything else but unknown that it did not. Of what left the provider's events have come. */
function checkTrue({ auditor, office, now }: Ending, { row }: DecisionFile, counts: EndCounts): void {
  if (row.channel === 'webhook') return;
  auditor.checks['outcome-untrue'] += 1;
  const { effects: left = 0, leftAt = now } = office.attempts.get(row.id) ?? {};
  const isTrue = row.outcome === 'sent' ? left === 1 : row.outcome === 'unknown' || left === 0;
  if (!isTrue)
    auditor.report('outcome-untrue', row.customerId, `${row.id} is ${row.outcome} and left ${left} times`);
  if (left === 0 || leftAt + LATEST_ECHO > now) return;
  auditor.checks['not-reconciled'] += 1;
  counts.arrivable += 1;
  if (row.outcome === 'sent') counts.reconciled += 1;
  else
    auditor.report(
      'not-reconciled',
      row.customerId,
      `${row.id} is ${row.outcome}; the provider said it left`,
    );
}

/** One accepting row a decision, one settling row for its outcome, one row an event. */
async function checkFacts(ending: Ending, id: string, counts: EndCounts): Promise<void> {
  const { auditor, store, told } = ending;
  const accepted = new Map<string, number>();
  const settled = new Map<string, number>();
  const applied = new Map<string, number>();
  for (const { kind, body } of await store.factsOf(asCustomer(id), MOST_FACTS)) {
    if (!isRecord(body)) continue;
    if (kind === 'event' && typeof body['name'] === 'string') {
      applied.set(body['name'], (applied.get(body['name']) ?? 0) + 1);
    }
    if (typeof body['decision'] !== 'string') continue;
    const decision = body['decision'];
    if (kind === 'message-accepted') accepted.set(decision, (accepted.get(decision) ?? 0) + 1);
    const end = `${decision} ${typeof body['outcome'] === 'string' ? body['outcome'] : ''}`;
    if (kind === 'message-settled') settled.set(end, (settled.get(end) ?? 0) + 1);
  }
  for (const [name, expected] of told.of(id)) {
    counts.events += expected;
    auditor.checks['lost-event'] += 1;
    const times = applied.get(name) ?? 0;
    if (times !== expected)
      auditor.report('lost-event', id, `${times} of ${expected} "${name}" were applied`);
  }
  for (const decision of auditor.book.byCustomer.get(id) ?? []) {
    const row = auditor.book.files.get(decision)?.row;
    if (row === undefined) continue;
    auditor.checks['lost-decision'] += 1;
    if (accepted.get(decision) !== 1) {
      auditor.report('lost-decision', id, `${decision} was accepted ${accepted.get(decision) ?? 0} times`);
    }
    const isSettled = row.outcome !== 'pending' && row.outcome !== 'claimed';
    const times = settled.get(`${decision} ${row.outcome}`) ?? 0;
    if (isSettled && times !== 1) {
      auditor.report('lost-decision', id, `${decision} is ${row.outcome}, as ${times} settling rows say`);
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
  const { auditor, plan, waiting } = ending;
  const counts: EndCounts = { unknown: 0, arrivable: 0, reconciled: 0, customers: 0, events: 0 };
  if (waiting > 0) auditor.report('lost-event', null, `${waiting} messages or nights were never finished`);
  for (const file of auditor.book.files.values()) {
    checkOpen(ending, file.row);
    checkUnknown(ending, file);
    checkTrue(ending, file, counts);
    if (file.row.outcome === 'unknown') counts.unknown += 1;
  }
  for (const { id } of plan.customers) {
    counts.customers += 1;
    await checkFacts(ending, id, counts);
    await checkPassages(ending, id);
    checkOccasions(ending, id);
  }
  return counts;
}
