/** What the demonstration shop sells as its catalogue, and recommendations trained on what was bought of it. */
import type { Catalogue } from '../../core/recommend/catalogue.ts';
import { catalogueCounts } from '../../core/recommend/catalogue.ts';
import type { Instant } from '../../core/time.ts';
import { putDocument } from '../../core/versionedDocument.ts';
import type { Container } from '../../functions/shared/container.ts';
import { cataloguePlace } from '../../functions/shared/recommender.ts';
import { DEMO_SHOP_SETTINGS } from '../demo/demoSettings.ts';
import type { Product } from '../demo/catalogue.ts';
import { runTraining } from '../machines/runEvaluation.ts';

function catalogueOf(products: readonly Product[]): Catalogue {
  return {
    currency: DEMO_SHOP_SETTINGS.currency,
    items: products.map(({ sku, name, category, priceMinor, costMinor, replenishDays }) => ({
      item: sku,
      name: name.en,
      nameZh: name['zh-CN'],
      category,
      priceMinor,
      costMinor,
      durable: replenishDays === null,
      ...(replenishDays === null ? {} : { replenishDays }),
    })),
  };
}

/** Throws where the training fails: a demonstration without it would not show what it is for. */
export async function offerCatalogue(
  container: Container,
  products: readonly Product[],
  now: Instant,
): Promise<void> {
  const catalogue = catalogueOf(products);
  const about = catalogueCounts(catalogue);
  const { claimant: writer } = container;
  await putDocument(cataloguePlace(container), JSON.stringify(catalogue), { about, writer });
  const trained = await runTraining(container, { at: now });
  if (trained.kind === 'failed') throw new Error(`recommendations could not be trained: ${trained.detail}`);
}
