/**
 * Takes back a grant nobody was told of: whoever asked for it left before they could hear. Budgets have it again, and it counts
 * toward no limit of the customer's; a code of a pool is the pool's again, to be given to another. One that was reserved or redeemed has been seen, and stays. Repeated, it changes nothing.
 */
import { chance } from '../chance.ts';
import type { Person } from '../customer/person.ts';
import type { DossierStore, DossierWrite } from '../dossier.ts';
import type { CustomerId } from '../ids.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { Purse } from '../message/purse.ts';
import type { PeopleStore, WorkStore } from '../ports.ts';
import type { Instant } from '../time.ts';
import { putBackInPool } from './couponPool.ts';
import { type Grant, grantIn, grantKey, grantWrite } from './grant.ts';
import { offerFact } from './grantOffer.ts';
import { drawForChange } from './offerBudgets.ts';
import { voidGrant } from './uses.ts';

export interface TakeBackDeps {
  readonly store: Pick<PeopleStore, 'loadProfile'> &
    Pick<WorkStore, 'commitStep'> &
    Pick<DossierStore, 'loadDossiers'>;
  readonly purse: Purse;
}

/** Of a pool many may take and put back at once: of any number one wins each time. */
const MOST_TRIES = 100;

/** The grant of an operation, under whichever id of the person, as long as nobody has used it. */
async function unusedGrant({ store }: TakeBackDeps, person: Person, by: string): Promise<Grant | null> {
  const found = await store.loadDossiers([person.id, ...person.members].map((id) => grantKey(id, by)));
  const dossier = found.find((one) => one !== null);
  const grant = dossier == null ? null : grantIn(dossier);
  return grant === null || grant.marks.length > 0 ? null : grant;
}

/** The customer's times of this offer without the one of the grant. */
async function timesWithout(
  { store }: TakeBackDeps,
  { offer, customerId, at }: Grant,
): Promise<DossierWrite[]> {
  const key = { kind: 'offer-use', id: offer, customerId } as const;
  const [dossier] = await store.loadDossiers([key]);
  const times = dossier?.body['times'];
  const place = Array.isArray(times) ? times.lastIndexOf(at) : -1;
  if (dossier == null || !Array.isArray(times) || place < 0) return [];
  const { version } = dossier;
  const body = { times: times.filter((_, n) => n !== place) };
  return [{ dossier: { ...key, version: version + 1, body }, expectedVersion: version }];
}

/** Throws where the grant changes all the time; it is to be asked again. */
export async function takeBackGrant(
  deps: TakeBackDeps,
  { customerId, by, now }: { readonly customerId: CustomerId; readonly by: string; readonly now: Instant },
): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const person = await deps.store.loadProfile(customerId);
    const before = person === null ? null : await unusedGrant(deps, person, by);
    const ended = before === null ? null : voidGrant(before, now);
    if (before === null || ended === null) return;
    const pooled = await putBackInPool(deps.store, before, chance(tries, customerId, by));
    const after = pooled.length === 0 ? ended : { ...ended, code: null };
    const drawn = await drawForChange(deps.purse, { before, after }, [], null, now);
    if (drawn.kind === 'exhausted') throw new Error(`what ends takes nothing out of ${drawn.budget}`);
    const committed = await deps.store.commitStep({
      ...NO_CONSEQUENCES,
      decisions: [],
      facts: [offerFact(ended, 'void', now)],
      dossiers: [grantWrite(after), ...pooled, ...(await timesWithout(deps, before))],
      giveBack: drawn.giveBack,
    });
    if (committed === 'committed') return;
  }
  throw new Error(`the grant ${by} changed ${MOST_TRIES} times while it was being taken back`);
}
