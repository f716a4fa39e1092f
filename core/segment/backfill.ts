/**
 * Counts again from the facts what a series should have counted: for rules that are new, of people whose events came before
 * them. As far back as the store keeps facts (where events are archived after 30 days, so far). What is counted is set, never
 * added, under the version of the standing, so that no event is counted twice, whenever it came.
 */
import type { CustomerId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Fact } from '../fact.ts';
import type { PeopleStore } from '../ports.ts';
import { type Series, valueFor } from './series.ts';
import { originKey, type Standing, type Tallies } from './standing.ts';
import { withEvent } from './tally.ts';

/** Facts of one person that are read, newest first. */
export const MOST_FACTS = 5_000;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The tallies of the series of one person, by the id events came with. */
export function talliesFromFacts(
  person: CustomerId,
  facts: readonly Fact[],
  series: readonly Series[],
): Record<string, Tallies> {
  const counted: Record<string, Record<string, Tallies[string]>> = {};
  for (const { kind, customerId, at, body } of facts) {
    const { name, properties } = body;
    if (kind !== 'event' || typeof name !== 'string') continue;
    for (const one of series) {
      const value = valueFor(one, name, isObject(properties) ? properties : {});
      if (value === null) continue;
      const origin = originKey(person, customerId);
      const ofOrigin = counted[origin] ?? {};
      counted[origin] = { ...ofOrigin, [one.key]: withEvent(ofOrigin[one.key], { at, value }, one.keep) };
    }
  }
  return counted;
}

/** The standing with these series counted again. */
export function withCounted(
  standing: Standing,
  counted: Readonly<Record<string, Tallies>>,
  series: readonly Series[],
): Standing {
  const again = new Set(series.map(({ key }) => key));
  const tallies: Record<string, Tallies> = {};
  for (const origin of new Set([...Object.keys(standing.tallies), ...Object.keys(counted)])) {
    const staying = Object.entries(standing.tallies[origin] ?? {}).filter(([key]) => !again.has(key));
    const whole = { ...Object.fromEntries(staying), ...counted[origin] };
    if (Object.keys(whole).length > 0) tallies[origin] = whole;
  }
  return { ...standing, tallies };
}

export async function backfilled(
  store: Pick<PeopleStore, 'factsOf'>,
  id: CustomerId,
  standing: Standing,
  series: readonly Series[],
): Promise<Standing> {
  if (series.length === 0) return standing;
  const counted = talliesFromFacts(id, await store.factsOf(id, MOST_FACTS), series);
  const isNothing = Object.keys(counted).length === 0 && Object.keys(standing.tallies).length === 0;
  return isNothing ? standing : withCounted(standing, counted, series);
}
