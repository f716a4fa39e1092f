/**
 * STOP and START at one address. STOP refuses every topic of the channel, with the words as its proof; of a phone number it
 * also bars the address, as carriers do. START takes back what such a STOP took and grants nothing by itself: what was agreed
 * to before holds again. Of two that cross the later one counts, in whichever order they come.
 */
import type { Fact } from '../../core/fact.ts';
import type { AddressKey, CustomerId } from '../../core/ids.ts';
import {
  type ConsentChange,
  consentKey,
  type Contact,
  EVERY_TOPIC,
  newContact,
  withConsent,
} from '../../core/message/contact.ts';
import type { InboundMessage } from '../../core/message/inbound.ts';
import type { Container } from '../shared/container.ts';

/** Where consents that somebody wrote come from. */
const SOURCES = { sms: 'SMS reply', email: 'email reply' } as const;

export const LONGEST_WORDING = 200;
const MOST_TRIES = 8;

export class ContactConflict extends Error {
  readonly code = 'store-contact-conflict';
  constructor() {
    super(`an address changed ${MOST_TRIES} times while a reply was being applied; send it again`);
    this.name = 'ContactConflict';
  }
}

/** The consent the words are the proof of. */
export function toldBy(message: InboundMessage, state: 'granted' | 'denied'): ConsentChange {
  const { channel, at, text, subject } = message;
  const wording = (text === '' ? subject : text).trim().slice(0, LONGEST_WORDING).toWellFormed();
  return { topic: EVERY_TOPIC, channel, state, at, source: SOURCES[channel], wording, by: 'customer' };
}

/** The contact after STOP; the same object where something later was said. */
function stopped(contact: Contact, change: ConsentChange): Contact {
  const after = withConsent(contact, change);
  if (after === contact || change.channel !== 'sms' || after.suppression !== null) return after;
  return { ...after, suppression: { why: 'stop-word', at: change.at, source: change.source } };
}

/** Whether START has anything to take back: a STOP by the same road, earlier. */
export function isStopped(
  contact: Contact,
  { channel, at }: Pick<InboundMessage, 'channel' | 'at'>,
): boolean {
  const all = contact.consents[consentKey(channel, EVERY_TOPIC)];
  if (all?.state === 'denied' && all.source === SOURCES[channel] && all.at < at) return true;
  return contact.suppression?.why === 'stop-word' && contact.suppression.at < at;
}

function started(contact: Contact, change: ConsentChange): Contact {
  const all = contact.consents[consentKey(change.channel, EVERY_TOPIC)];
  const after =
    all?.state === 'denied' && all.source === change.source ? withConsent(contact, change) : contact;
  const { suppression } = after;
  const isLifted = suppression?.why === 'stop-word' && suppression.at < change.at;
  return isLifted ? { ...after, suppression: null } : after;
}

function consentFact(customerId: CustomerId, change: ConsentChange): Fact {
  return { customerId, at: change.at, kind: 'consent-changed', journeyId: null, body: { ...change } };
}

/** Changes the contact of one address; nothing where the change was made before, or something later was said. */
export async function revoke(
  { store, now }: Pick<Container, 'store' | 'now'>,
  key: AddressKey,
  what: 'stop' | 'start',
  message: InboundMessage,
  customerId: CustomerId | null,
): Promise<void> {
  const change = toldBy(message, what === 'stop' ? 'denied' : 'granted');
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = (await store.loadContacts([key])).get(key) ?? newContact(key);
    const after = what === 'stop' ? stopped(before, change) : started(before, change);
    if (after === before) return;
    const contact = { ...after, version: before.version + 1 };
    const result = await store.changeContacts({
      contacts: [{ contact, expectedVersion: before.version }],
      facts: customerId === null ? [] : [consentFact(customerId, change)],
      at: now(),
    });
    if (result !== 'conflict') return;
  }
  throw new ContactConflict();
}
