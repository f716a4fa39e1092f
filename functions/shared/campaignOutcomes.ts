/** What outcomes of campaigns are reckoned with: the catalogue, the settings, and what offers cost. */
import type { OfferCosts, OutcomeDeps } from '../../core/campaign/outcomes.ts';
import type { Container } from './container.ts';
import { loadCatalogue } from './recommender.ts';

const NO_COSTS: OfferCosts = new Map();

export async function outcomeDeps(container: Container): Promise<OutcomeDeps> {
  const { store, settings, documents } = container;
  const facts = documents === undefined ? new Map() : (await loadCatalogue(container)).facts;
  return { store, settings, facts, offerCosts: NO_COSTS };
}
