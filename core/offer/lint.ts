/**
 * What is wrong with the offers of a shop, or looks so: money they would lose, people nobody is, budgets that pay for nothing.
 * An error forbids publishing; a warning is a question to whoever publishes.
 */
import { type Instant, parseIso } from '../time.ts';
import { expectedCostMinor, largestPercent, setAsideMinor } from './benefit.ts';
import { NOTHING, type Offer, offerNamed, type Offers, rungCostMinor } from './definition.ts';

export const OFFER_FINDINGS = [
  'ladder-over-margin',
  'ladder-not-ascending',
  'ladder-without-nothing',
  'offer-over-margin',
  'nobody-eligible',
  'unknown-tier',
  'unknown-segment',
  'ended',
  'window-empty',
  'budget-zero',
  'budget-too-small',
  'stacking-over-all',
  'cost-unbounded',
  'pool-empty',
  'code-unlimited',
] as const;
export type OfferFindingCode = (typeof OFFER_FINDINGS)[number];

export interface OfferFinding {
  readonly severity: 'error' | 'warning';
  readonly code: OfferFindingCode;
  readonly path: string;
  readonly message: string;
}

/** What a lint is told of the shop. */
export interface OfferSurroundings {
  readonly now: Instant;
  /** Null where there is no programme to know them. */
  readonly tiers: readonly string[] | null;
  readonly segments: readonly string[] | null;
  /** Codes left by pool. */
  readonly pools: Readonly<Record<string, number>>;
}

type Say = (
  severity: OfferFinding['severity'],
  code: OfferFindingCode,
  field: string,
  message: string,
) => void;

function lintWindow({ valid }: Offer, { now }: OfferSurroundings, say: Say): void {
  const [from, until] = [valid.from, valid.until].map((text) => (text === undefined ? null : parseIso(text)));
  if (from != null && until != null && until <= from)
    say('error', 'window-empty', 'valid.until', 'it ends before it begins');
  else if (until != null && until <= now)
    say('warning', 'ended', 'valid.until', `it ended on ${valid.until}`);
}

function unknownOf(named: readonly string[] | undefined, known: readonly string[] | null): readonly string[] {
  return known === null ? [] : (named ?? []).filter((one) => !known.includes(one));
}

function lintEligible({ eligible, gives }: Offer, { tiers, segments }: OfferSurroundings, say: Say): void {
  const { min, max } = eligible.valueMinor ?? {};
  if (min !== undefined && max !== undefined && min > max)
    say(
      'error',
      'nobody-eligible',
      'eligible.valueMinor',
      `nobody is worth ${min} at least and ${max} at most`,
    );
  const asked = gives.kind === 'differential' ? Object.keys(gives.percentByTier) : [];
  for (const tier of unknownOf([...(eligible.tiers ?? []), ...asked], tiers))
    say('error', 'unknown-tier', 'eligible.tiers', `the loyalty programme has no tier "${tier}"`);
  if (gives.kind === 'differential' && eligible.tiers?.every((tier) => !asked.includes(tier)) === true)
    say('error', 'nobody-eligible', 'eligible.tiers', 'none of the tiers that may have it is given a share');
  for (const segment of unknownOf(eligible.segments, segments))
    say('error', 'unknown-segment', 'eligible.segments', `there is no segment "${segment}"`);
}

function lintMoney(offer: Offer, { assume }: Offers, say: Say): void {
  const cost = expectedCostMinor(offer.gives, assume);
  const margin = Math.floor(assume.orderMinor * assume.margin);
  if (cost > margin && offer.gives.kind !== 'loss-leader')
    say('warning', 'offer-over-margin', 'gives', `it costs ${cost}, a usual order leaves ${margin}`);
  if (largestPercent(offer.gives) > 0 && !('mostMinor' in offer.gives && offer.gives.mostMinor !== undefined))
    say('warning', 'cost-unbounded', 'gives.mostMinor', 'a large order costs without end: set mostMinor');
  const aside = setAsideMinor(offer.gives, assume) * offer.uses;
  for (const [place, { money, grants }] of offer.budgets.entries()) {
    const path = `budgets.${place}`;
    if (money === 0 || grants === 0)
      say('error', 'budget-zero', path, 'nothing can be granted out of nothing');
    else if (money !== undefined && money < aside)
      say(
        'error',
        'budget-too-small',
        path,
        `${money} does not pay for one grant, which sets ${aside} aside`,
      );
  }
}

