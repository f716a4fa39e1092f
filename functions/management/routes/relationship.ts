/** `GET /v1/customers/{id}/relationship`: which kind of relationship suits a customer, and why. */
import { marginBetween } from '../../../core/value/margin.ts';
import { relationshipText } from '../../../core/customer/relationshipText.ts';
import { type ProductKind, suggestRelationship } from '../../../core/customer/relationshipType.ts';
import type { Order } from '../../../core/customer/order.ts';
import { customerId } from '../../../core/ids.ts';
import { customerValue } from '../../../core/lifecycle/worth.ts';
import { WEEKS_A_YEAR } from '../../../core/lifecycle/outlook.ts';
import type { CatalogueFacts } from '../../../core/recommend/catalogue.ts';
import { DAY_MS, isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { notFound } from '../../shared/problem.ts';
import { loadCatalogue } from '../../shared/recommender.ts';
import { valueMarginView } from '../views/valueMargin.ts';
import { type Route, shopView } from './route.ts';

const YEAR_MS = 365 * DAY_MS;
/** So much of what is known of the pieces they bought says what kind it is. */
const MOST_OF = 0.5;

/** By pieces whose kind the catalogue tells; unknown where it tells of none. */
export function productKind(orders: readonly Order[], facts: CatalogueFacts): ProductKind {
  const lines = orders.filter(({ amountMinor }) => amountMinor >= 0).flatMap((order) => order.lines);
  const lasting = lines.flatMap(({ item }) => facts.get(item)?.durable ?? []);
  if (lasting.length === 0) return 'unknown';
  return lasting.filter((one) => one).length / lasting.length > MOST_OF ? 'lasting' : 'consumed';
}

export function showRelationship(container: Container): Route {
  return async ({ params }) => {
    const asked = params['id'] ?? '';
    const shop = await shopView(container);
    const record = await container.store.loadPerson(customerId(asked));
    if (record === null)
      throw notFound(
        'unknown-customer',
        `there is no customer "${asked}"`,
        'list them with: perennial customers list',
      );
    const { person, orders } = record;
    const { facts } =
      container.documents === undefined ? { facts: new Map() } : await loadCatalogue(container);
    const { value, relationship } = shop.settings;
    const now = container.now();
    const past = marginBetween(orders, { from: now - YEAR_MS, until: now + 1 }, facts, value);
    const { lifecycle } = person;
    const grade = lifecycle?.grade ?? null;
    const alike =
      grade === null
        ? await container.store.countPeople()
        : (await container.store.countLifecycles()).grades[grade];
    const expected =
      lifecycle === null || shop.evaluatedAt === null
        ? null
        : customerValue(lifecycle.statistics, lifecycle.stage, shop.evaluatedAt, shop.model, value);
    const expectedMinor =
      expected === null ? null : Math.round((expected.valueMinor * WEEKS_A_YEAR) / value.horizonWeeks);
    const told = {
      yearMarginMinor: expectedMinor ?? past.marginMinor,
      customers: alike,
      product: productKind(orders, facts),
      grade,
      stage: lifecycle?.stage ?? null,
    };
    const found = suggestRelationship(told, relationship);
    return {
      customer: asked,
      at: isoInstant(now),
      currency: shop.currency,
      ...found,
      ...told,
      pastYear: past,
      expectedYearMinor: expectedMinor,
      valueMargin: valueMarginView(person, shop),
      ...relationshipText(found, told.customers),
    };
  };
}
