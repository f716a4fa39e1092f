/**
 * Association rules over baskets (Agrawal & Srikant 1994): who has this, or these two, has that as well. Of N baskets, `both` hold a
 * rule's whole: support = both / N; confidence = both / baskets with the antecedent; lift = confidence / share of the
 * consequent, 1 where they have nothing to do with each other; leverage = support − what chance would give (Piatetsky-Shapiro 1991).
 * Every rule of up to three items that reaches the thresholds is found: only what is frequent in pairs can be so in threes.
 */
import { forEachCoOccurrence, type ItemBuyers, itemBuyers } from './coOccurrence.ts';
import type { Interactions } from './interactions.ts';

export interface AssociationRule {
  /** One item or two, ascending. */
  readonly antecedent: readonly string[];
  readonly consequent: string;
  /** Baskets that hold all of it. */
  readonly baskets: number;
  readonly support: number;
  readonly confidence: number;
  readonly lift: number;
  readonly leverage: number;
}

export interface RuleThresholds {
  /** Share of the baskets, 0 to 1; a rule holds in one at least. */
  readonly minSupport: number;
  readonly minConfidence: number;
  /** Items before the arrow. Default 2. */
  readonly mostAntecedents?: 1 | 2;
  /** So many rules are kept, by lift. Default all. */
  readonly top?: number;
}

export interface FoundRules {
  readonly baskets: number;
  readonly items: number;
  /** Rules that reach the thresholds. */
  readonly found: number;
  /** By lift, then support, then what they say. */
  readonly rules: readonly AssociationRule[];
  /** True where antecedents of two were asked for and left out: baskets so large would take hours. */
  readonly pairsOnly: boolean;
}

/** Steps of counting threes, some seconds. */
const MOST_STEPS = 1e9;
/** Rules beyond `top` that are held before the least are let go. */
const SPARE_RULES = 10_000;

/** A rule by places; `second` is −1 where one item stands before the arrow. */
interface Found {
  readonly first: number;
  readonly second: number;
  readonly consequent: number;
  readonly both: number;
  readonly confidence: number;
  readonly lift: number;
}

function comesBefore(a: Found, b: Found): number {
  return (
    b.lift - a.lift ||
    b.both - a.both ||
    a.first - b.first ||
    a.second - b.second ||
    a.consequent - b.consequent
  );
}

/** Holds the rules that reach the confidence asked for. */
class RuleKeeper {
  found = 0;
  #kept: Found[] = [];
  readonly #counts: Int32Array;
  readonly #baskets: number;
  readonly #minConfidence: number;
  readonly #top: number;

  constructor(counts: Int32Array, baskets: number, minConfidence: number, top: number) {
    this.#counts = counts;
    this.#baskets = baskets;
    this.#minConfidence = minConfidence;
    this.#top = top;
  }

