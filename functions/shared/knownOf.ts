/**
 * What products may be chosen for one person by: what they bought, what they said, what they were shown in vain, and what came of each
 * way of choosing in this shop. Of somebody who does not want to be chosen for by what they did, only what they said.
 */
import * as z from 'zod';
import type { PersonRecord } from '../../core/customer/person.ts';
import type { Dossier } from '../../core/dossier.ts';
import { type Basket, basketsOf } from '../../core/recommend/baskets.ts';
import type { Because } from '../../core/recommend/because.ts';
import type { Recommendation } from '../../core/recommend/recommendFor.ts';
import { NOTHING_PERSONAL, type Personal } from '../../core/recommend/personal.ts';
import {
  type Delivery,
  FOLLOWED_EVENTS,
  ignoredItems,
  outcomeOf,
} from '../../core/recommend/picks/outcome.ts';
import { listsOf, type PickList, picksKey } from '../../core/recommend/picks/pickLog.ts';
import { NO_WEIGHTS, type PickWeights } from '../../core/recommend/picks/pickReport.ts';
import type { Slot } from '../../core/recommend/slots.ts';
import { allowsProfile, statedIn } from '../../core/recommend/stated.ts';
import { DAY_MS, type Instant } from '../../core/time.ts';
import type { Container } from './container.ts';

export type KnownDeps = Pick<Container, 'store' | 'documents' | 'settings' | 'addressKeyOf'>;

export interface Known {
  readonly kind: 'personal' | 'popular';
  /** Oldest first; none of somebody who is not to be chosen for by them. */
  readonly baskets: readonly Basket[];
  readonly personal: Personal;
  /** The log of what they were shown; null where they never were. */
  readonly log: Dossier | null;
}

/** What was chosen for somebody who is not to be chosen for by what they did says so. */
export function asKnown({ kind }: Known, items: readonly Recommendation[]): readonly Recommendation[] {
  if (kind === 'personal') return items;
  const told = (because: Because): Because =>
    because.kind === 'popular' ? { kind: 'unprofiled', share: because.share } : because;
  return items.map((one) => ({ ...one, because: one.because.map(told) }));
}

/** Where weights are kept that a night learned. */
export const PICK_LEARNING = 'recommend-learning';

const weights = z.record(z.string(), z.number());
const learning = z.object({
  weights: z.object({ discover: weights, replenish: weights, anything: weights }),
});

async function learnedWeights({ store }: KnownDeps): Promise<PickWeights> {
  const kept = await store.getValue(PICK_LEARNING);
  return kept === null ? NO_WEIGHTS : learning.parse(JSON.parse(kept)).weights;
}

/** True unless they said otherwise, as a trait or at one of their addresses. */
async function mayProfile({ store, addressKeyOf }: KnownDeps, { person }: PersonRecord): Promise<boolean> {
  if (!allowsProfile(person.traits)) return false;
  const keys = [
    ...(person.email === null ? [] : [addressKeyOf('email', person.email)]),
    ...(person.phone === null ? [] : [addressKeyOf('sms', person.phone)]),
  ];
  if (keys.length === 0) return true;
  const contacts = await store.loadContacts(keys);
  return [...contacts.values()].every(({ profiling }) => profiling !== false);
}

/** A list whose days are not over is taken to have been delivered when it was made. */
function presumed(list: PickList): Delivery[] {
  return [{ id: list.id, outcome: 'sent', claimedAt: list.at, enrolmentId: null, given: null }];
}

async function ignoredBy(deps: KnownDeps, record: PersonRecord, lists: readonly PickList[], now: Instant) {
  if (lists.length === 0) return NOTHING_PERSONAL.ignored;
  const { purchaseDays, ignoredAfter } = deps.settings.recommendations;
  const isOpen = lists.some(({ outcome }) => outcome === undefined);
  const since = now - (purchaseDays + 30) * DAY_MS;
  const events = isOpen
    ? await deps.store.recentEvents(record.person.id, { names: FOLLOWED_EVENTS, since, limit: 200 })
    : [];
  const told = lists.map((list) => {
    const of = { decisions: presumed(list), events, orders: record.orders };
    return { list, outcome: outcomeOf(list, of, purchaseDays) };
  });
  return ignoredItems(told, ignoredAfter);
}

export async function knownOf(
  deps: KnownDeps,
  record: PersonRecord,
  { slot, list }: { readonly slot: Slot; readonly list?: string },
  now: Instant,
): Promise<Known> {
  const { person, orders } = record;
  const stated = statedIn(person.traits);
  const [log = null] = await deps.store.loadDossiers([picksKey(person.id)]);
  if (!(await mayProfile(deps, record)))
    return { kind: 'popular', baskets: [], personal: { ...NOTHING_PERSONAL, stated }, log };
  // What is made anew says nothing of itself.
  const others = listsOf(log).filter(({ id }) => id !== list);
  const ignored = await ignoredBy(deps, record, others, now);
  const { [slot]: ofSlot } = await learnedWeights(deps);
  const baskets = basketsOf(person.id, orders, Number.POSITIVE_INFINITY)?.baskets ?? [];
  return { kind: 'personal', baskets, personal: { stated, ignored, weights: ofSlot }, log };
}
