/** What goods cost, as a simulation knows it: the catalogue of today, where anything may tell a margin at all. */
import type { CatalogueFacts } from '../../core/recommend/catalogue.ts';
import { loadCatalogue } from '../../functions/shared/recommender.ts';
import type { Workspace } from '../workspace/openWorkspace.ts';

/** It travels between threads. */
export interface SimulatedCosts {
  readonly facts: CatalogueFacts;
}

/**
 * Of a workspace in which something may tell what goods cost: its catalogue or categories, orders as its last fit found them, or
 * orders that no fit has looked at. Null of every other: its simulations keep no lines.
 */
export async function costsOf({ store, container }: Workspace): Promise<SimulatedCosts | null> {
  const { facts } = container.documents === undefined ? { facts: new Map() } : await loadCatalogue(container);
  const { categoryMargins } = container.settings.value;
  const isTold = ({ costMinor, category = '' }: { costMinor?: number; category?: string }) =>
    costMinor !== undefined || Object.hasOwn(categoryMargins, category);
  if ([...facts.values()].some(isTold)) return { facts };
  const model = await store.model();
  return model === null || model.margin != null ? { facts } : null;
}