  offer(
    antecedent: readonly [first: number, second: number],
    consequent: number,
    both: number,
    has: number,
  ): void {
    const confidence = both / has;
    if (confidence < this.#minConfidence) return;
    this.found += 1;
    const lift = (confidence * this.#baskets) / (this.#counts[consequent] ?? 0);
    const [first, second] = antecedent;
    this.#kept.push({ first, second, consequent, both, confidence, lift });
    if (this.#kept.length >= this.#top + SPARE_RULES) this.best();
  }

  best(): readonly Found[] {
    this.#kept = this.#kept.sort(comesBefore).slice(0, this.#top);
    return this.#kept;
  }
}

/** By item: its frequent partners above it, ascending, with the baskets of both. */
type FrequentPairs = ReadonlyMap<number, ReadonlyMap<number, number>>;

function frequentPairs(interactions: Interactions, buyers: ItemBuyers, least: number): FrequentPairs {
  const partners = new Map<number, ReadonlyMap<number, number>>();
  forEachCoOccurrence(
    interactions,
    ({ item, others, counts }) => {
      const frequent = others.filter((other) => other > item && (counts[other] ?? 0) >= least).sort();
      if (frequent.length > 0)
        partners.set(item, new Map(Array.from(frequent, (other) => [other, counts[other] ?? 0])));
    },
    { buyers },
  );
  return partners;
}

/** Steps that counting threes would take. */
function stepsOfThrees({ starts, items }: Interactions, counts: Int32Array, least: number): number {
  let steps = 0;
  for (let basket = 0; basket + 1 < starts.length; basket += 1) {
    let frequent = 0;
    for (let cell = starts[basket] ?? 0; cell < (starts[basket + 1] ?? 0); cell += 1)
      if ((counts[items[cell] ?? 0] ?? 0) >= least) frequent += 1;
    steps += frequent ** 3 / 2;
  }
  return steps;
}

/** Baskets of both items, out of those of the rarer. */
function basketsOfBoth({ starts, customers }: ItemBuyers, a: number, b: number): Int32Array {
  const left = customers.subarray(starts[a] ?? 0, starts[a + 1] ?? 0);
  const right = customers.subarray(starts[b] ?? 0, starts[b + 1] ?? 0);
  let j = 0;
  return left.filter((basket) => {
    while (j < right.length && (right[j] ?? 0) < basket) j += 1;
    return right[j] === basket;
  });
}

/** Visits every frequent three, items ascending. */
function forEachThree(
  { items, starts, itemIds }: Interactions,
  partners: FrequentPairs,
  buyers: ItemBuyers,
  visit: (a: number, b: number, c: number, baskets: number) => void,
): void {
  const counts = new Int32Array(itemIds.length);
  for (const [a, above] of partners)
    for (const b of above.keys()) {
      const candidates = [...(partners.get(b)?.keys() ?? [])].filter((c) => above.has(c));
      if (candidates.length === 0) continue;
      const both = basketsOfBoth(buyers, a, b);
      const add = (step: number) => {
        for (const basket of both)
          for (let cell = starts[basket] ?? 0; cell < (starts[basket + 1] ?? 0); cell += 1) {
            const item = items[cell] ?? 0;
            counts[item] = (counts[item] ?? 0) + step;
          }
      };
      add(1);
      for (const c of candidates) visit(a, b, c, counts[c] ?? 0);
      add(-1);
    }
}

function told(rule: Found, interactions: Interactions, counts: Int32Array): AssociationRule {
  const { first, second, consequent, both, confidence, lift } = rule;
  const nameOf = (item: number) => interactions.itemIds[item] ?? '';
  const baskets = interactions.customerIds.length;
  const support = both / baskets;
  const chance = ((both / confidence) * (counts[consequent] ?? 0)) / baskets ** 2;
  return {
    antecedent: second < 0 ? [nameOf(first)] : [nameOf(first), nameOf(second)],
    consequent: nameOf(consequent),
    baskets: both,
    support,
    confidence,
    lift,
    leverage: support - chance,
  };
}

/** Rules among baskets, which stand in the table as customers do. */
export function associationRules(interactions: Interactions, thresholds: RuleThresholds): FoundRules {
  const { minSupport, minConfidence, mostAntecedents = 2, top = Number.POSITIVE_INFINITY } = thresholds;
  const baskets = interactions.customerIds.length;
  const buyers = itemBuyers(interactions);
  const counts = Int32Array.from(
    interactions.itemIds,
    (_, i) => (buyers.starts[i + 1] ?? 0) - (buyers.starts[i] ?? 0),
  );
  const least = Math.max(1, Math.ceil(minSupport * baskets - 1e-9));
  const keeper = new RuleKeeper(counts, baskets, minConfidence, top);
  const pairs = frequentPairs(interactions, buyers, least);
  for (const [a, above] of pairs)
    for (const [b, both] of above) {
      keeper.offer([a, -1], b, both, counts[a] ?? 0);
      keeper.offer([b, -1], a, both, counts[b] ?? 0);
    }
  const pairsOnly = mostAntecedents === 2 && stepsOfThrees(interactions, counts, least) > MOST_STEPS;
  const pairCount = (a: number, b: number) => pairs.get(a)?.get(b) ?? 0;
  if (mostAntecedents === 2 && !pairsOnly)
    forEachThree(interactions, pairs, buyers, (a, b, c, all) => {
      if (all < least) return;
      keeper.offer([a, b], c, all, pairCount(a, b));
      keeper.offer([a, c], b, all, pairCount(a, c));
      keeper.offer([b, c], a, all, pairCount(b, c));
    });
  const rules = keeper.best().map((rule) => told(rule, interactions, counts));
  return { baskets, items: interactions.itemIds.length, found: keeper.found, rules, pairsOnly };
}
