/** The points of one customer: the account with what made it, points given and taken, redemptions and their release. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type Account, lotView } from '../../../core/loyalty/account.ts';
import { readAccount } from '../../../core/loyalty/change.ts';
import { type Loyalty, worthMinor } from '../../../core/loyalty/definition.ts';
import type { Entry } from '../../../core/loyalty/entry.ts';
import { type PostRefusal, type Posting, postPoints } from '../../../core/loyalty/postPoints.ts';
import { entriesOf } from '../../../core/loyalty/recount.ts';
import { qualifyingAt, rankOf } from '../../../core/loyalty/tiers.ts';
import { type CustomerId, customerId } from '../../../core/ids.ts';
import { isoInstant } from '../../../core/time.ts';
import type { Principal } from '../../shared/authorise.ts';
import type { Container } from '../../shared/container.ts';
import { misuse, notFound, Problem } from '../../shared/problem.ts';
import { Turns } from '../../tracking/turns.ts';
import { currencyOf, loyaltyInForce, pointsDeps } from './loyalty.ts';
import { bodyAs, limitOf, type Route, type RouteRequest } from './route.ts';

const reason = z.string().min(1).max(500);
const points = z.int().min(-1_000_000_000).max(1_000_000_000);

export const pointsBody = z.strictObject({
  /** `award` gives, `adjust` gives or takes away. */
  kind: z.enum(['award', 'adjust']).default('adjust'),
  points,
  reason,
});
export const redemptionBody = z.strictObject({ points, reason: reason.optional() });
export const releaseBody = z.strictObject({
  operation: z.string().min(1).max(200),
  reason: reason.optional(),
});

function entryView({ op, kind, at, legs, balance, programme, ...rest }: Entry) {
  return {
    operation: op,
    kind,
    at: isoInstant(at),
    points: (legs.pending ?? 0) + (legs.available ?? 0),
    legs,
    balance,
    programme,
    order: rest.order?.id ?? null,
    reason: rest.reason ?? null,
    by: rest.by ?? null,
  };
}

function tierView(account: Account, { definition }: Loyalty, zone: string, now: number) {
  const rank = rankOf(account, definition);
  const next = definition.tiers[rank + 1];
  const qualifying = qualifyingAt(account, definition, zone, now);
  return {
    tier: account.tier,
    name: definition.tiers[rank]?.name ?? null,
    since: isoInstant(account.tierSince),
    until: account.tierUntil === null ? null : isoInstant(account.tierUntil),
    qualifying,
    by: definition.qualify.by,
    next:
      next === undefined
        ? null
        : { tier: next.id, name: next.name, from: next.from, missing: Math.max(0, next.from - qualifying) },
  };
}

async function everyEntry(store: Container['store'], ids: readonly CustomerId[]): Promise<Entry[]> {
  const all: Entry[] = [];
  for (const id of ids) for await (const entry of entriesOf(store, id)) all.push(entry);
  return all.sort((a, b) => b.at - a.at || b.seq - a.seq || (a.op < b.op ? -1 : 1));
}

function unknownCustomer(id: string): Problem {
  return notFound(
    'unknown-customer',
    `there is no customer "${id}"`,
    'tell of the customer first, by POST /v1/identify or an import',
  );
}

/** Where a page begins: so many entries from the newest. Throws a `Problem` of status 400 for a cursor no list gave. */
function placeOf({ query }: RouteRequest): number {
  const place = Number(query['cursor'] ?? '0');
  if (Number.isInteger(place) && place >= 0) return place;
  throw misuse('cursor', 'the cursor is none that a list gave', 'leave it out to begin anew');
}

/** Entries come newest first; those of ids that went over to this customer are among them. */
export function showPoints(container: Container): Route {
  return async (request) => {
    const deps = await pointsDeps(container);
    const loyalty = loyaltyInForce(deps);
    const asked = request.params['id'] ?? '';
    const [limit, place] = [limitOf(request.query), placeOf(request)];
    const person = await container.store.loadProfile(customerId(asked));
    if (person === null) throw unknownCustomer(asked);
    const { account } = await readAccount(container.store, person.id);
    const entries = await everyEntry(container.store, [person.id, ...person.members]);
    const page = entries.slice(place, place + limit);
    const currency = await currencyOf(container, loyalty);
    const head = { customer: person.id, programme: loyalty.version, currency };
    const list = {
      items: page.map(entryView),
      next: place + limit < entries.length ? String(place + limit) : null,
      total: entries.length,
    };
    if (account === null || account.mergedInto !== null)
      return {
        ...head,
        isMember: false,
        pending: 0,
        available: 0,
        debt: 0,
        worthMinor: 0,
        lots: [],
        tier: null,
        entries: list,
      };
    const { pending, available, lots, memberSince } = account;
    const worth = worthMinor(Math.max(0, available), loyalty.definition);
    return {
      ...head,
      isMember: true,
      memberSince: isoInstant(memberSince),
      pending,
      available: Math.max(0, available),
      debt: Math.max(0, -available),
      worthMinor: worth,
      tier: tierView(account, loyalty, container.settings.shop.zone, container.now()),
      lots: lots.map(lotView),
      entries: list,
    };
  };
}

