/**
 * Gives an offer to a customer: whether they may have it, whether limits and budgets allow it, which code it gets; all that
 * follows is written in one commit. Whoever asks again under the same operation is given the same. Refusals are values; a
 * throw means that it is not known, and it is to be asked again.
 */
import { chance } from '../chance.ts';
import type { Person } from '../customer/person.ts';
import { parseDuration } from '../duration.ts';
import type { DossierStore, DossierWrite } from '../dossier.ts';
import type { Fact } from '../fact.ts';
import type { CustomerId } from '../ids.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { Purse } from '../message/purse.ts';
import type { PeopleStore, WorkStore } from '../ports.ts';
import type { Published } from '../programme/programme.ts';
import type { Settings } from '../settings/settings.ts';
import { type Instant, isoInstant } from '../time.ts';
import { setAsideMinor } from './benefit.ts';
import { couponWrite, takeFromPool } from './couponPool.ts';
import { customerFor, type CustomerFactsDeps } from './customerFacts.ts';
import { offerNamed, type Offer, type Offers, redeemableUntil } from './definition.ts';
import { type EligibilityRule, ruleAgainst, windowAt } from './eligibility.ts';
import { type Grant, grantIn, grantKey, grantWrite } from './grant.ts';
import { keysOfUnit, offerBudgets } from './offerBudgets.ts';
import { offerTask } from './offerTask.ts';

export interface GrantDeps extends CustomerFactsDeps {
  readonly store: CustomerFactsDeps['store'] &
    Pick<PeopleStore, 'loadProfile'> &
    Pick<WorkStore, 'commitStep' | 'loadTask'> &
    Pick<DossierStore, 'dossiersOf'>;
  readonly settings: Pick<Settings, 'value' | 'shop'>;
  /** As published; null where the shop has none. */
  readonly offers: Published<Offers> | null;
  readonly purse: Purse;
  /** A code nobody can guess, the same for the same names (`code.ts`). */
  readonly codeFor: (names: readonly string[]) => Promise<string>;
}

export interface GrantAsked {
  readonly customerId: CustomerId;
  readonly offerId: string;
  /** The operation: whoever asks again under it is given the same. */
  readonly by: string;
  /** The journey that gives it; null for a person or program. */
  readonly journeyId: string | null;
  readonly now: Instant;
}

export type GrantRefusal =
  | { readonly reason: 'unknown-customer' | 'unknown-offer' | 'not-yet' | 'ended' | 'pool-empty' }
  | { readonly reason: 'not-eligible'; readonly rule: EligibilityRule }
  | { readonly reason: 'limit'; readonly limit: 'ever' | 'within' }
  | { readonly reason: 'budget'; readonly budget: string };

export type Granted =
  | {
      readonly kind: 'granted';
      readonly grant: Grant;
      readonly offer: Offer | null;
      readonly repeated: boolean;
    }
  | ({ readonly kind: 'refused' } & GrantRefusal);

export class GrantConflict extends Error {
  readonly code = 'grant-conflict';
  constructor(offer: string) {
    super(`the offer ${offer} could not be granted: others were first ${MOST_TRIES} times; ask again`);
    this.name = 'GrantConflict';
  }
}

const MOST_TRIES = 100;
/** From then on the slice itself is doubted: it ran out, or another process had it. */
const DOUBT_AFTER = 3;

/** The root first. */
export function idsOf({ id, members }: Pick<Person, 'id' | 'members'>): CustomerId[] {
  return [id, ...members];
}

/** What was given under this operation before, to whichever id of the person. */
async function givenBefore({ store }: GrantDeps, person: Person, by: string): Promise<Grant | null> {
  const found = await store.loadDossiers(idsOf(person).map((id) => grantKey(id, by)));
  const dossier = found.find((one) => one !== null);
  return dossier == null ? null : grantIn(dossier);
}

/** When an offer was granted to the person, under all their ids, and the write that notes one more. */
async function timesGranted({ store }: GrantDeps, person: Person, { id, limits }: Offer, now: Instant) {
  const keys = idsOf(person).map((customerId) => ({ kind: 'offer-use' as const, id, customerId }));
  const [own, ...others] = await store.loadDossiers(keys);
  const timesIn = (body: unknown): number[] => {
    const times: unknown = typeof body === 'object' && body !== null && 'times' in body ? body.times : [];
    return Array.isArray(times) ? times.filter((at) => typeof at === 'number') : [];
  };
  const ownTimes = timesIn(own?.body);
  const all = [...ownTimes, ...others.flatMap((one) => timesIn(one?.body))];
  const most = Math.max(limits.ever ?? 0, limits.within?.most ?? 0, 1);
  const version = own?.version ?? 0;
  const body = { times: [...ownTimes, now].slice(-most) };
  const write: DossierWrite = {
    dossier: { kind: 'offer-use', id, customerId: person.id, version: version + 1, body },
    expectedVersion: version,
  };
  return { all, write };
}

function limitReached({ limits }: Offer, times: readonly Instant[], now: Instant): 'ever' | 'within' | null {
  if (limits.ever !== undefined && times.length >= limits.ever) return 'ever';
  if (limits.within === undefined) return null;
  const since = now - (parseDuration(limits.within.within) ?? 0);
  return times.filter((at) => at > since).length >= limits.within.most ? 'within' : null;
}

type Coded =
  | { readonly kind: 'coded'; readonly code: string | null; readonly writes: readonly DossierWrite[] }
  | { readonly kind: 'pool-empty' };

