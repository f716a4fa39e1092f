/** The loyalty programme over the API: its document, what it owes, whether its books balance, what it would be with other rules. */
import * as z from 'zod';
import { backfillPerson } from '../../../core/loyalty/backfill.ts';
import {
  type LoyaltyDefinition,
  type Loyalty,
  loyaltyIn,
  loyaltySchema,
} from '../../../core/loyalty/definition.ts';
import { liability } from '../../../core/loyalty/liability.ts';
import type { PostDeps } from '../../../core/loyalty/postPoints.ts';
import { recount } from '../../../core/loyalty/recount.ts';
import { reassess } from '../../../core/loyalty/runLoyalty.ts';
import { type MemberOrders, simulateLoyalty, withThresholds } from '../../../core/loyalty/simulate.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { Container } from '../../shared/container.ts';
import { type Instant, parseIso, startOfDay, utcDay } from '../../../core/time.ts';
import { misuse, Problem, type ProblemDetail } from '../../shared/problem.ts';
import { checkPart } from '../../shared/programmeDocument.ts';
import { type ProgrammeDocument, putDocument, showDocument, validateDocument } from './programmeDocument.ts';
import { afterOf, bodyAs, cursorOf, type Route, shopView } from './route.ts';

/** Tiers that the document takes away from people who may be in them. */
async function tierWarnings(container: Container, definition: LoyaltyDefinition): Promise<ProblemDetail[]> {
  const { book } = await container.inForce();
  const before = loyaltyIn(book.programme);
  const known = new Set(definition.tiers.map(({ id }) => id));
  const gone = (before?.definition.tiers ?? []).filter(({ id }) => !known.has(id));
  return gone.map(({ id }) => ({
    path: 'tiers',
    severity: 'warning',
    message: `tier ${id} is gone: whoever is in it goes to the next lower one when something next happens to them`,
  }));
}

const DOCUMENT: ProgrammeDocument<LoyaltyDefinition> = {
  part: 'loyalty',
  schema: loyaltySchema,
  shipped: null,
  warnings: tierWarnings,
};

export const showLoyalty = (container: Container): Route => showDocument(container, DOCUMENT);
export const validateLoyalty = (container: Container): Route => validateDocument(container, DOCUMENT);
export const putLoyalty = (container: Container): Route => putDocument(container, DOCUMENT);

export async function pointsDeps(container: Container): Promise<PostDeps> {
  const { book } = await container.inForce();
  return { store: container.store, settings: container.settings, book };
}

/** The programme in force. Throws a `Problem` of status 409 where none is published. */
export function loyaltyInForce({ book }: Pick<PostDeps, 'book'>): Loyalty {
  const loyalty = loyaltyIn(book.programme);
  if (loyalty !== null) return loyalty;
  throw new Problem({
    status: 409,
    code: 'no-loyalty-programme',
    title: 'There is no loyalty programme',
    detail: 'no loyalty programme is published, so there are no points',
    remedy: 'publish one: perennial loyalty publish workflows/loyalty.yaml',
  });
}

/** What amounts of the programme are in: its own, else the shop's; null before there is one. */
export async function currencyOf(container: Container, { definition }: Loyalty): Promise<string | null> {
  return definition.currency ?? (await shopView(container)).currency;
}

export function showLiability(container: Container): Route {
  return async () => {
    const loyalty = loyaltyInForce(await pointsDeps(container));
    const owed = await liability(container.store, loyalty, container.now());
    return { currency: await currencyOf(container, loyalty), ...owed };
  };
}

export function checkLoyalty(container: Container): Route {
  return async () => recount(container.store);
}

const thresholds = z.record(z.string(), z.int().min(0).max(Number.MAX_SAFE_INTEGER));

export const simulationBody = z.strictObject({
  /** Other thresholds by tier, in the unit tiers are reached by. */
  tiers: thresholds.default({}),
  /** A whole document to compare with the one in force, or to run by itself where none is. */
  source: z.string().optional(),
  /** The day time ends before. Default: the day after the last order. */
  until: z.iso.date().optional(),
});

