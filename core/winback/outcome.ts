/** What became of a case within its window: from the order list, as it is when the window ends; late orders are in it. */
import type { PersonRecord } from '../customer/person.ts';
import type { Decision } from '../message/decision.ts';
import type { CatalogueFacts } from '../recommend/catalogue.ts';
import { type MarginSettings, netMargin } from '../value/margin.ts';
import type { CaseOutcome, WinBackCase } from './winBackCase.ts';

export interface OutcomeTerms {
  readonly facts: CatalogueFacts;
  readonly settings: MarginSettings;
  /** What offers redeemed within the window cost the shop. */
  readonly offersMinor: number;
  /** Messages of the journey of win-back; others were sent for other reasons. */
  readonly journey: string;
  readonly contactCostMinor: number;
}

function isContact({ journeyId, outcome, settledAt }: Decision, journey: string, one: WinBackCase): boolean {
  if (journeyId !== journey || outcome !== 'sent' || settledAt === null) return false;
  return settledAt >= one.openedAt && settledAt < one.endsAt;
}

export function outcomeOf(
  one: WinBackCase,
  orders: PersonRecord['orders'],
  decisions: readonly Decision[],
  terms: OutcomeTerms,
): CaseOutcome {
  const { facts, settings, offersMinor, journey, contactCostMinor } = terms;
  const window = { from: one.openedAt, until: one.endsAt };
  const bought = orders
    .filter(({ at, amountMinor }) => amountMinor >= 0 && at >= window.from && at < window.until)
    .map(({ at }) => at);
  const { marginMinor, netMinor } = netMargin(orders, window, {
    facts,
    settings,
    offerCost: () => offersMinor,
  });
  const contacts = decisions.filter((decision) => isContact(decision, journey, one)).length;
  const contactMinor = contacts * contactCostMinor;
  return {
    returnedAt: bought.length === 0 ? null : Math.min(...bought),
    orders: bought.length,
    marginMinor,
    offersMinor,
    contacts,
    contactMinor,
    netMinor: netMinor - contactMinor,
  };
}
