/**
 * Series: what is counted of a person's events so that rules can be judged without reading events. One for each distinct
 * (events, filter, property summed) among the rules in force, named by what it counts, so that rules that ask the same share it.
 */
import { canonicalJson } from '../canonicalJson.ts';
import { hash32 } from '../chance.ts';
import { leavesOf } from '../composed.ts';
import { compares, valueAt } from '../journey/condition.ts';
import type { JsonObject } from '../json.ts';
import { asEventLeaf, type EventLeaf, MOST_KEPT, type Rule } from './rule.ts';

export interface Series {
  readonly key: string;
  readonly events: readonly string[];
  readonly where: EventLeaf['where'];
  /** Path of the number that is summed; null where events are only counted. */
  readonly property: string | null;
  /** Newest events kept with their times. */
  readonly keep: number;
}

/** How many of the newest events a leaf looks at one by one. */
function keptFor({ within, sum, count }: EventLeaf): number {
  if (within === undefined) return 0;
  if (sum !== undefined) return MOST_KEPT;
  return Math.max(count?.min ?? 0, (count?.max ?? -1) + 1, 1);
}

const keys = new WeakMap<EventLeaf, string>();

function makeKey({ event, where, sum }: EventLeaf): string {
  const named = { events: event.toSorted(), where: where ?? null, property: sum?.property ?? null };
  const text = canonicalJson(named);
  return `${hash32(1, text).toString(36)}${hash32(2, text).toString(36)}`;
}

/** What the series of a leaf is kept under; it stays while the leaf counts the same. */
export function seriesKey(leaf: EventLeaf): string {
  const known = keys.get(leaf);
  if (known !== undefined) return known;
  const key = makeKey(leaf);
  keys.set(leaf, key);
  return key;
}

export function seriesOf(rules: readonly Rule[]): readonly Series[] {
  const found = new Map<string, Series>();
  for (const leaf of rules.flatMap((rule) => leavesOf(rule)).map(asEventLeaf)) {
    if (leaf === null) continue;
    const key = seriesKey(leaf);
    const keep = Math.max(keptFor(leaf), found.get(key)?.keep ?? 0);
    found.set(key, {
      key,
      events: leaf.event,
      where: leaf.where,
      property: leaf.sum?.property ?? null,
      keep,
    });
  }
  return [...found.values()];
}

/** Sums are kept in ten-thousandths, so that they are whole and the same in any order. */
export const SUM_UNIT = 10_000;

/** What an event adds to a series, in ten-thousandths: 0 where only its number counts; null where it is none of its events. */
export function valueFor(series: Series, name: string, properties: JsonObject): number | null {
  const { events, where, property } = series;
  if (!events.includes(name)) return null;
  if (where !== undefined && !compares(valueAt(properties, where.property), where)) return null;
  const value = property === null ? 0 : valueAt(properties, property);
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value * SUM_UNIT) : 0;
}

/** Series of `after` for which the events known must be read again: new ones, and those that keep more than before. */
export function newSeries(before: readonly Series[], after: readonly Series[]): readonly Series[] {
  const kept = new Map(before.map(({ key, keep }) => [key, keep]));
  return after.filter(({ key, keep }) => (kept.get(key) ?? -1) < keep);
}
