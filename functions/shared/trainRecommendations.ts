/**
 * Trains what recommendations are made with on everybody's baskets, and puts it into force. Where no order has a line it puts
 * nothing there, and what was in force stays.
 */
import type { LinearAlgebra } from '../../core/linear/linearAlgebra.ts';
import { packRecommender } from '../../core/recommend/recommenderFile.ts';
import { collectPurchasesOf, trainShop } from '../../core/recommend/shopRecommender.ts';
import type { PersonBaskets } from '../../core/recommend/baskets.ts';
import { shopRules } from '../../core/recommend/shopRules.ts';
import type { Instant } from '../../core/time.ts';
import { putDocument } from '../../core/versionedDocument.ts';
import type { Container } from './container.ts';
import { recommenderPlace, rulesPlace } from './recommender.ts';
import type { TrainingFlag, TrainingReport } from './trainingReport.ts';

export function nothingTrained(flags: TrainingFlag[]): TrainingReport {
  return {
    model: 'none',
    items: 0,
    customers: 0,
    interactions: 0,
    seconds: 0,
    version: 0,
    quality: null,
    flags,
  };
}

async function* everySegment(
  { store }: Pick<Container, 'store'>,
  segments: readonly number[],
  before: Instant,
): AsyncGenerator<readonly PersonBaskets[]> {
  for (const segment of segments) yield* store.scanBaskets({ segment, before });
}

export type TrainingDeps = Pick<Container, 'store' | 'documents' | 'claimant' | 'now'> & {
  readonly linearAlgebra: LinearAlgebra;
};

/** Orders before `at` count. */
export async function trainRecommendations(
  deps: TrainingDeps,
  { at, segments }: { readonly at: Instant; readonly segments: readonly number[] },
): Promise<TrainingReport> {
  const began = deps.now();
  const { byCustomer, byOrder } = await collectPurchasesOf(everySegment(deps, segments, at));
  if (byCustomer.itemIds.length === 0) return nothingTrained(['no-lines']);
  const rules = shopRules(byOrder);
  const shop = await trainShop(byCustomer, { at, linear: deps.linearAlgebra });
  const told = {
    model: shop.method,
    items: shop.itemIds.length,
    customers: shop.customers,
    interactions: shop.interactions,
    seconds: (deps.now() - began) / 1_000,
  };
  const about = { ...told, trainedAt: deps.now() };
  const { claimant: writer } = deps;
  await putDocument(rulesPlace(deps), JSON.stringify(rules), { about: { found: rules.found }, writer });
  const { version } = await putDocument(recommenderPlace(deps), packRecommender(shop), {
    about,
    writer,
  });
  return { ...told, version, quality: shop.quality, flags: shop.quality === null ? ['not-judged'] : [] };
}
