/** Answers about what the shop sells, and what of it to show whom. */
import * as z from 'zod';
import { DROP_REASONS } from '../../../core/recommend/businessRules.ts';
import { LEVELS, RELATIONSHIP_TYPES } from '../../../core/customer/relationshipType.ts';
import { GRADES, STAGES } from '../../../core/lifecycle/lifecycle.ts';
import { MARGIN_SOURCES } from '../../../core/value/margin.ts';
import { SLOTS } from '../../../core/recommend/slots.ts';
import { STATED_BY } from '../../../core/recommend/stated.ts';
import { catalogueItem } from '../../management/routes/catalogue.ts';
import { trainingReport } from '../../shared/trainingReport.ts';
import { valueMargin } from './customers.ts';
import { count, instant, localised, maybeText } from './parts.ts';

const share = z.number().min(0).max(1);

export const catalogue = z
  .strictObject({ version: count, currency: maybeText, items: z.array(catalogueItem) })
  .meta({ id: 'Catalogue', description: 'Version 0 and empty where the shop gave none' });

export const cataloguePut = z.strictObject({
  version: count,
  items: count,
  priced: count,
  costed: count,
  stocked: count,
  categorised: count,
  durable: count,
  pictured: count,
  replenished: count,
  backInStock: count.meta({ description: 'Items that came back into stock' }),
  cheaper: count.meta({ description: 'Items whose price fell enough to be news' }),
});

const because = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bought'),
    item: z.string(),
    name: localised,
    lastAt: instant,
    share,
    text: localised,
  }),
  z.strictObject({
    kind: z.literal('again'),
    orders: count,
    lastAt: instant,
    everyDays: z.number().nullable(),
    text: localised,
  }),
  z.strictObject({ kind: z.literal('popular'), share, text: localised }),
  z.strictObject({ kind: z.literal('unprofiled'), share, text: localised }),
  z.strictObject({ kind: z.literal('stated'), by: z.enum(STATED_BY), what: z.string(), text: localised }),
  z.strictObject({ kind: z.literal('chance'), text: localised }),
]);

const recommendation = z
  .strictObject({
    item: z.string(),
    name: localised,
    category: maybeText,
    priceMinor: count.nullable(),
    score: z.number().meta({ description: 'Comparable within one list' }),
    method: z.enum(['ease', 'item-knn', 'reorder', 'popularity', 'chance']),
    because: z.array(because),
  })
  .meta({ id: 'Recommendation' });

const level = z.enum(LEVELS);

export const relationship = z
  .strictObject({
    customer: z.string(),
    at: instant,
    currency: maybeText,
    type: z.enum(RELATIONSHIP_TYPES),
    margin: level,
    number: level.meta({ description: 'Of customers of the same grade: few, some, many' }),
    contacts: count.meta({ description: 'Personal contacts a year’s margin pays for' }),
    moved: z.enum(['lasting-product', 'runs-out', 'steady-best', 'leaving']).nullable(),
    yearMarginMinor: count,
    customers: count,
    product: z.enum(['lasting', 'consumed', 'unknown']),
    grade: z.enum(GRADES).nullable(),
    stage: z.enum(STAGES).nullable(),
    pastYear: z.strictObject({
      marginMinor: count,
      revenueMinor: count,
      from: z.record(z.enum(MARGIN_SOURCES), z.number()),
      orders: count,
    }),
    expectedYearMinor: count.nullable(),
    valueMargin,
    asks: localised,
    because: localised,
  })
  .meta({ id: 'Relationship' });

const counts = z.strictObject({ shown: count, clicked: count, bought: count });
const namedCounts = z.array(counts.extend({ name: z.string() }));
const interval = z.tuple([z.number(), z.number()]).nullable();
const pickLift = z.strictObject({
  difference: z.number().nullable(),
  interval,
  relative: z.strictObject({ lift: z.number(), interval }).nullable(),
});

export const pickReport = z
  .strictObject({
    at: instant,
    exploreShare: share,
    purchaseDays: count,
    customers: count,
    lists: count.meta({ description: 'Delivered' }),
    withChance: count.meta({ description: 'In which chance chose an item' }),
    chosen: counts,
    byChance: counts,
    clicks: pickLift,
    purchases: pickLift,
    slots: namedCounts,
    methods: namedCounts,
    kinds: namedCounts,
  })
  .meta({ id: 'PickReport' });

const dropped = z.strictObject({ item: z.string(), name: localised, why: z.enum(DROP_REASONS) });

export const recommendations = z
  .strictObject({
    customer: z.string(),
    at: instant,
    slot: z.enum(SLOTS),
    kind: z
      .enum(['personal', 'popular'])
      .meta({ description: 'Popular: not by what they did, as they asked' }),
    model: z.strictObject({ method: z.enum(['ease', 'item-knn']), version: count, at: instant }),
    catalogueVersion: count,
    failure: z.strictObject({ at: instant, error: z.string(), cause: z.string() }).nullable(),
    items: z.array(recommendation),
    dropped: z.array(dropped).optional(),
  })
  .meta({ id: 'Recommendations', description: 'What to show one person next, best first, and why' });

const rule = z
  .strictObject({
    antecedent: z.array(z.string()),
    consequent: z.string(),
    baskets: count,
    support: share,
    confidence: share,
    lift: z.number(),
    leverage: z.number(),
  })
  .meta({ id: 'AssociationRule' });

export const rules = z.strictObject({
  version: count,
  baskets: count,
  items: count,
  found: count,
  rules: z.array(rule),
  pairsOnly: z.boolean(),
});

export const training = trainingReport.meta({
  id: 'Training',
  description: 'What recommendations are made with from now on',
});
