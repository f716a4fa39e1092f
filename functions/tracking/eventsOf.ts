/**
 * A message of the Segment specification becomes the events of the domain: usually one; consent events and group calls become
 * two, of which the change of the profile comes first. Pure but for the zones this machine knows. Throws `Refused` where the
 * message cannot be taken; what is left out of it or taken otherwise is noted.
 *
 * | call | events |
 * |---|---|
 * | identify | `identified` |
 * | track | `tracked`; `Order Completed` and `Order Refunded` become `order`, consent events and `Preference Stated` also `identified` |
 * | page, screen | `tracked` as `Page Viewed`, `Screen Viewed`, with `name` and `category` among the properties |
 * | group | `identified` with the trait `groups.<groupId>`, and `tracked` as `Group Joined` |
 * | alias | `aliased` from `previousId` to `userId` |
 */
import { type CustomerEvent, ORDER_EVENTS } from '../../core/customer/event.ts';
import type { CustomerId } from '../../core/ids.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Instant } from '../../core/time.ts';
import { checkComplaint } from './complaints.ts';
import { CONSENT_EVENTS, consentOf, consentsOf } from './consents.ts';
import { eventTime } from './eventTime.ts';
import { refused } from './finding.ts';
import { isShallow, member, type MessageType, objectAt, type Reading, textAt } from './message.ts';
import { messageIdOf } from './messageId.ts';
import { orderOf } from './orders.ts';
import { addressesOf, contactOf, contextOf, otherTraits } from './traits.ts';
import { ANONYMOUS, profileOf, whoOf } from './who.ts';

interface Head {
  readonly source: string;
  readonly messageId: string;
  readonly customerId: CustomerId;
  readonly alsoKnownAs?: readonly CustomerId[];
  readonly at: Instant;
}

/** How a question such as “What should we remember?” is answered. */
const PREFERENCE_STATED = 'Preference Stated';
const STATED_TRAITS = ['likes', 'dislikes', 'profiling'] as const;
const LONGEST_EVENT_NAME = 200;
/** How libraries write the ids they make for devices: what looks so may be one, whatever it is sent as. */
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

function headOf(message: JsonObject, reading: Reading): Head {
  return {
    source: reading.source,
    messageId: messageIdOf(message, reading),
    at: eventTime(message, reading),
    ...whoOf(message),
  };
}

function identified(message: JsonObject, head: Head, reading: Reading): CustomerEvent[] {
  const traits = objectAt(message, 'traits');
  const consents = consentsOf(traits, head.at, reading);
  return [
    {
      kind: 'identified',
      ...head,
      ...contactOf(traits, contextOf(message), reading),
      traits: otherTraits(traits),
      ...(consents.length === 0 ? {} : { consents }),
    },
  ];
}

function eventNameOf(message: JsonObject): string {
  const name = textAt(message, 'event')?.trim() ?? '';
  if (name === '') {
    throw refused(
      'missing-event-name',
      'event',
      'the event has no name',
      'send event, for example Order Completed',
    );
  }
  if (name.length <= LONGEST_EVENT_NAME) return name;
  const detail = `event has ${name.length} characters; ${LONGEST_EVENT_NAME} are the most`;
  throw refused(
    'event-name-too-long',
    'event',
    detail,
    'put what differs from event to event into properties',
  );
}

/** What somebody said they like, told as an event: the same as the traits of their names. Nothing where it names none. */
function stated(properties: JsonObject, head: Head): CustomerEvent[] {
  const told = STATED_TRAITS.flatMap((name) => {
    const value = member(properties, name);
    return value === null ? [] : [[name, value] as const];
  });
  if (told.length === 0) return [];
  const messageId = `${head.messageId}#stated`;
  return [{ kind: 'identified', ...head, messageId, traits: Object.fromEntries(told) }];
}

function tracked(message: JsonObject, head: Head, reading: Reading): CustomerEvent[] {
  const name = eventNameOf(message);
  const properties = objectAt(message, 'properties');
  if (ORDER_EVENTS.has(name)) {
    return [{ kind: 'order', ...head, order: orderOf(name, properties, head, reading), properties }];
  }
  checkComplaint(name, properties);
  const event: CustomerEvent = { kind: 'tracked', ...head, name, properties };
  if (name === PREFERENCE_STATED) return [...stated(properties, head), event];
  const state = CONSENT_EVENTS.get(name);
  if (state === undefined) return [event];
  const consents = [consentOf(properties, state, head.at, { path: 'properties', source: reading.source })];
  const messageId = `${head.messageId}#consent`;
  return [{ kind: 'identified', ...head, messageId, ...addressesOf(properties, reading), consents }, event];
}

function viewed(name: string, message: JsonObject, head: Head): CustomerEvent[] {
  const properties: Record<string, Json> = { ...objectAt(message, 'properties') };
  for (const field of ['name', 'category']) {
    const said = textAt(message, field);
    if (said !== null) properties[field] = said;
  }
  return [{ kind: 'tracked', ...head, name, properties }];
}

function grouped(message: JsonObject, head: Head): CustomerEvent[] {
  const groupId = textAt(message, 'groupId');
  if (groupId === null) {
    throw refused('missing-id', 'groupId', 'there is no groupId', 'send the id of the group');
  }
  profileOf('groupId', groupId, false);
  const traits = objectAt(message, 'traits');
  return [
    {
      kind: 'identified',
      ...head,
      messageId: `${head.messageId}#group`,
      traits: { [`groups.${groupId}`]: traits },
    },
    { kind: 'tracked', ...head, name: 'Group Joined', properties: { group_id: groupId, ...traits } },
  ];
}

/** The profile `previousId` means: one marked as anonymous is that, any other is the shop's own id. */
function previousOf(previousId: string): CustomerId {
  return previousId.startsWith(ANONYMOUS)
    ? profileOf('previousId', previousId.slice(ANONYMOUS.length), true)
    : profileOf('previousId', previousId, false);
}

function aliased(message: JsonObject, head: Head): CustomerEvent[] {
  const previousId = textAt(message, 'previousId');
  if (previousId === null) {
    throw refused('missing-id', 'previousId', 'there is no previousId', 'send the id used until now');
  }
  if (textAt(message, 'userId') === null) {
    throw refused('missing-id', 'userId', 'there is no userId', 'send the id used from now on');
  }
  const previous = previousOf(previousId);
  if (previous === head.customerId) {
    throw refused(
      'alias-to-itself',
      'previousId',
      'previousId and userId are the same',
      'send two different ids',
    );
  }
  const device = UUID.test(previousId) ? [profileOf('previousId', previousId, true)] : [];
  const alsoKnownAs = [...(head.alsoKnownAs ?? []), ...device];
  return [{ kind: 'aliased', ...head, ...(alsoKnownAs.length === 0 ? {} : { alsoKnownAs }), previous }];
}

/** The events of one message. Throws `Refused`. */
export function eventsOf(type: MessageType, message: JsonObject, reading: Reading): CustomerEvent[] {
  if (!isShallow(message)) {
    throw refused('too-deep', '', 'objects lie within each other more than 32 deep', 'send flatter data');
  }
  const ownSentAt = member(message, 'sentAt');
  const own = ownSentAt === null ? reading : { ...reading, sentAt: ownSentAt };
  const head = headOf(message, own);
  switch (type) {
    case 'identify':
      return identified(message, head, own);
    case 'track':
      return tracked(message, head, own);
    case 'page':
      return viewed('Page Viewed', message, head);
    case 'screen':
      return viewed('Screen Viewed', message, head);
    case 'group':
      return grouped(message, head);
    case 'alias':
      return aliased(message, head);
  }
}
