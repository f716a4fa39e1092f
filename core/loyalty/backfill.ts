/**
 * Points for orders that came before the programme, or with an import: from the day the programme names, each once, maturing and
 * lapsing as if they had been told in time, multiplied by the tier the member holds now. What was earned or taken back already
 * stays. Refunds that name no order, as imported ones, take back at the plain rate.
 */
import type { Order } from '../customer/order.ts';
import type { PersonRecord } from '../customer/person.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import { type Instant, parseIso } from '../time.ts';
import { changeOf, datesOf, ledgerOver, readAccount } from './change.ts';
import { loyaltyIn } from './definition.ts';
import { earnOp, opPart } from './entry.ts';
import { earnOrder, reverseOrder } from './orderPoints.ts';
import { passTime } from './passTime.ts';
import type { PostDeps } from './postPoints.ts';
import { entriesOf } from './recount.ts';
import { assessTier } from './tiers.ts';

/** Orders put into one commit. */
const ORDERS_A_COMMIT = 10;
const MOST_TRIES = 8;

/** The orders that have no entry yet, oldest first. */
async function unknownOrders(
  deps: PostDeps,
  { person, orders }: PersonRecord,
  from: Instant,
): Promise<Order[]> {
  const earned = new Set<string>();
  const takenBack = new Set<string>();
  for (const id of [person.id, ...person.members]) {
    for await (const { op, kind } of entriesOf(deps.store, id)) {
      if (kind === 'earn') earned.add(op);
      if (kind === 'reverse') takenBack.add(op.slice(op.lastIndexOf(':') + 1));
    }
  }
  return orders
    .filter(({ id, at, amountMinor }) => {
      if (at < from || amountMinor === 0) return false;
      return amountMinor > 0 ? !earned.has(earnOp(id)) : !takenBack.has(opPart(id));
    })
    .sort((a, b) => a.at - b.at);
}

/** How many orders of one person were put into the ledger; 0 where the programme goes back to no day. */
export async function backfillPerson(deps: PostDeps, record: PersonRecord, now: Instant): Promise<number> {
  const loyalty = loyaltyIn(deps.book.programme);
  const from = parseIso(loyalty?.definition.backfillFrom ?? '');
  if (loyalty === null || from === null) return 0;
  const { id } = record.person;
  const dates = datesOf(record.person, deps.settings);
  let put = 0;
  for (let lost = 0; lost < MOST_TRIES; ) {
    const orders = (await unknownOrders(deps, record, from)).slice(0, ORDERS_A_COMMIT);
    if (orders.length === 0) return put;
    const read = await readAccount(deps.store, id);
    const ledger = ledgerOver(read, loyalty, deps.settings, now);
    passTime(ledger, read.version, dates);
    for (const order of orders) {
      if (order.amountMinor > 0) earnOrder(ledger, order, [], () => null);
      else reverseOrder(ledger, order, null);
      assessTier(ledger);
    }
    const change = await changeOf(deps.store, id, ledger, read.version, dates, true);
    if (change === null) return put;
    const { dossiers, tasks, facts } = change;
    const result = await deps.store.commitStep({ ...NO_CONSEQUENCES, decisions: [], dossiers, tasks, facts });
    if (result === 'committed') put += orders.length;
    else lost += 1;
  }
  throw new Error(`the points of ${id} changed ${MOST_TRIES} times while past orders were put in`);
}
