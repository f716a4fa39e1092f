/**
 * Tiers: reached the moment what counts within the window is enough, kept for a period, then renewed or left as the programme
 * says. Nobody goes down before their period and its grace are over, whatever is edited or given back meanwhile. A tier that
 * is taken out of the programme is the next lower one that remains.
 */
import { DAY_MS, type Instant } from '../time.ts';
import type { Account } from './account.ts';
import { dayIn, endAfterMonths, lastDayBefore, monthsOn } from './calendar.ts';
import type { LoyaltyDefinition, Tier } from './definition.ts';
import type { Ledger } from './ledger.ts';

export const TIER_CHANGED = 'Tier Changed';
export const TIER_NEAR = 'Tier Near';

/** What counts toward a tier within the window: minor units, or points. */
export function qualifyingAt(
  { qualifying }: Pick<Account, 'qualifying'>,
  { qualify }: LoyaltyDefinition,
  zone: string,
  now: Instant,
): number {
  const from = monthsOn(dayIn(zone, now), -qualify.windowMonths);
  let sum = 0;
  for (const [day, amount] of qualifying) if (day > from) sum += amount;
  return sum;
}

/** The highest tier that begins at or below the amount. */
function rankAt({ tiers }: LoyaltyDefinition, amount: number): number {
  let rank = 0;
  while (rank + 1 < tiers.length && (tiers[rank + 1]?.from ?? Number.POSITIVE_INFINITY) <= amount) rank += 1;
  return rank;
}

export function tierAt({ tiers }: LoyaltyDefinition, rank: number): Tier {
  const tier = tiers[rank];
  if (tier === undefined) throw new RangeError(`the programme has no tier ${rank}`);
  return tier;
}

/** Place of the account's tier among those there are; of one that is gone, of what its threshold then reaches now. */
export function rankOf(
  { tier, tierFrom }: Pick<Account, 'tier' | 'tierFrom'>,
  definition: LoyaltyDefinition,
): number {
  const place = definition.tiers.findIndex(({ id }) => id === tier);
  return place >= 0 ? place : rankAt(definition, tierFrom);
}

/** Adds to what counts toward the tier on a local day; what is older than the window goes. */
export function countToward(ledger: Ledger, day: number, amount: number): void {
  if (amount === 0) return;
  const { zone, now } = ledger.context;
  const oldest = monthsOn(dayIn(zone, now), -ledger.definition.qualify.windowMonths);
  const { qualifying } = ledger.account;
  const before = qualifying.find(([on]) => on === day)?.[1] ?? 0;
  const others = qualifying.filter(([on]) => on !== day && on > oldest);
  const sum = before + amount;
  const all: [number, number][] = sum > 0 && day > oldest ? [...others, [day, sum]] : others;
  ledger.note({ qualifying: all.sort((a, b) => a[0] - b[0]) });
}

type Why = 'reached' | 'lapsed' | 'edited';

function moveTo(ledger: Ledger, rank: number, why: Why): void {
  const { definition, context, account } = ledger;
  const { id, from, name } = tierAt(definition, rank);
  const { zone, now } = context;
  const tierUntil = rank === 0 ? null : endAfterMonths(zone, now, definition.qualify.periodMonths);
  const kept =
    why === 'edited'
      ? { tierSince: account.tierSince, tierUntil: rank === 0 ? null : account.tierUntil }
      : { tierSince: now, tierUntil };
  ledger.note({ tier: id, tierFrom: from, nearTold: null, ...kept });
  if (id === account.tier) return;
  const direction = why === 'reached' ? 'up' : 'down';
  const until = kept.tierUntil === null ? null : lastDayBefore(zone, kept.tierUntil);
  ledger.tell({
    name: TIER_CHANGED,
    properties: { from: account.tier, to: id, toName: { ...name }, direction, why, until },
  });
}

function tellNear(ledger: Ledger, rank: number, amount: number): void {
  const { definition, account } = ledger;
  const next = definition.tiers[rank + 1];
  if (next === undefined || account.nearTold === next.id) return;
  const missing = next.from - amount;
  if (missing <= 0 || missing > next.from * definition.qualify.near) return;
  ledger.note({ nearTold: next.id });
  ledger.tell({
    name: TIER_NEAR,
    properties: {
      tier: account.tier,
      next: next.id,
      nextName: { ...next.name },
      missing,
      by: definition.qualify.by,
    },
  });
}

/** When a tier that is not renewed is left. */
export function tierLeftAt(
  { tierUntil }: Pick<Account, 'tierUntil'>,
  { qualify }: LoyaltyDefinition,
): Instant | null {
  return tierUntil === null ? null : tierUntil + qualify.graceDays * DAY_MS;
}

/** What the tier is now, by what counts now. */
export function assessTier(ledger: Ledger): void {
  const { definition, context } = ledger;
  const { zone, now } = context;
  const gone = definition.tiers.every(({ id }) => id !== ledger.account.tier);
  if (gone) moveTo(ledger, rankOf(ledger.account, definition), 'edited');
  const amount = qualifyingAt(ledger.account, definition, zone, now);
  const earned = rankAt(definition, amount);
  const rank = rankOf(ledger.account, definition);
  if (earned > rank) moveTo(ledger, earned, 'reached');
  else if (rank > 0) {
    const { tierUntil } = ledger.account;
    const leftAt = tierLeftAt(ledger.account, definition);
    if (tierUntil !== null && now >= tierUntil && earned === rank) {
      ledger.note({ tierUntil: endAfterMonths(zone, now, definition.qualify.periodMonths), nearTold: null });
    } else if (leftAt !== null && now >= leftAt) {
      moveTo(ledger, definition.qualify.downgrade === 'one-step' ? rank - 1 : earned, 'lapsed');
    }
  }
  tellNear(ledger, rankOf(ledger.account, definition), amount);
}
