/**
 * Every decision there is, for audits: a scan of `facts`, consistent, in the order the table keeps them, which stays. O(items
 * of `facts`), facts and event marks included; never on a hot path. One person's decisions are found by their list.
 */
import type { Instant } from '../../../core/time.ts';
import type { Decision } from '../../../core/message/decision.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { DecisionPage } from '../../../core/ports.ts';
import { keyText } from './itemKey.ts';
import { FACT_PREFIX, ORDER_PREFIX } from './keys.ts';
import { familyOf } from './people.ts';
import { decisionsOfPk, readDecision } from './records/decisionItem.ts';
import { readFact } from './records/factItem.ts';
import { readOrder } from './records/orderItem.ts';
import { scanParts } from './scanParts.ts';
import type { ItemRead, ScanQuery, Tables } from './tables.ts';

const DECISION = 'decision';
const WHOLE_TABLE: ScanQuery = {
  table: 'facts',
  segment: 0,
  segments: 1,
  skPrefix: DECISION,
  consistent: true,
};
/** What the partition of a decision begins with. */
const OF_DECISION = 'd#';

export async function* decisions(tables: Tables): AsyncGenerator<readonly Decision[]> {
  for await (const items of tables.scan(WHOLE_TABLE)) yield items.map(readDecision);
}

/** The cursor is the partition of the last decision of the page before. */
export async function decisionPage(
  tables: Tables,
  after: string | null,
  limit: number,
): Promise<DecisionPage | null> {
  if (after !== null && !after.startsWith(OF_DECISION)) return null;
  const behind = after === null ? {} : { after: { pk: after, sk: DECISION } };
  const found: ItemRead[] = [];
  for await (const items of tables.scan({ ...WHOLE_TABLE, ...behind })) {
    found.push(...items.slice(0, limit - found.length));
    if (found.length >= limit) break;
  }
  const last = found.length < limit ? undefined : found.at(-1);
  return { items: found.map(readDecision), next: last?.key.pk ?? null };
}

async function decisionsUnder(tables: Tables, id: CustomerId): Promise<Decision[]> {
  const entries = await tables.allEntries({ table: 'facts', index: 'list', pk: decisionsOfPk(id) });
  const found = await tables.get(entries.map(({ key }) => key));
  return entries.flatMap(({ key }) => found.get(keyText(key)) ?? []).map(readDecision);
}

/** Of a person under all their ids, by id and then as they were made. */
export async function decisionsOf(tables: Tables, id: CustomerId): Promise<Decision[]> {
  const ids = await familyOf(tables, id);
  return (await Promise.all(ids.map((one) => decisionsUnder(tables, one)))).flat();
}

export async function countAccepted(tables: Tables): Promise<number> {
  let counted = 0;
  await scanParts(tables, { table: 'facts', skPrefix: FACT_PREFIX, consistent: true }, (items) => {
    for (const item of items) if (readFact(item).kind === 'message-accepted') counted += 1;
  });
  return counted;
}

export async function orderSpan(
  tables: Tables,
): Promise<{ first: Instant; last: Instant; orders: number } | null> {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let orders = 0;
  await scanParts(tables, { table: 'people', skPrefix: ORDER_PREFIX }, (items) => {
    for (const { at, amountMinor } of items.map(readOrder)) {
      if (amountMinor < 0) continue;
      first = Math.min(first, at);
      last = Math.max(last, at);
      orders += 1;
    }
  });
  return orders === 0 ? null : { first, last, orders };
}
