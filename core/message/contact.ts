/**
 * The contact: what is known of an address, whoever uses it. Consent by topic with its proof, suppression, an open
 * complaint, and the recent sends that frequency caps count. One item, small, claimed under its version.
 */
import { canonicalJson } from '../canonicalJson.ts';
import type { AddressKey, CustomerId, DecisionId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { ConsentChannel, MessageClass } from './messageClass.ts';

/** A consent given or withdrawn, with its proof. */
export interface ConsentChange {
  readonly topic: string;
  readonly channel: ConsentChannel;
  readonly state: 'granted' | 'denied';
  readonly at: Instant;
  /** Where it was given, for example `checkout form`. */
  readonly source: string;
  /** The wording shown; null where the source did not keep it. */
  readonly wording: string | null;
}

export interface RecentSend {
  readonly at: Instant;
  readonly class: MessageClass;
  /** What was sent: a provider that turned it away keeps its slot for the next attempt, which must not count it twice. */
  readonly decisionId?: DecisionId;
}

export type Suppression = 'hard-bounce' | 'spam-complaint' | 'manual';

export interface Contact {
  readonly key: AddressKey;
  readonly version: number;
  /** Newest change by `channel/topic`. */
  readonly consents: Readonly<Record<string, ConsentChange>>;
  readonly suppression: Suppression | null;
  readonly complaintOpenSince: Instant | null;
  /** Sends of capped classes within the longest cap window, oldest first. */
  readonly recentSends: readonly RecentSend[];
  /** Who told that the address is theirs, earliest first. */
  readonly holders: readonly Holder[];
}

/** A profile id that came with the address, and when first. */
export interface Holder {
  readonly id: CustomerId;
  readonly at: Instant;
}

/** Of an address that more use than this (`info@…`) the first of them are remembered. */
export const MOST_HOLDERS = 20;

export function newContact(key: AddressKey): Contact {
  return {
    key,
    version: 0,
    consents: {},
    suppression: null,
    complaintOpenSince: null,
    recentSends: [],
    holders: [],
  };
}

export function consentKey(channel: ConsentChannel, topic: string): string {
  return `${channel}/${topic}`;
}

/**
 * Whether `change` takes the place of what is known for its channel and topic: the later instant wins, at the same instant
 * the refusal, and of two that say the same the one with the greater canonical text, so that no order of arrival matters.
 */
export function supersedes(change: ConsentChange, known: ConsentChange | undefined): boolean {
  if (known === undefined) return true;
  if (known.at !== change.at) return change.at > known.at;
  if (known.state !== change.state) return change.state === 'denied';
  return canonicalJson(change) > canonicalJson(known);
}

/** The contact after a consent change; the same object where what is known stays. */
export function withConsent(contact: Contact, change: ConsentChange): Contact {
  const key = consentKey(change.channel, change.topic);
  if (!supersedes(change, contact.consents[key])) return contact;
  return { ...contact, consents: { ...contact.consents, [key]: change } };
}

/**
 * The contact once `id` claimed its address at `at`: the earliest claim of an id counts, and of all the earliest
 * `MOST_HOLDERS`. The same object where nothing changes.
 */
export function withHolder(contact: Contact, id: CustomerId, at: Instant): Contact {
  const known = contact.holders.find((holder) => holder.id === id);
  if (known !== undefined && known.at <= at) return contact;
  const others = contact.holders.filter((holder) => holder.id !== id);
  const holders = [...others, { id, at }].sort(compareHolders).slice(0, MOST_HOLDERS);
  const stays = holders.length === contact.holders.length && !holders.some((holder) => holder.id === id);
  return stays ? contact : { ...contact, holders };
}

function compareHolders(a: Holder, b: Holder): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}
