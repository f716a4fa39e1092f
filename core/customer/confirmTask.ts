/**
 * Double opt-in: what an event leaves to be asked. A consent that counts only once its owner confirms it makes a task, committed
 * with the event, and the task a letter to the address it was told with. Asked a second time only a week after the first.
 */
import * as z from 'zod';
import { type AddressKey, addressKey } from '../ids.ts';
import { consentOn, consentStanding } from '../message/consentStanding.ts';
import { type ConsentChange, type Contact, newContact } from '../message/contact.ts';
import { countryOf, jurisdictionOf } from '../message/jurisdiction.ts';
import type { ConsentChannel } from '../message/messageClass.ts';
import type { Settings } from '../settings/settings.ts';
import type { Task, TaskWrite } from '../task.ts';
import { DAY_MS, type Instant } from '../time.ts';
import { type CustomerEvent, isHistorical } from './event.ts';
import type { EventConsents } from './eventConsents.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import type { Person } from './person.ts';

/** The channel the letter goes by; consents by others are confirmed another way. */
export const CONFIRMED_BY: ConsentChannel = 'email';

const ASKED_AGAIN_AFTER_MS = 7 * DAY_MS;

const bodySchema = z.object({ contactKey: z.string().transform((raw): AddressKey => addressKey(raw)) });

export function confirmBody(task: Task): { readonly contactKey: AddressKey } {
  return bodySchema.parse(task.body);
}

/** True where the owner of the address still has to confirm a topic before promotions go out. */
export function isUnconfirmed(
  contact: Pick<Contact, 'consents'>,
  topic: string,
  person: Pick<Person, 'traits' | 'phone'>,
  settings: Settings,
  now: Instant,
): boolean {
  const question = { channel: CONFIRMED_BY, topic, class: 'promotional' } as const;
  const place = jurisdictionOf(settings, countryOf(person, CONFIRMED_BY));
  return consentStanding(contact, question, place, now) === 'unconfirmed';
}

/** Topics at the address that wait for their owner, ascending. */
export function unconfirmedTopics(
  contact: Pick<Contact, 'consents'>,
  person: Pick<Person, 'traits' | 'phone'>,
  settings: Settings,
  now: Instant,
): string[] {
  const told = Object.values(contact.consents).filter(({ channel }) => channel === CONFIRMED_BY);
  const topics = [...new Set(told.map(({ topic }) => topic))].sort();
  return topics.filter((topic) => isUnconfirmed(contact, topic, person, settings, now));
}

interface Told {
  readonly event: CustomerEvent;
  readonly consents: EventConsents;
  readonly person: Person;
  readonly hood: Neighbourhood;
  readonly settings: Settings;
  readonly now: Instant;
}

/** True where the change took effect, is to be confirmed, and was not asked about lately. */
function isToBeAsked(told: Told, key: AddressKey, change: ConsentChange): boolean {
  const { person, hood, settings, now } = told;
  const after = hood.contact(key);
  if (consentOn(after, change.channel, change.topic) !== change) return false;
  if (!isUnconfirmed(after, change.topic, person, settings, now)) return false;
  const before = hood.storedContacts.get(key) ?? newContact(key);
  const asked = consentOn(before, change.channel, change.topic);
  const isFresh = asked !== undefined && change.at - asked.at < ASKED_AGAIN_AFTER_MS;
  return !(isFresh && isUnconfirmed(before, change.topic, person, settings, now));
}

/** The task an event leaves, where it tells of a consent that its owner has to confirm. None for what is long past. */
export function confirmTasks(told: Told): TaskWrite[] {
  const { event, consents, person, now } = told;
  if (isHistorical(event, now)) return [];
  const toBeAsked = consents.addressed.filter(
    ({ key, change }) => change.channel === CONFIRMED_BY && isToBeAsked(told, key, change),
  );
  return [...new Set(toBeAsked.map(({ key }) => key))].map((contactKey) => ({
    task: {
      id: `confirm/${event.source}/${event.messageId}`,
      kind: 'confirm',
      customerId: person.id,
      lane: 'transactional',
      dueAt: now,
      version: 1,
      attempts: 0,
      body: { contactKey },
    },
    expectedVersion: 0,
  }));
}
