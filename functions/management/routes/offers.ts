/**
 * `GET`, `PUT /v1/offers`, `POST /v1/offers/validate`: the offers as one document. `GET /v1/offers/report`: what became of them.
 * `GET`, `POST /v1/customers/{id}/offers`: what one customer was given, and giving by hand.
 */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Person } from '../../../core/customer/person.ts';
import { customerId } from '../../../core/ids.ts';
import { loyaltyIn } from '../../../core/loyalty/definition.ts';
import { freeCodes } from '../../../core/offer/couponPool.ts';
import { type Offers, offersSchema } from '../../../core/offer/definition.ts';
import { grantsOf } from '../../../core/offer/findGrant.ts';
import { grantOffer, type GrantRefusal } from '../../../core/offer/grantOffer.ts';
import { lintOffers, poolsOf } from '../../../core/offer/lint.ts';
import { reportOffers } from '../../../core/offer/offerReport.ts';
import { segmentsOf } from '../../../core/segment/definition.ts';
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { shopCurrency } from '../../shared/import/orders.ts';
import { offersInForce, withOffers } from '../../shared/offerDeps.ts';
import { notFound, Problem, type ProblemDetail } from '../../shared/problem.ts';
import { grantView, reportView } from '../views/offers.ts';
import { idempotencyKeyOf } from '../once.ts';
import { type ProgrammeDocument, putDocument, showDocument, validateDocument } from './programmeDocument.ts';
import { bodyAs, type Route } from './route.ts';

async function lint(offers: Offers, container: Container): Promise<ProblemDetail[]> {
  const { store, now } = container;
  const { book } = await container.inForce();
  const loyalty = loyaltyIn(book.programme);
  const segments = book.programme.segments === null ? null : segmentsOf(book.programme).all;
  const pools = await Promise.all(
    poolsOf(offers).map(async (id) => [id, await freeCodes(store, id)] as const),
  );
  return lintOffers(offers, {
    now: now(),
    tiers: loyalty === null ? null : loyalty.definition.tiers.map(({ id }) => id),
    segments: segments === null ? null : segments.map(({ segment }) => segment.id),
    pools: Object.fromEntries(pools),
  });
}

const OFFERS: ProgrammeDocument<Offers> = {
  part: 'offers',
  schema: offersSchema,
  shipped: null,
  warnings: (container, offers) => lint(offers, container),
};

export const showOffers = (container: Container): Route => showDocument(container, OFFERS);
export const putOffers = (container: Container): Route => putDocument(container, OFFERS);
export const validateOffers = (container: Container): Route => validateDocument(container, OFFERS);

export const offerReportQuery = z.object({
  journey: z.string().min(1).optional().meta({ description: 'Only what this journey or campaign gave' }),
});

export function offerReport(container: Container): Route {
  return async ({ query }) => {
    const { journey } = offerReportQuery.parse(query);
    const { store } = container;
    const now = container.now();
    const { book } = await container.inForce();
    const offers = offersInForce(book.programme.offers);
    const { zone } = container.settings.shop;
    const reports = await reportOffers(store, offers?.definition ?? null, zone, now, journey ?? null);
    const currency = shopCurrency(await store.getValue('currency'), container.settings.shop.currency);
    const version = offers?.version ?? 0;
    return { at: isoInstant(now), version, currency, items: reports.map(reportView) };
  };
}

async function personOf({ store }: Container, asked: string): Promise<Person> {
  const person = await store.loadProfile(customerId(asked));
  if (person !== null) return person;
  const remedy = 'list them with: perennial customers list';
  throw notFound('unknown-customer', `there is no customer "${asked}"`, remedy);
}

export function customerOffers(container: Container): Route {
  return async ({ params }) => {
    const person = await personOf(container, params['id'] ?? '');
    const now = container.now();
    const grants = await grantsOf(container, person);
    return { customer: person.id, items: grants.map((grant) => grantView(grant, now)) };
  };
}

export const grantBody = z.strictObject({ offer: z.string().min(1) });

function evidenceOf(refusal: GrantRefusal): string {
  switch (refusal.reason) {
    case 'not-eligible':
      return `the ${refusal.rule} the offer asks for is not the customer's`;
    case 'limit':
      return refusal.limit === 'ever'
        ? 'the customer was given it as often as the offer allows'
        : 'the customer was given it as often as the offer allows within its time';
    case 'budget':
      return `the budget ${refusal.budget} has too little left`;
    case 'pool-empty':
      return 'the pool has no code left; import some';
    case 'unknown-offer':
      return 'there is no such offer; see GET /v1/offers';
    case 'unknown-customer':
      return 'there is no such customer';
    case 'not-yet':
      return 'the offer has not begun';
    case 'ended':
      return 'the offer has ended';
  }
}

export function grantRefused(refusal: GrantRefusal): Problem {
  const status = refusal.reason === 'unknown-offer' || refusal.reason === 'unknown-customer' ? 404 : 409;
  return new Problem({
    status,
    code: refusal.reason,
    title: 'The offer was not given',
    detail: evidenceOf(refusal),
  });
}

/** Whoever asks again under the same idempotency key is given the same, for as long as the grant is kept. */
export function grantToCustomer(container: Container): Route {
  return async (request) => {
    const { offer } = bodyAs(request, grantBody);
    const person = await personOf(container, request.params['id'] ?? '');
    const by = `by-hand/${idempotencyKeyOf(request.headers) ?? randomUUID()}`;
    const now = container.now();
    const asked = { customerId: person.id, offerId: offer, by, journeyId: null, now };
    const granted = await withOffers(container, (deps) => grantOffer(deps, asked));
    if (granted.kind === 'refused') throw grantRefused(granted);
    return { repeated: granted.repeated, ...grantView(granted.grant, now) };
  };
}
