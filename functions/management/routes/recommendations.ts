/**
 * `GET /v1/customers/{id}/recommendations`, `GET /v1/recommendations/rules`: what to show one person next, and what goes together in the
 * shop.
 * What they bought counts up to now; what is due is judged as of the last evaluation, or their last order where it came later.
 */
import * as z from 'zod';
import { parseAmount } from '../../../core/customer/import/amount.ts';
import { customerId } from '../../../core/ids.ts';
import type { PersonRecord } from '../../../core/customer/person.ts';
import type { Basket } from '../../../core/recommend/baskets.ts';
import { recommendFor, type RecommendRequest } from '../../../core/recommend/recommendFor.ts';
import { SLOTS } from '../../../core/recommend/slots.ts';
import { MOST_RULES, rulesWanted } from '../../../core/recommend/shopRules.ts';
import { type Instant, isoInstant } from '../../../core/time.ts';
import { FAILURES } from '../../lifecycleRecordFailure/failures.ts';
import type { Container } from '../../shared/container.ts';
import { asKnown, knownOf } from '../../shared/knownOf.ts';
import { misuse, notFound } from '../../shared/problem.ts';
import { loadCatalogue, loadRecommender, loadRules, type ReadRecommender } from '../../shared/recommender.ts';
import { droppedView, recommendationView } from '../views/recommendation.ts';
import type { Route, RouteRequest } from './route.ts';

export const MOST_RECOMMENDED = 50;
const USUAL_K = 10;
const USUAL_RULES = 20;

const whole = (most: number) => z.coerce.number().int().min(1).max(most);

export const recommendationsQuery = z.object({
  slot: z.enum(SLOTS).default('anything').meta({ description: 'What is asked for' }),
  k: whole(MOST_RECOMMENDED).default(USUAL_K).meta({ description: 'How many' }),
  category: z.string().min(1).optional().meta({ description: 'Only of this category' }),
  'min-price': z.string().optional().meta({ description: 'In the shop’s currency' }),
  'max-price': z.string().optional().meta({ description: 'In the shop’s currency' }),
  'min-margin': z.coerce
    .number()
    .min(0)
    .max(1)
    .optional()
    .meta({ description: 'Share of the price, 0 to 1' }),
  'per-category': whole(MOST_RECOMMENDED).optional().meta({ description: 'At most so many of one category' }),
  dropped: z.literal('true').optional().meta({ description: 'With what rules kept back, and why' }),
});

function amountOf(name: string, text: string | undefined, currency: string): number | null {
  if (text === undefined) return null;
  const amount = parseAmount(text, currency);
  if (amount.kind === 'amount') return amount.minor;
  throw misuse(name, `"${text}" ${amount.problem}`, amount.remedy);
}

/** Throws a `Problem` of status 400. */
function wantedOf(query: RouteRequest['query'], currency: string): Omit<RecommendRequest, 'now'> {
  const asked = recommendationsQuery.parse(query);
  const { slot, k, category, 'min-margin': minMargin, 'per-category': perCategory } = asked;
  const minPriceMinor = amountOf('min-price', asked['min-price'], currency);
  const maxPriceMinor = amountOf('max-price', asked['max-price'], currency);
  return {
    slot,
    k,
    ...(category === undefined ? {} : { category }),
    ...(minMargin === undefined ? {} : { minMargin }),
    ...(perCategory === undefined ? {} : { perCategory }),
    ...(minPriceMinor === null ? {} : { minPriceMinor }),
    ...(maxPriceMinor === null ? {} : { maxPriceMinor }),
  };
}

/** Throws a `Problem` of status 404. */
async function recordOf({ store }: Container, asked: string): Promise<PersonRecord> {
  const id = customerId(asked);
  const record = await store.loadPerson(id);
  if (record === null)
    throw notFound(
      'unknown-customer',
      `there is no customer "${id}"`,
      'list them with: perennial customers list',
    );
  return record;
}

function notTrained() {
  return notFound(
    'not-trained',
    'nothing was trained to recommend from: no order that was evaluated has a line',
    'import orders with their items (--map …,item=COLUMN), then: perennial recommend train',
  );
}

async function trained(container: Container): Promise<ReadRecommender & { readonly version: number }> {
  const found = await loadRecommender(container);
  if (found !== null) return found;
  throw notTrained();
}

async function asOf({ store, now }: Container, baskets: readonly Basket[]): Promise<Instant> {
  const last = await store.lastEvaluation();
  return last === null ? now() : Math.max(last.at, baskets.at(-1)?.at ?? 0);
}

const failureSchema = z.object({ at: z.number(), error: z.string(), cause: z.string() });

/** Why the last training failed; null where nothing did since the model in force was trained. */
async function failureSince({ store }: Container, at: Instant) {
  const kept = await store.getValue(FAILURES.recommendations);
  const failure = kept === null ? null : failureSchema.parse(JSON.parse(kept));
  return failure === null || failure.at < at ? null : { ...failure, at: isoInstant(failure.at) };
}

export function showRecommendations(container: Container): Route {
  return async ({ params, query }) => {
    await container.inForce();
    const asked = params.id ?? '';
    const { version: catalogueVersion, catalogue, facts } = await loadCatalogue(container);
    const wanted = wantedOf(query, catalogue.currency ?? container.settings.shop.currency ?? '');
    const [record, { shop, places, version }] = await Promise.all([
      recordOf(container, asked),
      trained(container),
    ]);
    const known = await knownOf(container, record, wanted, container.now());
    const { kind, baskets, personal } = known;
    const now = await asOf(container, baskets);
    const { items, dropped } = recommendFor({ shop, places, facts }, baskets, { ...wanted, personal, now });
    return {
      customer: asked,
      at: isoInstant(now),
      slot: wanted.slot,
      kind,
      model: { method: shop.method, version, at: isoInstant(shop.at) },
      catalogueVersion,
      failure: await failureSince(container, shop.at),
      items: asKnown(known, items).map((one) => recommendationView(one, facts, now)),
      ...(query.dropped === 'true' ? { dropped: dropped.map((one) => droppedView(one, facts)) } : {}),
    };
  };
}

const least = z.coerce.number().min(0);

export const rulesQuery = z.object({
  item: z.string().min(1).optional().meta({ description: 'Only rules that name it' }),
  'min-support': least.max(1).default(0),
  'min-confidence': least.max(1).default(0),
  'min-lift': least.default(0),
  antecedents: z.enum(['1', '2']).default('2').meta({ description: 'Items before the arrow at most' }),
  top: whole(MOST_RULES).default(USUAL_RULES).meta({ description: 'How many, those of most lift' }),
});

/** Rules as they were mined when recommendations were trained. */
export function showRules(container: Container): Route {
  return async ({ query }) => {
    const asked = rulesQuery.parse(query);
    const {
      item,
      top,
      'min-support': minSupport,
      'min-confidence': minConfidence,
      'min-lift': minLift,
    } = asked;
    const mostAntecedents = Number(asked.antecedents);
    const mined = await loadRules(container);
    if (mined === null) throw notTrained();
    const named = item === undefined ? {} : { item };
    const filter = { minSupport, minConfidence, minLift, mostAntecedents, top, ...named };
    return { version: mined.version, ...mined.content, rules: rulesWanted(mined.content, filter) };
  };
}
