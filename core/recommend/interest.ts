/**
 * Whom a change of the catalogue is news to: who asked to be told, wished for the item, put it into a cart or looked at it, and has
 * not bought it since. They are told by an event of theirs, `Product Back In Stock` or `Product Price Dropped`, which journeys
 * enter by; its id names what changed, so however often it is told it happens once. Nobody is told twice of an item within the
 * settings' days, and of no more than so many items at once: those they asked for before those they looked at.
 *
 * An item is known to events by `product_id`, else `sku`, as to orders.
 */
import { minorDigits } from '../currency.ts';
import { contentId } from '../customer/import/contentId.ts';
import type { TrackedEvent } from '../customer/event.ts';
import type { Order } from '../customer/order.ts';
import type { RecentEvent } from '../customer/recentEvent.ts';
import type { CustomerId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Settings } from '../settings/settings.ts';
import { DAY_MS, type Instant } from '../time.ts';
import type { CatalogueFacts } from './catalogue.ts';
import type { CatalogueChange } from './catalogueChange.ts';

/** By how much it says; the first says most. */
const SAYS = {
  'Back In Stock Requested': 'requested',
  'Product Added to Wishlist': 'wished',
  'Product Added': 'carted',
  'Product Viewed': 'viewed',
} as const;
export type InterestBy = (typeof SAYS)[keyof typeof SAYS];
const STRENGTH: readonly InterestBy[] = ['requested', 'wished', 'carted', 'viewed'];
/** What takes an interest back. */
const TAKES_BACK: ReadonlySet<string> = new Set(['Product Removed', 'Product Removed from Wishlist']);

export const CATALOGUE_EVENTS = {
  'back-in-stock': 'Product Back In Stock',
  'price-drop': 'Product Price Dropped',
} as const satisfies Record<CatalogueChange['kind'], string>;

/** Every event that is looked at. */
export const INTEREST_EVENTS: readonly string[] = [
  ...Object.keys(SAYS),
  ...TAKES_BACK,
  ...Object.values(CATALOGUE_EVENTS),
];

function says(name: string): InterestBy | null {
  return Object.entries(SAYS).find(([known]) => known === name)?.[1] ?? null;
}

/** The item an event is about; null for one that names none. */
export function itemOf({ product_id: id, sku }: JsonObject): string | null {
  if (typeof id === 'string' && id !== '') return id;
  return typeof sku === 'string' && sku !== '' ? sku : null;
}

interface Interest {
  readonly by: InterestBy;
  readonly at: Instant;
}

/** By item the strongest interest that was not taken back since. `events` come newest first. */
function interestsOf(events: readonly RecentEvent[]): Map<string, Interest> {
  const interests = new Map<string, Interest>();
  for (const { name, at, properties } of events.toReversed()) {
    const item = itemOf(properties);
    if (item === null) continue;
    if (TAKES_BACK.has(name)) interests.delete(item);
    const by = says(name);
    const known = interests.get(item);
    if (by !== null && (known === undefined || STRENGTH.indexOf(by) <= STRENGTH.indexOf(known.by)))
      interests.set(item, { by, at });
  }
  return interests;
}

function isToldAlready(events: readonly RecentEvent[], item: string, since: Instant): boolean {
  const names: readonly string[] = Object.values(CATALOGUE_EVENTS);
  return events.some(
    ({ name, at, properties }) => at > since && names.includes(name) && itemOf(properties) === item,
  );
}

function boughtSince(orders: readonly Pick<Order, 'at' | 'amountMinor' | 'lines'>[], item: string) {
  return (since: Instant) =>
    orders.some(
      ({ at, amountMinor, lines }) =>
        amountMinor >= 0 && at >= since && lines.some((line) => line.item === item && line.quantity > 0),
    );
}

export interface News {
  readonly change: CatalogueChange;
  readonly because: InterestBy;
}

/** A price that fell is news to nobody who only asked for stock, unless the item can be had. */
function isFor(change: CatalogueChange, { by }: Interest, facts: CatalogueFacts): boolean {
  const stock = facts.get(change.item)?.stock;
  if (change.kind === 'back-in-stock') return true;
  return stock !== 0 && by !== 'requested';
}

/** Those of a person, the strongest interest first; `events` are their newest, newest first. O(events · changes of their items). */
export function newsFor(
  person: {
    readonly events: readonly RecentEvent[];
    readonly orders: readonly Pick<Order, 'at' | 'amountMinor' | 'lines'>[];
  },
  changes: ReadonlyMap<string, readonly CatalogueChange[]>,
  facts: CatalogueFacts,
  { settings, now }: { readonly settings: Settings['catalogue']; readonly now: Instant },
): News[] {
  const { events, orders } = person;
  const oldest = now - settings.interestDays * DAY_MS;
  const quietSince = now - settings.notAgainDays * DAY_MS;
  const news = [...interestsOf(events)].flatMap(([item, interest]): News[] => {
    const [change] = changes.get(item)?.filter((one) => isFor(one, interest, facts)) ?? [];
    if (change === undefined || interest.at < oldest || isToldAlready(events, item, quietSince)) return [];
    return boughtSince(orders, item)(interest.at) ? [] : [{ change, because: interest.by }];
  });
  return news
    .sort((a, b) => STRENGTH.indexOf(a.because) - STRENGTH.indexOf(b.because))
    .slice(0, settings.mostAtOnce);
}

/** Amounts in both units: journeys compare the one, templates write the other. */
function amounts(
  change: CatalogueChange,
  priceMinor: number | undefined,
  currency: string | null,
): JsonObject {
  const whole = (minor: number) => minor / 10 ** minorDigits(currency ?? '');
  if (change.kind === 'price-drop')
    return {
      old_price_minor: change.oldMinor,
      old_price: whole(change.oldMinor),
      price_minor: change.newMinor,
      price: whole(change.newMinor),
    };
  return {
    stock: change.stock,
    ...(priceMinor === undefined ? {} : { price_minor: priceMinor, price: whole(priceMinor) }),
  };
}

/** What is told beside the change: the catalogue as it is, when it changed, and how the person reads. */
export interface NewsOf {
  readonly version: number;
  readonly changedAt: Instant;
  readonly facts: CatalogueFacts;
  readonly currency: string | null;
  readonly language: 'en' | 'zh-CN';
}

function named(name: string | undefined): JsonObject {
  return name === undefined ? {} : { name };
}

/** What templates and journeys see of it. */
function propertiesOf({ change, because }: News, { facts, currency, language }: NewsOf): JsonObject {
  const { name, nameZh = name, url, image, category, priceMinor } = facts.get(change.item) ?? {};
  return {
    product_id: change.item,
    because,
    ...named(language === 'zh-CN' ? nameZh : (name ?? nameZh)),
    ...(category === undefined ? {} : { category }),
    ...(url === undefined ? {} : { url }),
    ...(image === undefined ? {} : { image_url: image }),
    ...(currency === null ? {} : { currency }),
    ...amounts(change, priceMinor, currency),
  };
}

/** The event a person is told by. `version` is the catalogue's, `changedAt` when it changed. */
export function newsEvent(news: News, customerId: CustomerId, of: NewsOf, now: Instant): TrackedEvent {
  const { kind, item } = news.change;
  return {
    kind: 'tracked',
    source: 'catalogue',
    messageId: contentId('event', of.changedAt, of.version, kind, item, customerId),
    customerId,
    at: now,
    name: CATALOGUE_EVENTS[kind],
    properties: propertiesOf(news, of),
  };
}
