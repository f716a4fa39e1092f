/**
 * What the rooms of the business keep of one person, readable: where they stand in segments, their points with every entry,
 * offers with their codes, cases of win-back, recommendations. Each record says under which id of theirs it is kept, and holds all its room wrote;
 * what a room keeps short (days and instants as bare numbers, tallies as text) is told in words.
 */
import {
  type CUSTOMER_DOSSIERS,
  type Dossier,
  type DossierKey,
  type DossierStore,
  dossiersUnder,
} from '../dossier.ts';
import type { CustomerId } from '../ids.ts';
import type { Json, JsonObject } from '../json.ts';
import { readStanding } from '../segment/standing.ts';
import type { Tally } from '../segment/tally.ts';
import { isoDay } from '../time.ts';
import { readable, readableRecord } from './readable.ts';

type BusinessStore = Pick<DossierStore, 'dossiersOf' | 'loadDossiers'>;
type Kind = (typeof CUSTOMER_DOSSIERS)[number];

export interface BusinessRecords {
  readonly segments: Json;
  readonly points: Json;
  readonly offers: Json;
  readonly winBack: Json;
  readonly recommendations: Json;
}

function record({ id, customerId, body }: Dossier): JsonObject {
  return { id, customer: customerId, ...readableRecord(body) };
}

function instants(value: unknown): Json {
  return Array.isArray(value) ? value.map((one) => readable(one, 'at')) : readable(value);
}

function sinceWhen(since: Readonly<Record<string, number>>): JsonObject {
  return Object.fromEntries(Object.entries(since).map(([name, at]) => [name, readable(at, 'at')]));
}

/** Amounts of a tally are in ten-thousandths. */
const IN_ONE = 10_000;

function tallyView({ count, sum, first, last, newest }: Tally): JsonObject {
  const events: Json[] = [];
  for (let i = 0; i + 1 < newest.length; i += 2)
    events.push({ at: readable(newest[i], 'at'), amount: (newest[i + 1] ?? 0) / IN_ONE });
  const amount = sum / IN_ONE;
  return { count, amount, first: readable(first, 'at'), last: readable(last, 'at'), newest: events };
}

function standingView(dossier: Dossier): JsonObject {
  const { tallies, segments, lists } = readStanding(dossier);
  const counted = Object.entries(tallies).flatMap(([origin, series]) =>
    Object.entries(series).map(([what, tally]) => ({ what, origin, ...tallyView(tally) })),
  );
  return { ...record(dossier), segments: sinceWhen(segments), lists: sinceWhen(lists), tallies: counted };
}

/** [local day, amount] as an account keeps what counts toward a tier. */
function dayView(value: unknown): Json {
  const [day, amount] = Array.isArray(value) ? value : [];
  return typeof day === 'number' ? { day: isoDay(day), amount: readable(amount) } : readable(value);
}

function accountView(dossier: Dossier): JsonObject {
  const { qualifying } = dossier.body;
  return {
    ...record(dossier),
    qualifying: Array.isArray(qualifying) ? qualifying.map(dayView) : readable(qualifying),
  };
}

function useView(dossier: Dossier): JsonObject {
  return { ...record(dossier), times: instants(dossier.body['times']) };
}

/** How a record of each kind is told. */
const VIEWS: Readonly<Record<Kind, (dossier: Dossier) => JsonObject>> = {
  standing: standingView,
  points: accountView,
  'points-entry': record,
  grant: record,
  'offer-use': useView,
  picks: record,
  'win-back': record,
};

const CODES_AT_ONCE = 100;

/** Coupons that are theirs, by the codes of what they were given: a code everybody shares is nobody's. */
async function couponsOf(
  store: BusinessStore,
  ids: readonly CustomerId[],
  given: readonly Dossier[],
): Promise<Dossier[]> {
  const codes = given.flatMap(({ body: { code } }) => (typeof code === 'string' ? [code] : []));
  const found: Dossier[] = [];
  for (let from = 0; from < codes.length; from += CODES_AT_ONCE) {
    const some = codes.slice(from, from + CODES_AT_ONCE);
    const keys = some.map((id): DossierKey => ({ kind: 'coupon', id, customerId: null }));
    for (const dossier of await store.loadDossiers(keys)) if (dossier !== null) found.push(dossier);
  }
  return found.filter(({ customerId }) => customerId !== null && ids.includes(customerId));
}

/** Everything of the kinds of `CUSTOMER_DOSSIERS` under these ids, and their coupons. */
export async function businessRecords(
  store: BusinessStore,
  ids: readonly CustomerId[],
): Promise<BusinessRecords> {
  const keptAs = async (kind: Kind): Promise<Dossier[]> => {
    const all: Dossier[] = [];
    for (const id of ids) for await (const one of dossiersUnder(store, kind, id)) all.push(one);
    return all;
  };
  const told = async (kind: Kind) => (await keptAs(kind)).map(VIEWS[kind]);
  const grants = await keptAs('grant');
  return {
    segments: await told('standing'),
    points: { accounts: await told('points'), entries: await told('points-entry') },
    offers: {
      given: grants.map(VIEWS.grant),
      coupons: (await couponsOf(store, ids, grants)).map(record),
      timesGiven: await told('offer-use'),
    },
    winBack: await told('win-back'),
    recommendations: await told('picks'),
  };
}
