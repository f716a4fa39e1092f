/**
 * `GET /v1/analytics/{view}?until=DATE`: an analytical view of the whole shop, read anew each time. One machine does it in a
 * worker. A deployed system does it within the answer, several segments at once, and for shops of up to
 * 20,000 people: larger ones have their orders exported and analysed by the command line.
 */
import * as z from 'zod';
import { analyse, type AnalyticsSource } from '../../../core/analytics/analyse.ts';
import { ProductCounter } from '../../../core/analytics/productFigures.ts';
import type { SevenPBeside } from '../../../core/analytics/sevenPAnswer.ts';
import { ANALYTICS_VIEWS, YEAR_DAYS } from '../../../core/analytics/view.ts';
import { lossReason, LOSS_REASON_TRAIT, type LossReason } from '../../../core/feedback/lossReason.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { Tally } from '../../../core/message/tally.ts';
import type { PersonHistory, Store } from '../../../core/ports.ts';
import { DAY_MS, type Instant, parseIso, startOfDay, utcDay } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { shopCurrency } from '../../shared/import/orders.ts';
import { misuse, Problem } from '../../shared/problem.ts';
import type { Route } from './route.ts';

export interface AnalyticsLimits {
  /** Segments read at once. */
  readonly atOnce: number;
  readonly mostCustomers: number;
}

/** Of one machine, which reads in a worker. */
export const NO_LIMITS: AnalyticsLimits = { atOnce: 1, mostCustomers: Number.POSITIVE_INFINITY };
/** Of a deployed system: what it reads well within the half minute an answer may take. */
const DEPLOYED_LIMITS: AnalyticsLimits = { atOnce: 8, mostCustomers: 20_000 };

const analyticsQuery = z.object({
  until: z.string().optional(),
  rows: z.literal('true').optional(),
  most: z.coerce.number().int().min(1).max(1_000).default(20),
});
const view = z.enum(ANALYTICS_VIEWS);

function untilOf(asked: string | undefined, last: Instant | null, now: Instant): Instant {
  if (asked === undefined) return last ?? startOfDay(utcDay(now));
  const instant = parseIso(asked);
  if (instant === null) throw misuse('until', `"${asked}" is no date`, 'write it as 2026-04-03');
  return startOfDay(utcDay(instant));
}

function tooMany({ mostCustomers }: AnalyticsLimits): Problem {
  return new Problem({
    status: 413,
    code: 'too-many-customers',
    title: 'Too many customers',
    detail: `a deployed system analyses up to ${mostCustomers} people at once`,
    remedy: 'analyse a file of the orders: perennial analytics … --orders FILE',
  });
}

/** Stops at the limit, whichever pass it is. Throws a `Problem` of status 413. */
function limited(scan: AnalyticsSource['scan'], limits: AnalyticsLimits): AnalyticsSource['scan'] {
  const seen = new Set<number>();
  let people = 0;
  return async function* pages(segment, before): AsyncGenerator<readonly PersonHistory[]> {
    const isNew = !seen.has(segment);
    seen.add(segment);
    for await (const page of scan(segment, before)) {
      if (isNew) people += page.length;
      if (people > limits.mostCustomers) throw tooMany(limits);
      yield page;
    }
  };
}

const PAGE_PEOPLE = 1_000;

async function lossReasons(store: Store): Promise<Map<CustomerId, LossReason>> {
  const reasons = new Map<CustomerId, LossReason>();
  let after: CustomerId | null = null;
  for (;;) {
    const page = await store.peopleWith({ trait: LOSS_REASON_TRAIT, after, limit: PAGE_PEOPLE });
    for (const { id, traits } of page) {
      const reason = lossReason(traits[LOSS_REASON_TRAIT]);
      if (reason !== null) reasons.set(id, reason);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_PEOPLE) return reasons;
    after = last.id;
  }
}

async function beside(store: Store, until: Instant): Promise<SevenPBeside> {
  const since = until - YEAR_DAYS * DAY_MS;
  const products = new ProductCounter(since);
  for (let segment = 0; segment < store.segments; segment += 1)
    for await (const page of store.scanBaskets({ segment, before: until }))
      for (const person of page) products.add(person);
  const tallies = await store.tallies({ since: utcDay(since), until: utcDay(until) - 1 });
  const of = (what: Tally['what']) =>
    tallies.reduce((sum, tally) => (tally.what === what ? sum + tally.count : sum), 0);
  return {
    product: products.figures(),
    promotion: { sent: of('sent'), delivered: of('delivered'), opened: of('opened'), clicked: of('clicked') },
  };
}

async function sourceOf({ store, settings }: Container, limits: AnalyticsLimits): Promise<AnalyticsSource> {
  return {
    segments: store.segments,
    atOnce: limits.atOnce,
    scan: limited((segment, before) => store.scanHistories({ segment, before }), limits),
    model: await store.model(),
    settings,
    currency: shopCurrency(await store.getValue('currency'), settings.shop.currency),
    lossReasons: () => lossReasons(store),
    beside: (until) => beside(store, until),
  };
}

export function analytics(container: Container, limits: AnalyticsLimits = DEPLOYED_LIMITS): Route {
  return async ({ params, query }) => {
    const asked = view.safeParse(params.view);
    if (!asked.success) {
      const known = ANALYTICS_VIEWS.join(', ');
      throw misuse('view', `there is no view "${params.view ?? ''}"`, `the views are ${known}`);
    }
    const { until, rows, most } = analyticsQuery.parse(query);
    await container.inForce();
    const last = (await container.store.lastEvaluation())?.at ?? null;
    return analyse(await sourceOf(container, limits), {
      view: asked.data,
      until: untilOf(until, last, container.now()),
      withRows: rows === 'true',
      most,
    });
  };
}
