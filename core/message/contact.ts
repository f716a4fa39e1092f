/**
 * The contact: what is known of an address, whoever uses it. Consent by topic with its proof, suppression, complaints, what its
 * owner asked for, and the recent sends that frequency caps count. One item, small, claimed under its version.
 */
import { canonicalJson } from '../canonicalJson.ts';
import type { AddressKey, CustomerId, DecisionId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { ConsentChannel, MessageClass } from './messageClass.ts';

/** What a consent rests on in law. */
export const CONSENT_BASES = [
  'express',
  'express-written',
  'implied-purchase',
  'implied-inquiry',
  'soft-opt-in',
  'legitimate-interest',
] as const;
export type ConsentBasis = (typeof CONSENT_BASES)[number];

/** `asked`: given once, and to be confirmed by a second act (double opt-in) before it counts. In the order of strictness. */
export const CONSENT_STATES = ['asked', 'granted', 'denied'] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

/** Every topic of the channel, where it stands in the place of one; only refused as a whole, never granted. */
export const EVERY_TOPIC = '*';

/** A consent given or withdrawn, with its proof. */
export interface ConsentChange {
  readonly topic: string;
  readonly channel: ConsentChannel;
  readonly state: ConsentState;
  readonly at: Instant;
  /** Where it was given, for example `checkout form`. */
  readonly source: string;
  /** The wording shown; null where the source did not keep it. */
  readonly wording: string | null;
  /** Missing where it was not told. */
  readonly basis?: ConsentBasis;
  /** Who recorded it: `customer`, an operator, a file. */
  readonly by?: string;
  /** True once the owner of the address said it a second time. */
  readonly confirmed?: boolean;
}

export interface RecentSend {
  readonly at: Instant;
  readonly class: MessageClass;
  readonly topic?: string;
  /** What was sent: a provider that turned it away keeps its slot for the next attempt, which must not count it twice. */
  readonly decisionId?: DecisionId;
}

export const SUPPRESSION_REASONS = [
  'hard-bounce',
  'soft-bounces',
  'spam-complaint',
  'manual',
  'stop-word',
  'erased',
] as const;
export type SuppressedWhy = (typeof SUPPRESSION_REASONS)[number];

/** An address that is not to be used, and who said so. */
export interface Suppression {
  readonly why: SuppressedWhy;
  readonly at: Instant;
  readonly source: string;
}

/** A complaint to the shop, not one about mail as spam. Open until `closedAt`, which may be told first. */
export interface Complaint {
  readonly id: string;
  readonly openedAt: Instant | null;
  readonly closedAt: Instant | null;
}

/** A bounce that may pass; several without a delivery between them suppress the address. */
export interface SoftBounce {
  readonly decisionId: DecisionId;
  readonly at: Instant;
}

/** As often as its owner wants to hear from the shop. */
export interface Pace {
  readonly most: number;
  readonly withinDays: number;
}

export interface Contact {
  readonly key: AddressKey;
  readonly version: number;
  /** Newest change by `channel/topic`. */
  readonly consents: Readonly<Record<string, ConsentChange>>;
  readonly suppression: Suppression | null;
  /** The newest `MOST_COMPLAINTS`, by id. */
  readonly complaints: readonly Complaint[];
  /** Nothing but what the owner asks for until then. */
  readonly pausedUntil: Instant | null;
  readonly pace: Pace | null;
  /** False where the owner does not want opens and clicks to be looked at. */
  readonly tracking: boolean;
  /** False where the owner does not want products to be chosen by what they did. Default: true. */
  readonly profiling?: boolean;
  /** When pause, pace, tracking and profiling were last told: the later telling wins. */
  readonly preferredAt: Instant | null;
  /** The newest `SOFT_BOUNCES_TO_SUPPRESS`, of distinct decisions, after the last delivery. */
  readonly softBounces: readonly SoftBounce[];
  readonly deliveredAt: Instant | null;
  /** Sends that caps count within the longest cap window, oldest first. */
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
export const MOST_COMPLAINTS = 20;
export const SOFT_BOUNCES_TO_SUPPRESS = 5;

export function newContact(key: AddressKey): Contact {
  return {
    key,
    version: 0,
    consents: {},
    suppression: null,
    complaints: [],
    pausedUntil: null,
    pace: null,
    tracking: true,
    preferredAt: null,
    softBounces: [],
    deliveredAt: null,
    recentSends: [],
    holders: [],
  };
}

export function consentKey(channel: ConsentChannel, topic: string): string {
  return `${channel}/${topic}`;
}

/**
 * Whether `change` takes the place of what is known for its channel and topic: the later instant wins, at the same instant
 * the stricter, and of two that say the same the one with the greater canonical text, so that no order of arrival matters.
 */
export function supersedes(change: ConsentChange, known: ConsentChange | undefined): boolean {
  if (known === undefined) return true;
  if (known.at !== change.at) return change.at > known.at;
  if (known.state !== change.state) return strictness(change) > strictness(known);
  return canonicalJson(change) > canonicalJson(known);
}

function strictness({ state }: ConsentChange): number {
  return CONSENT_STATES.indexOf(state);
}

/** The instant since which a complaint has been open; null where none is. */
export function complaintOpenSince({ complaints }: Pick<Contact, 'complaints'>): Instant | null {
  let since: Instant | null = null;
  for (const { openedAt, closedAt } of complaints) {
    if (openedAt === null || closedAt !== null) continue;
    since = since === null ? openedAt : Math.min(since, openedAt);
  }
  return since;
}

/** An address that was erased is its owner's again once they confirm a consent after that; nothing else brings it back. */
function bringsBack({ state, confirmed, at }: ConsentChange, suppression: Suppression | null): boolean {
  return suppression?.why === 'erased' && state === 'granted' && confirmed === true && at > suppression.at;
}

/** The contact after a consent change; the same object where what is known stays. An erased address keeps nothing others grant. */
export function withConsent(contact: Contact, change: ConsentChange): Contact {
  const key = consentKey(change.channel, change.topic);
  if (!supersedes(change, contact.consents[key])) return contact;
  const isErased = contact.suppression?.why === 'erased';
  if (isErased && change.state === 'granted' && !bringsBack(change, contact.suppression)) return contact;
  const suppression = bringsBack(change, contact.suppression) ? null : contact.suppression;
  return { ...contact, suppression, consents: { ...contact.consents, [key]: change } };
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
