/** `PUT /v1/catalogue`, `GET /v1/catalogue`: what the shop says of what it sells, as one document that is replaced whole. */
import * as z from 'zod';
import { isWebAddress } from '../../../core/customer/import/mapProduct.ts';
import {
  type Catalogue,
  catalogueCounts,
  type CatalogueItem,
  MOST_CATALOGUE_ITEMS,
} from '../../../core/recommend/catalogue.ts';
import { putDocument } from '../../../core/versionedDocument.ts';
import type { Container } from '../../shared/container.ts';
import { shopCurrency } from '../../shared/import/orders.ts';
import { Problem } from '../../shared/problem.ts';
import { cataloguePlace, loadCatalogue } from '../../shared/recommender.ts';
import { bodyAs, type Route } from './route.ts';

const text = z.string().min(1).max(512);
const webAddress = z
  .string()
  .max(2_048)
  .refine(isWebAddress, 'write an address of the web whole, with https://');
const minor = z.int().min(0).max(10_000_000_000_000);

export const catalogueItem = z.strictObject({
  item: text,
  name: text.exactOptional(),
  nameZh: text.exactOptional(),
  category: text.exactOptional(),
  priceMinor: minor.exactOptional(),
  costMinor: minor.exactOptional(),
  stock: z.number().min(0).max(1e12).exactOptional(),
  durable: z.boolean().exactOptional(),
  brand: text.exactOptional(),
  url: webAddress.exactOptional(),
  image: webAddress.exactOptional(),
  replenishDays: z.int().min(1).max(9_999).exactOptional(),
}) satisfies z.ZodType<CatalogueItem>;

export const catalogueBody = z.strictObject({
  /** Of prices and costs: the shop's. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  items: z.array(catalogueItem).max(MOST_CATALOGUE_ITEMS),
});

async function requireSameCurrency({ store, settings }: Container, { currency }: Catalogue): Promise<void> {
  const known = shopCurrency(await store.getValue('currency'), settings.shop.currency);
  if (known === null || known === currency) return;
  throw new Problem({
    status: 400,
    code: 'currency-differs',
    title: 'The request cannot be used',
    detail: `this shop's orders are in ${known}, the catalogue is said to be in ${currency}`,
    field: 'currency',
    remedy: `give prices and costs in ${known}`,
  });
}

/** Of two that name the same item the later stands. */
export function putCatalogue(container: Container): Route {
  return async (request) => {
    const { currency, items } = bodyAs(request, catalogueBody);
    const catalogue = { currency, items: [...new Map(items.map((one) => [one.item, one])).values()] };
    await container.inForce();
    await requireSameCurrency(container, catalogue);
    const about = catalogueCounts(catalogue);
    const { version } = await putDocument(cataloguePlace(container), JSON.stringify(catalogue), {
      about,
      writer: container.claimant,
    });
    return { version, ...about };
  };
}

export function showCatalogue(container: Container): Route {
  return async () => {
    const { version, catalogue } = await loadCatalogue(container);
    return { version, ...catalogue };
  };
}
