/**
 * Who could be written to at this moment about a topic, and of the others why not: asked of the same gates a send climbs, but for
 * those that are of a moment or of a message (expiry, quiet hours, stop, holdout, budget). Each person who cannot be reached is
 * counted once, under the first gate that stops them.
 */
import { contactInForce, type ConsentStore } from '../customer/consentsInForce.ts';
import type { Person } from '../customer/person.ts';
import { customerId, decisionId, enrolmentId } from '../ids.ts';
import { type Contact, newContact } from '../message/contact.ts';
import { type Decision, type SuppressionReason, UNTOUCHED } from '../message/decision.ts';
import { capGate } from '../message/gates/cap.ts';
import { consentGate } from '../message/gates/consent.ts';
import type { Gate } from '../message/gates/gate.ts';
import { addressGate } from '../message/gates/reach.ts';
import { complaintGate, pauseGate, suppressionGate } from '../message/gates/standing.ts';
import { countryOf } from '../message/jurisdiction.ts';
import type { ConsentChannel, MessageClass } from '../message/messageClass.ts';
import { SENDING_FREELY } from '../message/sendingState.ts';
import type { AddressKeyOf } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { Instant } from '../time.ts';

const GATES: readonly Gate[] = [addressGate, consentGate, suppressionGate, complaintGate, pauseGate, capGate];

/** What one would write about. */
export interface ReachQuestion {
  readonly channel: ConsentChannel;
  readonly topic: string;
  readonly class: MessageClass;
}

export interface ReachDeps {
  readonly store: ConsentStore;
  readonly addressKeyOf: AddressKeyOf;
  readonly settings: Settings;
}

/** Null: could be written to. */
export type Barred = SuppressionReason | null;

const NOBODY = customerId('preview');

/** A message that nobody decided: no gate asked here looks at whose it is. */
function imagined({ channel, topic, class: messageClass }: ReachQuestion, now: Instant): Decision {
  return {
    ...UNTOUCHED,
    id: decisionId('preview'),
    customerId: NOBODY,
    enrolmentId: enrolmentId('preview'),
    journeyId: 'preview',
    journeyVersion: 0,
    nodeId: 'preview',
    class: messageClass,
    channel,
    topic,
    template: '',
    url: null,
    event: null,
    given: null,
    priority: 0,
    onRefusal: 'skip',
    heldOut: false,
    decidedAt: now,
    expiresAt: Number.MAX_SAFE_INTEGER,
    settingsVersion: 0,
    modelVersion: 0,
    lane: 'bulk',
    dueAt: null,
  };
}

function addressOf({ email, phone }: Person, channel: ConsentChannel): string | null {
  return channel === 'email' ? email : phone;
}

/** The contact in force of each person's address; null of those who have none. */
async function contactsOf(
  { store, addressKeyOf }: ReachDeps,
  people: readonly Person[],
  channel: ConsentChannel,
): Promise<readonly (Contact | null)[]> {
  const keys = people.map((person) => {
    const address = addressOf(person, channel);
    return address === null ? null : addressKeyOf(channel, address);
  });
  const asked = [...new Set(keys.filter((key) => key !== null))];
  const known = asked.length === 0 ? null : await store.loadContacts(asked);
  return Promise.all(
    people.map(async (person, place) => {
      const key = keys[place] ?? null;
      if (key === null) return null;
      return contactInForce(store, addressKeyOf, person, channel, known?.get(key) ?? newContact(key));
    }),
  );
}

/** Of each person whether they could be written to now, in their order. */
export async function reachOf(
  deps: ReachDeps,
  people: readonly Person[],
  question: ReachQuestion,
  now: Instant,
): Promise<readonly Barred[]> {
  const { settings } = deps;
  const contacts = await contactsOf(deps, people, question.channel);
  const decision = imagined(question, now);
  return people.map((person, place) => {
    const contact = contacts[place] ?? null;
    const country = countryOf(person, question.channel);
    const { zone } = person;
    const context = {
      decision,
      contact,
      zone,
      country,
      now,
      settings,
      sending: SENDING_FREELY,
      exhausted: new Map(),
    };
    for (const gate of GATES) {
      const result = gate(context);
      if (result.kind === 'suppress' || result.kind === 'hold') return result.reason;
    }
    return null;
  });
}
