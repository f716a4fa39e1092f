/**
 * Where the consents of an event go. One that comes with an address of its channel belongs to that address. One that comes
 * without is the person's own: it is kept with them, also where no address is known yet, and holds at whichever is in force
 * (`consentsInForce.ts`). A refusal among them is put under the address its id gave as well: it holds for everybody there.
 */
import type { AddressKey } from '../ids.ts';
import { type ConsentChange, withConsent } from '../message/contact.ts';
import type { AddressKeyOf } from '../ports.ts';
import type { CustomerEvent } from './event.ts';
import type { Fields } from './fields.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { withWishes } from './preferred.ts';

/** A consent and the address it belongs to. */
interface AddressedConsent {
  readonly key: AddressKey;
  readonly change: ConsentChange;
}

export interface EventConsents {
  readonly addressed: readonly AddressedConsent[];
  readonly own: readonly ConsentChange[];
  /** Addresses that came with the event. */
  readonly keys: readonly AddressKey[];
}

export const NO_CONSENTS: EventConsents = { addressed: [], own: [], keys: [] };

const CHANNELS = ['email', 'sms'] as const;

function addressOf(
  of: { readonly email?: string | null; readonly phone?: string | null },
  channel: ConsentChange['channel'],
): string | null {
  return (channel === 'email' ? of.email : of.phone) ?? null;
}

export function consentsOf(event: CustomerEvent, addressKeyOf: AddressKeyOf): EventConsents {
  if (event.kind === 'preferred') {
    const { contactKey: key, consents } = event;
    return { addressed: consents.map((change) => ({ key, change })), own: [], keys: [] };
  }
  if (event.kind !== 'identified') return NO_CONSENTS;
  const keys = new Map<ConsentChange['channel'], AddressKey>();
  for (const channel of CHANNELS) {
    const address = addressOf(event, channel);
    if (address !== null) keys.set(channel, addressKeyOf(channel, address));
  }
  const addressed: AddressedConsent[] = [];
  const own: ConsentChange[] = [];
  for (const change of event.consents ?? []) {
    const key = keys.get(change.channel);
    if (key === undefined) own.push(change);
    else addressed.push({ key, change });
  }
  return { addressed, own, keys: [...keys.values()] };
}

export async function bindAddressed(
  hood: Neighbourhood,
  consents: readonly AddressedConsent[],
): Promise<void> {
  await hood.read(
    [],
    consents.map(({ key }) => key),
  );
  for (const { key, change } of consents) hood.putContact(withConsent(hood.contact(key), change));
}

/** How the owner of an address wants to be written to there, where the event says it. */
export async function bindWishes(hood: Neighbourhood, event: CustomerEvent): Promise<void> {
  if (event.kind !== 'preferred' || event.wishes === undefined) return;
  await hood.read([], [event.contactKey]);
  hood.putContact(withWishes(hood.contact(event.contactKey), event.wishes, event.at));
}

/** Puts an id's own refusals under the addresses it gave, where either is new. */
export async function bindRefusals(
  hood: Neighbourhood,
  before: Fields | null,
  after: Fields,
  addressKeyOf: AddressKeyOf,
): Promise<void> {
  const refusals = after.consents.filter(({ state }) => state === 'denied');
  if (refusals.length === 0) return;
  for (const channel of CHANNELS) {
    const address = addressOf(after, channel);
    if (address === null) continue;
    const known = before !== null && addressOf(before, channel) === address ? before.consents : [];
    const news = refusals.filter((change) => change.channel === channel && !known.includes(change));
    if (news.length === 0) continue;
    const key = addressKeyOf(channel, address);
    await hood.read([], [key]);
    hood.putContact(news.reduce(withConsent, hood.contact(key)));
  }
}
