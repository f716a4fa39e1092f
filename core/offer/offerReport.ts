/** What became of the offers of a shop, counted from the grants themselves, beside what budgets say. */
import type { DossierStore } from '../dossier.ts';
import type { BudgetStore } from '../ports.ts';
import type { Instant } from '../time.ts';
import type { Offers } from './definition.ts';
import {
  couponState,
  type Grant,
  grantIn,
  heldMinor,
  redeemedMarks,
  spentMinor,
  takenMarks,
} from './grant.ts';
import { offerBudgets } from './offerBudgets.ts';

export interface OfferCount {
  readonly granted: number;
  /** Grants that can be redeemed now. */
  readonly open: number;
  readonly reserved: number;
  /** Redemptions; a grant may have several. */
  readonly redemptions: number;
  /** Grants with a redemption at least. */
  readonly redeemed: number;
  readonly expired: number;
  readonly void: number;
  readonly discountMinor: number;
  readonly spentMinor: number;
  /** Set aside for what may still be redeemed. */
  readonly heldMinor: number;
}

const NONE: OfferCount = {
  granted: 0,
  open: 0,
  reserved: 0,
  redemptions: 0,
  redeemed: 0,
  expired: 0,
  void: 0,
  discountMinor: 0,
  spentMinor: 0,
  heldMinor: 0,
};

export interface BudgetLeft {
  readonly budget: string;
  readonly unit: 'minor' | 'grants';
  readonly limit: number;
  /** Set aside or spent in this period. */
  readonly used: number;
  readonly left: number;
}

export interface OfferReport {
  readonly offer: string;
  /** False where it is no longer among the offers. */
  readonly offered: boolean;
  readonly count: OfferCount;
  /** Share of grants with a redemption; null without a grant. */
  readonly redemptionRate: number | null;
  readonly budgets: readonly BudgetLeft[];
}

function counted(before: OfferCount, grant: Grant, now: Instant): OfferCount {
  const state = couponState(grant, now);
  const redeemed = redeemedMarks(grant);
  const is = (flag: boolean) => (flag ? 1 : 0);
  return {
    granted: before.granted + 1,
    open: before.open + is(state === 'issued'),
    reserved: before.reserved + is(takenMarks(grant, now).length > redeemed.length),
    redemptions: before.redemptions + redeemed.length,
    redeemed: before.redeemed + is(redeemed.length > 0),
    expired: before.expired + is(state === 'expired'),
    void: before.void + is(state === 'void'),
    discountMinor: before.discountMinor + redeemed.reduce((sum, mark) => sum + mark.discountMinor, 0),
    spentMinor: before.spentMinor + spentMinor(grant),
    heldMinor: before.heldMinor + heldMinor(grant),
  };
}

/** One pass over all grants. `journeyId` keeps those one journey or campaign gave; then budgets are left out. */
export async function reportOffers(
  store: Pick<DossierStore, 'scanDossiers'> & Pick<BudgetStore, 'budgets'>,
  offers: Offers | null,
  zone: string,
  now: Instant,
  journeyId: string | null = null,
): Promise<OfferReport[]> {
  const offered = offers?.offers ?? [];
  const counts = new Map<string, OfferCount>(offered.map(({ id }) => [id, NONE]));
  for await (const page of store.scanDossiers('grant')) {
    for (const grant of page.map(grantIn)) {
      if (journeyId !== null && grant.journey !== journeyId) continue;
      counts.set(grant.offer, counted(counts.get(grant.offer) ?? NONE, grant, now));
    }
  }
  const states = new Map((await store.budgets()).map((one) => [one.budget, one.leased - one.inSlices]));
  return [...counts].map(([offer, count]) => {
    const known = offered.find(({ id }) => id === offer);
    const inForce = known === undefined || journeyId !== null ? [] : offerBudgets(known, zone, now);
    const budgets = inForce.map(({ key, limit, unit }): BudgetLeft => {
      const used = states.get(key) ?? 0;
      const left = Math.max(0, limit - used);
      return { budget: key, unit: unit === 'minor' ? 'minor' : 'grants', limit, used, left };
    });
    const redemptionRate = count.granted === 0 ? null : count.redeemed / count.granted;
    return { offer, offered: known !== undefined, count, redemptionRate, budgets };
  });
}
