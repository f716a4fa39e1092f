/**
 * Whether a customer may have an offer now, and which rule says no: everything an offer asks for must hold. What is not known of
 * a customer (no evaluation yet, no tier) holds nothing.
 */
import type { Person } from '../customer/person.ts';
import type { RecentEvent } from '../customer/recentEvent.ts';
import { holds } from '../journey/condition.ts';
import { type Instant, parseIso } from '../time.ts';
import type { Eligible, Offer } from './definition.ts';

/** What is known of a customer, as far as offers ask. */
export interface OfferCustomer {
  readonly person: Person;
  readonly tier: string | null;
  /** Expected contribution over the settings' horizon; null without an order. */
  readonly valueMinor: number | null;
  readonly segments: Readonly<Record<string, Instant>>;
  readonly events: readonly RecentEvent[];
}

export const ELIGIBILITY_RULES = ['tier', 'stage', 'grade', 'value', 'segment', 'condition'] as const;
export type EligibilityRule = (typeof ELIGIBILITY_RULES)[number];

function isOneOf<Name extends string>(
  wanted: readonly Name[] | undefined,
  has: Name | null | undefined,
): boolean {
  return wanted === undefined || wanted.some((one) => one === has);
}

function isWithin(wanted: Eligible['valueMinor'], has: number | null): boolean {
  if (wanted === undefined) return true;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = wanted;
  return has !== null && has >= min && has <= max;
}

/** The first rule that says no; null where the customer may have it. */
export function ruleAgainst(
  { tiers, stages, grades, valueMinor, segments, when }: Eligible,
  { person, ...known }: OfferCustomer,
  now: Instant,
): EligibilityRule | null {
  const { lifecycle } = person;
  if (!isOneOf(tiers, known.tier)) return 'tier';
  if (!isOneOf(stages, lifecycle?.stage)) return 'stage';
  if (!isOneOf(grades, lifecycle?.grade)) return 'grade';
  if (!isWithin(valueMinor, known.valueMinor)) return 'value';
  if (segments !== undefined && !segments.every((id) => known.segments[id] !== undefined)) return 'segment';
  const circumstances = { person, properties: {}, now, events: known.events, segments: known.segments };
  return when === undefined || holds(when, circumstances) ? null : 'condition';
}

/** Where now lies to the window in which an offer is granted and redeemed. */
export function windowAt({ valid }: Pick<Offer, 'valid'>, now: Instant): 'open' | 'not-yet' | 'ended' {
  const [from, until] = [valid.from, valid.until].map((text) => (text === undefined ? null : parseIso(text)));
  if (from != null && now < from) return 'not-yet';
  return until != null && now >= until ? 'ended' : 'open';
}
