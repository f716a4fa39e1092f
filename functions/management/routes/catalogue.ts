/**
 * `GET /v1/catalogue`, `PUT /v1/catalogue`: what the shop says of what it sells, as one document; `POST /v1/catalogue/items`,
 * `PATCH /v1/catalogue/items/{id}`: some of it told anew. What comes back into stock or becomes cheaper is told to whom it concerns.
 */
import * as z from 'zod';
import { isWebAddress } from '../../../core/customer/import/mapProduct.ts';
import type { JsonObject } from '../../../core/json.ts';
import {
  type Catalogue,
  type CatalogueItem,
  MOST_CATALOGUE_ITEMS,
} from '../../../core/recommend/catalogue.ts';
import { type ItemPatch, withItems } from '../../../core/recommend/catalogueChange.ts';
import { type CatalogueChanged, changeCatalogue } from '../../shared/catalogueNews.ts';
import type { Container } from '../../shared/container.ts';
import { shopCurrency } from '../../shared/import/orders.ts';
import { misuse, notFound, Problem } from '../../shared/problem.ts';
import { loadCatalogue } from '../../shared/recommender.ts';
import { bodyAs, type Route } from './route.ts';

const text = z.string().min(1).max(512);
const webAddress = z
  .string()
  .max(2_048)
  .refine(isWebAddress, 'write an address of the web whole, with https://');
const minor = z.int().min(0).max(10_000_000_000_000);

const stock = z.number().min(0).max(1e12);
const days = z.int().min(1).max(9_999);

export const catalogueItem = z.strictObject({
  item: text,
  name: text.exactOptional(),
  nameZh: text.exactOptional(),
  category: text.exactOptional(),
  brand: text.exactOptional(),
  url: webAddress.exactOptional(),
  image: webAddress.exactOptional(),
  priceMinor: minor.exactOptional(),
  costMinor: minor.exactOptional(),
  stock: stock.exactOptional(),
  durable: z.boolean().exactOptional(),
  replenishDays: days.exactOptional(),
}) satisfies z.ZodType<CatalogueItem>;

/** What is told of an item anew. */
export const itemFacts = z.strictObject({
  name: text.nullable().exactOptional(),
  nameZh: text.nullable().exactOptional(),
  category: text.nullable().exactOptional(),
  brand: text.nullable().exactOptional(),
  url: webAddress.nullable().exactOptional(),
  image: webAddress.nullable().exactOptional(),
  priceMinor: minor.nullable().exactOptional(),
  costMinor: minor.nullable().exactOptional(),
  stock: stock.nullable().exactOptional(),
  durable: z.boolean().nullable().exactOptional(),
  replenishDays: days.nullable().exactOptional(),
}) satisfies z.ZodType<Omit<ItemPatch, 'item'>>;

const MOST_AT_ONCE = 1_000;

export const itemsBody = z.strictObject({
  items: z
    .array(itemFacts.extend({ item: text }))
    .min(1)
    .max(MOST_AT_ONCE),
});

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

/** What changed, and to how much of it somebody may be told. */
function answerOf({ version, about, backInStock, cheaper }: CatalogueChanged): JsonObject {
  return { version, ...about, backInStock, cheaper };
}

/** Of two that name the same item the later stands. */
export function putCatalogue(container: Container): Route {
  return async (request) => {
    const { currency, items } = bodyAs(request, catalogueBody);
    const catalogue = { currency, items: [...new Map(items.map((one) => [one.item, one])).values()] };
    await container.inForce();
    await requireSameCurrency(container, catalogue);
    return answerOf(await changeCatalogue(container, () => catalogue));
  };
}

function tooManyItems(): Problem {
  return misuse(
    'items',
    `a catalogue has at most ${MOST_CATALOGUE_ITEMS} items`,
    'put a catalogue without what is no longer sold in its place (PUT /v1/catalogue)',
  );
}

async function patch(container: Container, patches: readonly ItemPatch[]): Promise<JsonObject> {
  await container.inForce();
  const currency = shopCurrency(await container.store.getValue('currency'), container.settings.shop.currency);
  const changed = await changeCatalogue(container, (before) => {
    const after = withItems({ ...before, currency: before.currency ?? currency }, patches);
    if (after.items.length > MOST_CATALOGUE_ITEMS) throw tooManyItems();
    return after;
  });
  return answerOf(changed);
}

/** Some items, each with what is told anew: what is left out stays, null takes a fact away, an unknown item is added. */
export function changeItems(container: Container): Route {
  return async (request) => patch(container, bodyAs(request, itemsBody).items);
}

/** One item that is known. */
export function changeItem(container: Container): Route {
  return async (request) => {
    const item = request.params['id'] ?? '';
    const told = bodyAs(request, itemFacts);
    const { facts } = await loadCatalogue(container);
    if (!facts.has(item))
      throw notFound('unknown-item', `there is no item "${item}"`, 'add it with: POST /v1/catalogue/items');
    return patch(container, [{ ...told, item }]);
  };
}

export function showCatalogue(container: Container): Route {
  return async () => {
    const { version, catalogue } = await loadCatalogue(container);
    return { version, ...catalogue };
  };
}
