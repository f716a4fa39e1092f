/**
 * The budgets of offers, drawn from a worker's leased slices (`message/purse.ts`) in the commit of what costs: what a grant may
 * cost is set aside when it is given, put right when it is redeemed, and goes back when it ends unused. So what is set aside
 * and what was spent together never exceed a budget.
 */
import { type BudgetOfSend, budgetPeriod } from '../message/budgetsOf.ts';
import type { Purse } from '../message/purse.ts';
import type { SliceTake } from '../ports.ts';
import type { Instant } from '../time.ts';
import type { Offer, OfferBudget } from './definition.ts';
import { type Grant } from './grant.ts';
import { isUnused, moneyMoved } from './uses.ts';

/** When a budget without periods has something again. */
const NEVER: Instant = Number.MAX_SAFE_INTEGER;

/** A slice nobody has: what is given back to it goes to its budgets. */
const GIVEN_BACK = 'offers-given-back';

function inPeriod(offerId: string, budget: OfferBudget, zone: string, now: Instant): BudgetOfSend {
  const isMoney = budget.money !== undefined;
  const id = `offer/${offerId}/${isMoney ? 'money' : 'grants'}-${budget.per}`;
  const limit = budget.money ?? budget.grants ?? 0;
  const unit = isMoney ? 'minor' : 'grants';
  if (budget.per === 'ever') return { id, key: id, freeAt: NEVER, limit, unit };
  return { ...budgetPeriod(id, budget.per, zone, now), limit, unit };
}

/** The budgets a grant draws on now. `zone`: whose days they count. */
export function offerBudgets(
  { id, budgets }: Pick<Offer, 'id' | 'budgets'>,
  zone: string,
  now: Instant,
): readonly BudgetOfSend[] {
  return budgets.map((budget) => inPeriod(id, budget, zone, now));
}

/** How often a shared code may be redeemed in all; none where that is without end. */
export function codeBudget({ code }: Pick<Offer, 'code'>): BudgetOfSend | null {
  if (code.kind !== 'shared' || code.mostRedemptions === undefined) return null;
  const id = `offer-code/${code.code}`;
  return { id, key: id, freeAt: NEVER, limit: code.mostRedemptions, unit: 'grants' };
}

export function keysOfUnit(budgets: readonly BudgetOfSend[], unit: BudgetOfSend['unit']): string[] {
  return budgets.filter((budget) => budget.unit === unit).map(({ key }) => key);
}

export type Drawn =
  | { readonly kind: 'drawn'; readonly take: SliceTake | null; readonly giveBack: SliceTake | null }
  | { readonly kind: 'exhausted'; readonly budget: string };

/** Of a budget whose limit a later version of the offers changed: as it is now; without limit where it is gone. */
function current(key: string, offered: readonly BudgetOfSend[]): BudgetOfSend {
  const known = offered.find((budget) => budget.key === key);
  return known ?? { id: key, key, freeAt: NEVER, limit: Number.MAX_SAFE_INTEGER, unit: 'minor' };
}

/** What a change of a grant takes from its budgets or gives back to them; `more` is drawn with it. */
export async function drawForChange(
  purse: Purse,
  change: { readonly before: Grant; readonly after: Grant },
  offered: readonly BudgetOfSend[],
  more: BudgetOfSend | null,
  now: Instant,
): Promise<Drawn> {
  const { before, after } = change;
  const moved = moneyMoved(before, after);
  const back: Record<string, number> = {};
  if (moved < 0) for (const key of after.moneyKeys) back[key] = -moved;
  if (!isUnused(before) && isUnused(after)) for (const key of after.grantKeys) back[key] = 1;
  const giveBack = Object.keys(back).length === 0 ? null : { slice: GIVEN_BACK, takes: back };
  const draws = [
    ...(moved > 0 ? after.moneyKeys.map((key) => current(key, offered)) : []),
    ...(more === null ? [] : [more]),
  ];
  const taken = await purse.take(draws, moved, now);
  if (taken.kind === 'exhausted') return { kind: 'exhausted', budget: taken.budget };
  return { kind: 'drawn', take: taken.slice, giveBack };
}
