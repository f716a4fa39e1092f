/**
 * Products for one person as templates show them: name, price, reason and where they are, in both languages. Empty where the shop
 * has trained nothing to recommend with, and for somebody nobody knows.
 */
import { minorDigits } from '../../core/currency.ts';
import type { CustomerId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { basketsOf } from '../../core/recommend/baskets.ts';
import type { CatalogueFacts } from '../../core/recommend/catalogue.ts';
import {
  type Recommendation,
  recommendFor,
  type RecommendRequest,
} from '../../core/recommend/recommendFor.ts';
import type { Instant } from '../../core/time.ts';
import { recommendationView } from '../management/views/recommendation.ts';
import type { Container } from './container.ts';
import { loadCatalogue, loadRecommender } from './recommender.ts';

type Asked = Pick<Container, 'store' | 'documents' | 'settings'>;

/** How a shop writes a price, by language. */
function priceIn(locale: 'en' | 'zh-CN', priceMinor: number, currency: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
    priceMinor / 10 ** minorDigits(currency),
  );
}

function pickOf(
  recommendation: Recommendation,
  facts: CatalogueFacts,
  {
    currency,
    website,
    now,
  }: { readonly currency: string | null; readonly website: string; readonly now: Instant },
): JsonObject {
  const { item, name, priceMinor, because } = recommendationView(recommendation, facts, now);
  const { url = website, image } = facts.get(item) ?? {};
  const isPriced = priceMinor !== null && currency !== null;
  return {
    item,
    name: { ...name },
    url,
    ...(image === undefined ? {} : { image }),
    ...(isPriced
      ? {
          price: { en: priceIn('en', priceMinor, currency), 'zh-CN': priceIn('zh-CN', priceMinor, currency) },
        }
      : {}),
    reason: { en: '', 'zh-CN': '', ...because[0]?.text },
  };
}

export async function picksFor(
  container: Asked,
  id: CustomerId,
  wanted: Omit<RecommendRequest, 'now'>,
  now: Instant,
): Promise<JsonObject[]> {
  if (container.documents === undefined) return [];
  const [record, trained, { catalogue, facts }] = await Promise.all([
    container.store.loadPerson(id),
    loadRecommender(container),
    loadCatalogue(container),
  ]);
  if (record === null || trained === null) return [];
  const baskets = basketsOf(record.person.id, record.orders, Number.POSITIVE_INFINITY)?.baskets ?? [];
  const { shop, places } = trained;
  const { items } = recommendFor({ shop, places, facts }, baskets, { ...wanted, now });
  const { currency } = catalogue;
  const { website } = container.settings.shop;
  return items.map((one) => pickOf(one, facts, { currency, website, now }));
}
