/**
 * Tallies: one number a day, group and what is counted, spread over shards that are added to in the transaction of what they
 * count. Two transactions that meet at one number would refuse each other, so a process uses each shard for one at a time, and
 * processes begin at different ones.
 */
import { TALLIED, type Tallied } from '../../../core/message/feedback.ts';
import type { Tally, TallyGroup } from '../../../core/message/tally.ts';
import { type Instant, utcDay } from '../../../core/time.ts';
import { InTurn } from './inTurn.ts';
import { keyOf, TALLY_PARTITIONS, talliedIn, tallyPk } from './keys.ts';
import type { Tables } from './tables.ts';
import type { Transaction } from './transaction.ts';

const SHARDS = 16;
/** Days asked for at once. */
const DAYS_AT_ONCE = 16;
const COUNT = 'count';
const WORDS: ReadonlyMap<string, Tallied> = new Map(TALLIED.map((what) => [what, what]));

/** Of one process. */
export class TallyShards {
  private readonly random: () => number;
  private readonly turns = new InTurn();
  private readonly busy: number[] = Array.from({ length: SHARDS }, () => 0);

  /** From 0 to 1. */
  constructor(random: () => number) {
    this.random = random;
  }

  /** Runs a transaction that may tally, when it is its turn in the least busy shard. */
  async run<Result>(work: (shard: number) => Promise<Result>): Promise<Result> {
    const shard = this.leastBusy();
    this.note(shard, 1);
    try {
      return await this.turns.run(String(shard), () => work(shard));
    } finally {
      this.note(shard, -1);
    }
  }

  private leastBusy(): number {
    const begin = Math.floor(this.random() * SHARDS) % SHARDS;
    let best = begin;
    for (let next = 1; next < SHARDS; next += 1) {
      const shard = (begin + next) % SHARDS;
      if ((this.busy[shard] ?? 0) < (this.busy[best] ?? 0)) best = shard;
    }
    return best;
  }

  private note(shard: number, change: 1 | -1): void {
    this.busy[shard] = (this.busy[shard] ?? 0) + change;
  }
}

export interface Told {
  readonly at: Instant;
  /** Null where nothing is tallied. */
  readonly group: TallyGroup | null;
  readonly what: readonly Tallied[];
}

export function addTallies(tx: Transaction, shard: number, { at, group, what }: Told): void {
  if (group === null) return;
  for (const one of what) tx.add(keyOf.tally(utcDay(at), group, one, shard), { [COUNT]: 1 });
}

async function talliesOfDay(tables: Tables, day: number): Promise<Tally[]> {
  const sums = new Map<string, Tally>();
  const partitions = Array.from({ length: TALLY_PARTITIONS }, (_, partition) => tallyPk(day, partition));
  const items = await Promise.all(partitions.map((pk) => tables.allItems({ table: 'work', pk })));
  for (const { key, counts } of items.flat()) {
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

/** By day, group and what is counted, ascending. */
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
