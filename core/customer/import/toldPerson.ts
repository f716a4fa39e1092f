/**
 * What a row says of a customer as a profile with the time of each field, ready to be folded into what is known. Times are
 * the row's own, or, where it has none, the beginning of the import.
 */
import { canonicalJson } from '../../canonicalJson.ts';
import type { Json } from '../../json.ts';
import type { ConsentChange } from '../../message/contact.ts';
import type { Instant } from '../../time.ts';
import { newPerson, type Person } from '../person.ts';
import type { ToldCustomer } from './mapCustomer.ts';

/** A consent and the address it was given for. */
export interface AddressedConsent {
  readonly address: string;
  readonly change: ConsentChange;
}

export interface ToldPerson {
  /** Version 0; consents told without an address of their channel are among its own. */
  readonly person: Person;
  readonly consents: readonly AddressedConsent[];
}

const NAMED = ['name', 'email', 'phone', 'locale', 'zone'] as const;
type Named = (typeof NAMED)[number];
const TRAIT = 'traits.';

function addressOf({ channel }: ConsentChange, { email, phone }: ToldCustomer): string | null {
  switch (channel) {
    case 'email':
      return email;
    case 'sms':
      return phone;
  }
}

/** The person a row tells of. `now` is the beginning of the import. */
export function toldPerson(customer: ToldCustomer, now: Instant): ToldPerson {
  const { id, since, updated, name, email, phone, locale, zone, traits } = customer;
  const at = Math.min(updated ?? now, now);
  const fieldTimes: Record<string, Instant> = {};
  for (const field of NAMED) if (customer[field] !== null) fieldTimes[field] = at;
  for (const trait of Object.keys(traits)) fieldTimes[`${TRAIT}${trait}`] = at;
  const consents: AddressedConsent[] = [];
  const own: ConsentChange[] = [];
  for (const change of customer.consents) {
    const address = addressOf(change, customer);
    if (address === null) own.push(change);
    else consents.push({ address, change });
  }
  const known = newPerson(id, since ?? now);
  return {
    person: { ...known, name, email, phone, locale, zone, traits, fieldTimes, consents: own },
    consents,
  };
}

function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
}

function putLater(
  person: Record<Named, string | null>,
  traits: Map<string, Json>,
  times: Record<string, Instant>,
  later: Person,
): boolean {
  let differs = false;
  const isLater = (key: string) => (later.fieldTimes[key] ?? 0) >= (times[key] ?? 0);
  const note = (key: string) => {
    times[key] = later.fieldTimes[key] ?? 0;
  };
  for (const field of NAMED) {
    if (later[field] === null || !isLater(field)) continue;
    differs ||= person[field] !== later[field];
    person[field] = later[field];
    note(field);
  }
  for (const [name, value] of Object.entries(later.traits)) {
    const key = `${TRAIT}${name}`;
    if (!isLater(key)) continue;
    differs ||= !isSame(traits.get(name), value);
    traits.set(name, value);
    note(key);
  }
  return differs;
}

function withMore<Item>(known: readonly Item[], more: readonly Item[]): readonly Item[] {
  const texts = new Set(known.map((one) => JSON.stringify(one)));
  const added = more.filter((one) => !texts.has(JSON.stringify(one)));
  return added.length === 0 ? known : [...known, ...added];
}

/**
 * Two rows of one customer put together: of a field that both tell the later time stays, of one time the later row.
 * `differs` where the later row changed anything.
 */
export function withLaterRow(before: ToldPerson, later: ToldPerson): { told: ToldPerson; differs: boolean } {
  const { name, email, phone, locale, zone, traits, fieldTimes, knownSince } = before.person;
  const texts = { name, email, phone, locale, zone };
  const all = new Map(Object.entries(traits));
  const times = { ...fieldTimes };
  const changed = putLater(texts, all, times, later.person);
  const since = Math.min(knownSince, later.person.knownSince);
  const consents = withMore(before.consents, later.consents);
  const own = withMore(before.person.consents, later.person.consents);
  const person: Person = {
    ...before.person,
    ...texts,
    knownSince: since,
    traits: Object.fromEntries(all),
    fieldTimes: times,
    consents: own,
  };
  const more = consents !== before.consents || own !== before.person.consents;
  return { told: { person, consents }, differs: changed || more || since !== knownSince };
}
