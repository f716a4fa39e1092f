/**
 * Tallies: one number a day, group and what is counted, spread over shards that are added to in the transaction of what they
 * count. Which shard is chance, so that nobody waits for another's.
 */
import { TALLIED, type Tallied } from '../../../core/message/feedback.ts';
import type { Tally, TallyGroup } from '../../../core/message/tally.ts';
import { type Instant, utcDay } from '../../../core/time.ts';
import { keyOf, tallyPk, talliedIn } from './keys.ts';
import type { Tables } from './tables.ts';
import type { Transaction } from './transaction.ts';

export const TALLY_SHARDS = 16;
/** Days asked for at once. */
const DAYS_AT_ONCE = 16;
const COUNT = 'count';
const WORDS: ReadonlyMap<string, Tallied> = new Map(TALLIED.map((what) => [what, what]));

export function addTallies(
  tx: Transaction,
  tables: Tables,
  at: Instant,
  group: TallyGroup | null,
  what: readonly Tallied[],
): void {
  if (group === null) return;
  for (const one of what) {
    const shard = Math.floor(tables.random() * TALLY_SHARDS);
    tx.add(keyOf.tally(utcDay(at), group, one, shard), { [COUNT]: 1 });
  }
}

async function talliesOfDay(tables: Tables, day: number): Promise<Tally[]> {
  const sums = new Map<string, Tally>();
  for (const { key, counts } of await tables.allItems({ table: 'work', pk: tallyPk(day) })) {
    const { group, what: word } = talliedIn(key.sk);
    const what = WORDS.get(word);
    if (what === undefined) continue;
    const name = `${group}\n${what}`;
    const count = (sums.get(name)?.count ?? 0) + (counts[COUNT] ?? 0);
    sums.set(name, { day, group, what, count });
  }
  return [...sums.values()].sort((a, b) => compare(a.group, b.group) || compare(a.what, b.what));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** By day, group and what is counted, ascending. One partition a day. */
export async function talliesBetween(
  tables: Tables,
  { since, until }: { readonly since: number; readonly until: number },
): Promise<Tally[]> {
  const found: Tally[] = [];
  for (let day = since; day <= until; day += DAYS_AT_ONCE) {
    const days = Array.from({ length: Math.min(DAYS_AT_ONCE, until - day + 1) }, (_, n) => day + n);
    found.push(...(await Promise.all(days.map((one) => talliesOfDay(tables, one)))).flat());
  }
  return found;
}