async function codeOf(
  deps: GrantDeps,
  { id, code }: Offer,
  asked: GrantAsked,
  tries: number,
): Promise<Coded> {
  const { customerId, by } = asked;
  switch (code.kind) {
    case 'none':
      return { kind: 'coded', code: null, writes: [] };
    case 'shared':
      return { kind: 'coded', code: code.code, writes: [] };
    case 'generated': {
      const made = await deps.codeFor([id, customerId, by]);
      return { kind: 'coded', code: made, writes: [couponWrite(made, { customerId, grant: by }, null)] };
    }
    case 'pool': {
      const start = chance(tries, customerId, by);
      const taken = await takeFromPool(deps.store, code.pool, { customerId, grant: by }, start);
      return taken === null ? { kind: 'pool-empty' } : { kind: 'coded', ...taken };
    }
  }
}

function newGrant(
  { offers, settings }: GrantDeps,
  offer: Offer,
  { customerId, by, journeyId, now }: GrantAsked,
  code: string | null,
): Grant {
  const budgets = offerBudgets(offer, settings.shop.zone, now);
  const assume = offers?.definition.assume ?? { orderMinor: 0 };
  return {
    id: by,
    customerId,
    recordVersion: 0,
    offer: offer.id,
    version: offers?.version ?? 0,
    at: now,
    until: redeemableUntil(offer, now, settings.shop.zone),
    code,
    state: 'open',
    endedAt: null,
    uses: offer.uses,
    gives: offer.gives,
    group: offer.stacking.group ?? null,
    combines: offer.stacking.combines,
    transferable: offer.transferable,
    returnOnRefund: offer.returnOnRefund,
    setAsideMinor: setAsideMinor(offer.gives, assume),
    moneyKeys: keysOfUnit(budgets, 'minor'),
    grantKeys: keysOfUnit(budgets, 'grants'),
    journey: journeyId,
    marks: [],
    endTold: false,
  };
}

/** The fact of a grant that was given, or taken back. */
export function offerFact(grant: Grant, what: 'granted' | 'void', now: Instant): Fact {
  const { customerId, offer, id, journey, code, until } = grant;
  return {
    customerId,
    at: now,
    kind: 'offer',
    journeyId: journey,
    body: { what, offer, grant: id, code, until: until === null ? null : isoInstant(until) },
  };
}

async function refusalOf(
  deps: GrantDeps,
  person: Person,
  offer: Offer,
  times: readonly Instant[],
  now: Instant,
): Promise<GrantRefusal | null> {
  const window = windowAt(offer, now);
  if (window !== 'open') return { reason: window };
  const rule = ruleAgainst(offer.eligible, await customerFor(deps, person, offer, now), now);
  if (rule !== null) return { reason: 'not-eligible', rule };
  const limit = limitReached(offer, times, now);
  return limit === null ? null : { reason: 'limit', limit };
}

/** Why a person may not have an offer now, budgets and pools apart; null where they may. */
export async function mayHave(
  deps: GrantDeps,
  person: Person,
  offer: Offer,
  now: Instant,
): Promise<GrantRefusal | null> {
  const { all } = await timesGranted(deps, person, offer, now);
  return refusalOf(deps, person, offer, all, now);
}

/** One try; null where somebody else was first. */
async function tryGrant(deps: GrantDeps, asked: GrantAsked, tries: number): Promise<Granted | null> {
  const { store, offers, purse } = deps;
  const { now, by } = asked;
  const person = await store.loadProfile(asked.customerId);
  if (person === null) return { kind: 'refused', reason: 'unknown-customer' };
  const offer = offers === null ? null : offerNamed(offers.definition, asked.offerId);
  const before = await givenBefore(deps, person, by);
  if (before !== null) return { kind: 'granted', grant: before, offer, repeated: true };
  if (offer === null) return { kind: 'refused', reason: 'unknown-offer' };
  const times = await timesGranted(deps, person, offer, now);
  const refusal = await refusalOf(deps, person, offer, times.all, now);
  if (refusal !== null) return { kind: 'refused', ...refusal };
  const own = { ...asked, customerId: person.id };
  const coded = await codeOf(deps, offer, own, tries);
  if (coded.kind === 'pool-empty') return { kind: 'refused', reason: 'pool-empty' };
  const grant = newGrant(deps, offer, own, coded.code);
  const budgets = offerBudgets(offer, deps.settings.shop.zone, now);
  const taken = await purse.take(budgets, grant.setAsideMinor * grant.uses, now);
  if (taken.kind === 'exhausted') return { kind: 'refused', reason: 'budget', budget: taken.budget };
  const task = grant.until === null ? null : offerTask(grant, grant.until);
  const result = await store.commitStep({
    ...NO_CONSEQUENCES,
    decisions: [],
    facts: [offerFact(grant, 'granted', now)],
    tasks: task === null ? [] : [{ task, expectedVersion: 0 }],
    dossiers: [grantWrite(grant), times.write, ...coded.writes],
    take: taken.slice,
  });
  if (result === 'committed')
    return { kind: 'granted', grant: { ...grant, recordVersion: 1 }, offer, repeated: false };
  if (tries < DOUBT_AFTER) purse.putBack(taken.slice);
  else purse.doubt(taken.slice);
  return null;
}

/** Throws `GrantConflict` after a hundred lost races; of many who take the last codes of a pool at once, one wins each. */
export async function grantOffer(deps: GrantDeps, asked: GrantAsked): Promise<Granted> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const granted = await tryGrant(deps, asked, tries);
    if (granted !== null) return granted;
  }
  throw new GrantConflict(asked.offerId);
}
