/**
 * Double opt-in: what an event leaves to be asked. A consent that counts only once its owner confirms it makes a task, committed
 * with the event, and the task a letter to the address it was told with. Asked a second time only a week after the first.
 */
import * as z from 'zod';
import { type AddressKey, addressKey } from '../ids.ts';
import { consentOn, consentStanding } from '../message/consentStanding.ts';
import { type ConsentChange, type Contact, newContact, withConsent } from '../message/contact.ts';
import { countryOf, jurisdictionOf } from '../message/jurisdiction.ts';
import type { ConsentChannel } from '../message/messageClass.ts';
import type { AddressKeyOf } from '../ports.ts';
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
  /** Null for somebody new. */
  readonly before: Person | null;
  readonly hood: Neighbourhood;
  readonly settings: Settings;
  readonly addressKeyOf: AddressKeyOf;
  readonly now: Instant;
}

/** True where the change took effect, is to be confirmed, and was not asked about lately. */
function isToBeAsked(told: Told, key: AddressKey, change: ConsentChange): boolean {
  const { person, before, hood, settings, now } = told;
  const contact = person.consents.reduce(withConsent, hood.contact(key));
  const inForce = consentOn(contact, change.channel, change.topic);
  if (inForce?.at !== change.at || inForce.state !== change.state) return false;
  if (!isUnconfirmed(contact, change.topic, person, settings, now)) return false;
  const stored = hood.storedContacts.get(key) ?? newContact(key);
  const known = (before?.consents ?? []).reduce(withConsent, stored);
  const asked = consentOn(known, change.channel, change.topic);
  const isFresh = asked !== undefined && change.at - asked.at < ASKED_AGAIN_AFTER_MS;
  return !(isFresh && isUnconfirmed(known, change.topic, person, settings, now));
}

/** Consents of the event that a letter could ask about, with the address each holds at: one told without goes to the person's. */
function askable({ consents, person, addressKeyOf }: Told): EventConsents['addressed'] {
  const key = person.email === null ? null : addressKeyOf(CONFIRMED_BY, person.email);
  const own = key === null ? [] : consents.own.map((change) => ({ key, change }));
  return [...consents.addressed, ...own].filter(({ change }) => change.channel === CONFIRMED_BY);
}

/** The task an event leaves, where it tells of a consent that its owner has to confirm. None for what is long past. */
export async function confirmTasks(told: Told): Promise<TaskWrite[]> {
  const { event, hood, person, now } = told;
  if (isHistorical(event, now)) return [];
  const candidates = askable(told);
  await hood.read(
    [],
    candidates.map(({ key }) => key),
  );
  const first = candidates.find(({ key, change }) => isToBeAsked(told, key, change));
  if (first === undefined) return [];
  const task: Task = {
    id: `confirm/${event.source}/${event.messageId}`,
    kind: 'confirm',
    customerId: person.id,
    lane: 'transactional',
    dueAt: now,
    version: 1,
    attempts: 0,
    body: { contactKey: first.key },
  };
  return [{ task, expectedVersion: 0 }];
}
