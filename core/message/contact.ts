/**
 * The contact: what is known of an address, whoever uses it. Consent by topic with its proof, suppression, an open
 * complaint, and the recent sends that frequency caps count. One item, small, claimed under its version.
 */
import type { AddressKey, DecisionId } from '../ids.ts';
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
}

export function newContact(key: AddressKey): Contact {
  return { key, version: 0, consents: {}, suppression: null, complaintOpenSince: null, recentSends: [] };
}

export function consentKey(channel: ConsentChannel, topic: string): string {
  return `${channel}/${topic}`;
}

/** The contact after a consent change; of two changes the later instant wins, and at the same instant the refusal. */
export function withConsent(contact: Contact, change: ConsentChange): Contact {
  const key = consentKey(change.channel, change.topic);
  const known = contact.consents[key];
  const stays =
    known !== undefined && (known.at > change.at || (known.at === change.at && known.state === 'denied'));
  if (stays) return contact;
  return { ...contact, consents: { ...contact.consents, [key]: change } };
}