function lintCode({ code, budgets }: Offer, { pools }: OfferSurroundings, say: Say): void {
  if (code.kind === 'pool' && (pools[code.pool] ?? 0) === 0)
    say('warning', 'pool-empty', 'code.pool', `the pool "${code.pool}" has no code left: import some`);
  if (code.kind === 'shared' && code.mostRedemptions === undefined && budgets.length === 0)
    say(
      'warning',
      'code-unlimited',
      'code',
      'a code everybody may share has neither a budget nor mostRedemptions',
    );
}

/** The largest shares that may meet in one order: one of each group, those that combine. */
function lintStacking({ offers, stacking }: Offers): OfferFinding[] {
  const best = new Map<string, number>();
  for (const { id, gives, stacking: one } of offers) {
    if (!one.combines) continue;
    const group = one.group === undefined ? `offer ${id}` : `group ${one.group}`;
    best.set(group, Math.max(best.get(group) ?? 0, largestPercent(gives)));
  }
  const met = [...best.values()].sort((a, b) => b - a).slice(0, stacking.mostPerOrder);
  const sum = met.reduce((all, one) => all + one, 0);
  if (met.length < 2 || sum <= 100 || stacking.mostPercent < 100) return [];
  const message = `offers that combine take ${sum} % off one order: set stacking.mostPercent below 100, or group them`;
  return [{ severity: 'error', code: 'stacking-over-all', path: 'stacking', message }];
}

function lintLadders(offers: Offers): OfferFinding[] {
  const margin = Math.floor(offers.assume.orderMinor * offers.assume.margin);
  return offers.ladders.flatMap(({ rungs }, place) => {
    const path = `ladders.${place}.rungs`;
    const found: OfferFinding[] = [];
    const costs = rungs.map((rung) => rungCostMinor(offers, rung));
    if (!rungs.includes(NOTHING))
      found.push({
        severity: 'warning',
        code: 'ladder-without-nothing',
        path,
        message: 'nothing is no rung: who would have come anyway is given something all the same',
      });
    for (const [n, rung] of rungs.entries()) {
      const [cost = 0, before = 0] = [costs[n], costs[n - 1]];
      const at = `${path}.${n}`;
      if (n > 0 && cost < before)
        found.push({
          severity: 'error',
          code: 'ladder-not-ascending',
          path: at,
          message: `${rung} costs ${cost}, the rung before it ${before}: order rungs by what they cost`,
        });
      if (offerNamed(offers, rung) !== null && cost > margin)
        found.push({
          severity: 'error',
          code: 'ladder-over-margin',
          path: at,
          message: `${rung} costs ${cost}, and a usual order leaves ${margin}: it cannot pay`,
        });
    }
    return found;
  });
}

export function lintOffers(offers: Offers, surroundings: OfferSurroundings): OfferFinding[] {
  const found: OfferFinding[] = [];
  for (const [place, offer] of offers.offers.entries()) {
    const say: Say = (severity, code, field, message) =>
      found.push({ severity, code, path: `offers.${place}.${field}`, message: `${offer.id}: ${message}` });
    lintWindow(offer, surroundings, say);
    lintEligible(offer, surroundings, say);
    lintMoney(offer, offers, say);
    lintCode(offer, surroundings, say);
  }
  return [...found, ...lintStacking(offers), ...lintLadders(offers)];
}

/** Pools the offers take codes from. */
export function poolsOf({ offers }: Pick<Offers, 'offers'>): readonly string[] {
  return [...new Set(offers.flatMap(({ code }) => (code.kind === 'pool' ? [code.pool] : [])))];
}