/** Both programmes of a comparison. Throws a `Problem` for a document or thresholds that cannot be used. */
async function compared(container: Container, { tiers, source }: z.infer<typeof simulationBody>) {
  const inForce = loyaltyIn((await container.inForce()).book.programme)?.definition ?? null;
  let told: LoyaltyDefinition | null = null;
  if (source !== undefined) {
    const { definition, problems } = await checkPart(source, loyaltySchema, async () => []);
    if (definition === null) {
      const detail = `${problems.length} fields of the document are wrong`;
      throw new Problem({
        status: 422,
        code: 'loyalty-invalid',
        title: 'The document cannot be used',
        detail,
        problems,
      });
    }
    told = definition;
  }
  const base = inForce ?? told ?? loyaltyInForce(await pointsDeps(container)).definition;
  const changed = withThresholds(told ?? base, tiers);
  if (changed !== null) return { base, changed };
  const known = (told ?? base).tiers.map(({ id, from }) => `${id} (${from})`).join(', ');
  throw misuse(
    'tiers',
    'a tier is unknown, or its threshold is not between those beside it',
    `the tiers are ${known}`,
  );
}

/** Orders of the past do not react, so time ends with them. */
async function endOfOrders({ store, now }: Container): Promise<Instant> {
  const span = await store.orderSpan();
  return span === null ? now() : Math.min(now(), startOfDay(utcDay(span.last) + 1));
}

async function* everyonesOrders({ store }: Container): AsyncGenerator<MemberOrders[]> {
  for await (const page of store.exportPeople())
    yield page.map(({ person, orders }) => ({ customer: person.id, orders }));
}

export function simulateProgramme(container: Container): Route {
  return async (request) => {
    const asked = bodyAs(request, simulationBody);
    const programmes = await compared(container, asked);
    const { zone } = container.settings.shop;
    const span = { zone, until: parseIso(asked.until ?? '') ?? (await endOfOrders(container)) };
    const { currency } = programmes.base;
    const simulated = await simulateLoyalty(everyonesOrders(container), programmes, span);
    const tiers = (definition: LoyaltyDefinition) => definition.tiers.map(({ id, from }) => ({ id, from }));
    return {
      currency: currency ?? (await shopView(container)).currency,
      by: programmes.base.qualify.by,
      tiers: { base: tiers(programmes.base), changed: tiers(programmes.changed) },
      ...simulated,
    };
  };
}

export const reassessBody = z.strictObject({ cursor: z.string().optional() });

/** People one request looks at, and so many of them at once. */
const PEOPLE_A_REQUEST = 100;
const AT_ONCE = 25;

/** What became of one person: of their account, and how many orders of before were put in. */
async function reassessOne(deps: PostDeps, loyalty: Loyalty, id: CustomerId, now: Instant) {
  const record = loyalty.definition.backfillFrom === undefined ? null : await deps.store.loadPerson(id);
  const orders = record === null ? 0 : await backfillPerson(deps, record, now);
  return { orders, done: await reassess(deps, id, now) };
}

/** Brings accounts to now under the programme in force, and puts in orders of before where it goes back: a page of people at a time. */
export function reassessLoyalty(container: Container): Route {
  return async (request) => {
    const { cursor } = bodyAs(request, reassessBody);
    const deps = await pointsDeps(container);
    const loyalty = loyaltyInForce(deps);
    const after = afterOf(cursor === undefined ? {} : { cursor });
    const people = await container.store.listPeople({ after, limit: PEOPLE_A_REQUEST });
    const counts = { people: people.length, changed: 0, unchanged: 0, orders: 0 };
    const now = container.now();
    for (let from = 0; from < people.length; from += AT_ONCE) {
      const some = people.slice(from, from + AT_ONCE);
      const results = await Promise.all(some.map(({ id }) => reassessOne(deps, loyalty, id, now)));
      for (const { orders, done } of results) {
        counts.orders += orders;
        if (orders > 0) counts.changed += 1;
        else if (done !== 'none') counts[done] += 1;
      }
    }
    const last = people.at(-1);
    const isLast = people.length < PEOPLE_A_REQUEST || last === undefined;
    return { ...counts, next: isLast ? null : cursorOf(last.id) };
  };
}