interface Refusal {
  readonly status: number;
  readonly detail: (available: number, loyalty: Loyalty) => string;
  readonly remedy: string;
}

const REFUSALS: Readonly<Record<Exclude<PostRefusal, 'no-programme' | 'unknown-customer'>, Refusal>> = {
  'not-whole': {
    status: 400,
    detail: () => 'points are whole, not 0, and above 0 where they are given or redeemed',
    remedy: 'send a whole number',
  },
  insufficient: {
    status: 409,
    detail: (available) => `${available} points can be spent`,
    remedy: 'ask for fewer',
  },
  'below-minimum': {
    status: 409,
    detail: (_, { definition }) => `at least ${definition.redemption.minimum} points are redeemed`,
    remedy: 'collect more first',
  },
  'not-a-step': {
    status: 409,
    detail: (_, { definition }) => `points are redeemed in steps of ${definition.redemption.step}`,
    remedy: 'round down to a step',
  },
  'not-redeemed': {
    status: 404,
    detail: () => 'there is no redemption of this name to release',
    remedy: 'send the idempotency key of the redemption as operation',
  },
  released: {
    status: 409,
    detail: () => 'the redemption of this idempotency key was released: its points were given back',
    remedy: 'redeem again under a new key',
  },
};

function refusal(customer: string, reasonOf: PostRefusal, available: number, loyalty: Loyalty): Problem {
  if (reasonOf === 'unknown-customer' || reasonOf === 'no-programme') return unknownCustomer(customer);
  const { status, detail, remedy } = REFUSALS[reasonOf];
  const code = `points-${reasonOf}`;
  return new Problem({
    status,
    code,
    title: 'Refused',
    detail: detail(available, loyalty),
    field: 'points',
    remedy,
  });
}

/** Whoever sends other points under a key that was used must not take the first answer for theirs. */
function keyReused(moved: number): Problem {
  return new Problem({
    status: 409,
    code: 'key-reused',
    title: 'Refused',
    detail: `this idempotency key moved ${moved} points before`,
    field: 'idempotency-key',
    remedy: 'send another key for another operation',
  });
}

/** Requests of one customer that this process has in hand run in turn, so that they lose no races to each other. */
const turns = new WeakMap<Container['store'], Turns>();

function inTurn<Result>({ store }: Container, key: string, work: () => Promise<Result>): Promise<Result> {
  const own = turns.get(store) ?? new Turns();
  turns.set(store, own);
  return own.run(key, work);
}

const LONGEST_KEY = 200;

/** The header `idempotency-key` names the operation. Throws a `Problem` of status 400 for a key nobody can keep. */
function operationOf({ headers }: RouteRequest): string {
  const key = headers['idempotency-key'];
  if (key === undefined) return randomUUID();
  if (key.length > 0 && key.length <= LONGEST_KEY) return key;
  const detail = `an idempotency key has 1 to ${LONGEST_KEY} characters; this one has ${key.length}`;
  throw misuse('idempotency-key', detail, 'use a UUID');
}

async function post(
  container: Container,
  request: RouteRequest,
  by: Principal,
  asked: Omit<Posting, 'customerId' | 'at' | 'by'>,
) {
  const customer = request.params['id'] ?? '';
  const id = customerId(customer);
  const deps = await pointsDeps(container);
  const loyalty = loyaltyInForce(deps);
  const posting = { ...asked, customerId: id, at: container.now(), by: by.name };
  const posted = await inTurn(container, id, () => postPoints(deps, posting));
  if (posted.kind === 'refused') throw refusal(customer, posted.reason, posted.available, loyalty);
  const { entry } = posted;
  const moved = (entry.legs.pending ?? 0) + (entry.legs.available ?? 0);
  const wanted = asked.kind === 'redeem' ? -asked.points : asked.points;
  if (asked.kind !== 'release' && moved !== wanted) throw keyReused(moved);
  return {
    customer: posted.customerId,
    operation: asked.operation,
    outcome: posted.kind === 'duplicate' ? ('repeated' as const) : ('posted' as const),
    worthMinor: worthMinor(Math.abs(moved), loyalty.definition),
    entry: entryView(entry),
  };
}

export function postCustomerPoints(container: Container): Route {
  return async (request, by) => {
    const { kind, points: asked, reason: why } = bodyAs(request, pointsBody);
    return post(container, request, by, {
      kind,
      points: asked,
      reason: why,
      operation: operationOf(request),
    });
  };
}

export function redeemPoints(container: Container): Route {
  return async (request, by) => {
    const { points: asked, reason: why } = bodyAs(request, redemptionBody);
    const told = why === undefined ? {} : { reason: why };
    return post(container, request, by, {
      kind: 'redeem',
      points: asked,
      operation: operationOf(request),
      ...told,
    });
  };
}

/** Gives back what a redemption took: an order that came to nothing. */
export function releasePoints(container: Container): Route {
  return async (request, by) => {
    const { operation, reason: why } = bodyAs(request, releaseBody);
    const told = why === undefined ? {} : { reason: why };
    return post(container, request, by, { kind: 'release', points: 0, operation, ...told });
  };
}
