/** What outcomes of campaigns are reckoned with: the catalogue, the settings, and what offers cost beside orders. */
import type { OfferCosts, OutcomeDeps } from '../../core/campaign/outcomes.ts';
import type { CustomerId } from '../../core/ids.ts';
import { grantIn, redeemedMarks } from '../../core/offer/grant.ts';
import type { Container } from './container.ts';
import { loadCatalogue } from './recommender.ts';

/** What was given beside orders, whoever gave it: a discount is in the order's amount already. One pass over all grants. */
async function offerCosts({ store }: Container): Promise<OfferCosts> {
  const costs = new Map<CustomerId, { at: number; costMinor: number }[]>();
  for await (const page of store.scanDossiers('grant'))
    for (const grant of page.map(grantIn)) {
      const marks = redeemedMarks(grant).filter(({ besideMinor }) => besideMinor > 0);
      if (marks.length === 0) continue;
      const known = costs.get(grant.customerId) ?? [];
      costs.set(grant.customerId, [
        ...known,
        ...marks.map(({ at, besideMinor: costMinor }) => ({ at, costMinor })),
      ]);
    }
  return costs;
}

export async function outcomeDeps(container: Container): Promise<OutcomeDeps> {
  const { store, settings, documents } = container;
  const facts = documents === undefined ? new Map() : (await loadCatalogue(container)).facts;
  return { store, settings, facts, offerCosts: await offerCosts(container) };
}
