/** What offers ask of a customer, read from where each room keeps it: profile, segments, tier, value, what they did lately. */
import type { Person } from '../customer/person.ts';
import type { DossierStore } from '../dossier.ts';
import { namesWatched, segmentsAsked } from '../journey/condition.ts';
import { customerValue } from '../lifecycle/worth.ts';
import type { ShopModel } from '../lifecycle/model.ts';
import { accountIn, accountKey } from '../loyalty/account.ts';
import type { PeopleStore } from '../ports.ts';
import { readStanding, standingKey } from '../segment/standing.ts';
import type { Settings } from '../settings/settings.ts';
import { DAY_MS, type Instant } from '../time.ts';
import type { Offer } from './definition.ts';
import type { OfferCustomer } from './eligibility.ts';

export interface CustomerFactsDeps {
  readonly store: Pick<PeopleStore, 'recentEvents'> & Pick<DossierStore, 'loadDossiers'>;
  readonly model: Pick<ShopModel, 'purchase' | 'spend' | 'margin'>;
  readonly settings: Pick<Settings, 'value'>;
}

/** Events are kept so long. */
const LOOK_BACK_MS = 30 * DAY_MS;
const MOST_EVENTS = 100;

function valueOf({ model, settings }: CustomerFactsDeps, { lifecycle }: Person, now: Instant): number | null {
  if (lifecycle === null || lifecycle.statistics.orders === 0) return null;
  return customerValue(lifecycle.statistics, lifecycle.stage, now, model, settings.value).valueMinor;
}

async function tierAndSegments({ store }: CustomerFactsDeps, { id }: Person) {
  const [account, standing] = await store.loadDossiers([accountKey(id), standingKey(id)]);
  return {
    tier: account == null ? null : accountIn(account).tier,
    segments: readStanding(standing ?? null).segments,
  };
}

/** The tier alone: what a price that differs by tier asks at the checkout. */
export async function tierOf(
  deps: Pick<CustomerFactsDeps, 'store'>,
  id: Person['id'],
): Promise<string | null> {
  const [account] = await deps.store.loadDossiers([accountKey(id)]);
  return account == null ? null : accountIn(account).tier;
}

/** Reads no more than the offer asks for. */
export async function customerFor(
  deps: CustomerFactsDeps,
  person: Person,
  { eligible, gives }: Pick<Offer, 'eligible' | 'gives'>,
  now: Instant,
): Promise<OfferCustomer> {
  const names = namesWatched(eligible.when);
  const asksDossiers =
    eligible.tiers !== undefined ||
    eligible.segments !== undefined ||
    gives.kind === 'differential' ||
    segmentsAsked(eligible.when).length > 0;
  const query = { names, since: now - LOOK_BACK_MS, limit: MOST_EVENTS };
  const [kept, events] = await Promise.all([
    asksDossiers ? tierAndSegments(deps, person) : { tier: null, segments: {} },
    names.length === 0 ? [] : deps.store.recentEvents(person.id, query),
  ]);
  const valueMinor = eligible.valueMinor === undefined ? null : valueOf(deps, person, now);
  return { person, ...kept, valueMinor, events };
}
