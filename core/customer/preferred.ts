/**
 * What the owner of an address stated about it (a `preferred` event): what it makes of the contact, and what journeys see of
 * it. Of two statements the later stands, whichever comes first; consents go by their own times.
 */
import { canonicalJson } from '../canonicalJson.ts';
import type { JsonObject } from '../json.ts';
import { type ConsentChange, type Contact, type Pace, withConsent } from '../message/contact.ts';
import type { ConsentChannel } from '../message/messageClass.ts';
import { type Instant, isoInstant } from '../time.ts';

/** How somebody wants to be written to at this address, whatever the topic. */
export interface Wishes {
  readonly pausedUntil: Instant | null;
  readonly pace: Pace | null;
  readonly tracking: boolean;
  /** Whether products may be chosen by what they did. Default: true. */
  readonly profiling?: boolean;
}

/** The paces a customer may choose among; `all` is as often as the shop's own caps allow. */
export const PACES = {
  all: null,
  weekly: { most: 1, withinDays: 7 },
  monthly: { most: 1, withinDays: 30 },
} as const satisfies Readonly<Record<string, Pace | null>>;
export type PaceName = keyof typeof PACES;

export function isPaceName(text: string): text is PaceName {
  return Object.hasOwn(PACES, text);
}

/** The chosen pace that says the same; null for one that came another way. */
export function paceName(pace: Pace | null): PaceName | null {
  if (pace === null) return 'all';
  const names = Object.keys(PACES).filter(isPaceName);
  return names.find((name) => canonicalJson(PACES[name]) === canonicalJson(pace)) ?? null;
}

export function wishesOf({ pausedUntil, pace, tracking, profiling }: Contact): Wishes {
  return { pausedUntil, pace, tracking, ...(profiling === undefined ? {} : { profiling }) };
}

/** The contact after its owner said how they want to be written to; the same object where a later telling stands. */
export function withWishes(contact: Contact, wishes: Wishes, at: Instant): Contact {
  const { preferredAt } = contact;
  if (preferredAt !== null && preferredAt > at) return contact;
  if (preferredAt === at && canonicalJson(wishesOf(contact)) >= canonicalJson(wishes)) return contact;
  return { ...contact, ...wishes, preferredAt: at };
}

/** What was stated, as far as contact and journeys go. */
interface Statement {
  readonly at: Instant;
  readonly channel: ConsentChannel;
  readonly consents: readonly ConsentChange[];
  readonly wishes?: Wishes;
  readonly locale?: string;
  readonly reason?: string;
}

/** The contact after a statement of its owner; the same object where nothing changes. */
export function withStatement(contact: Contact, { consents, wishes, at }: Statement): Contact {
  const consented = consents.reduce(withConsent, contact);
  return wishes === undefined ? consented : withWishes(consented, wishes, at);
}

function topicsTold(consents: readonly ConsentChange[], state: ConsentChange['state']): string[] {
  return consents.filter((change) => change.state === state).map(({ topic }) => topic);
}

/** What journeys may filter `Preferences Updated` by. `withdrawn` holds `*` where everything was switched off. */
export function preferredProperties(statement: Statement): JsonObject {
  const { channel, consents, wishes, locale, reason } = statement;
  return {
    channel,
    given: topicsTold(consents, 'granted'),
    withdrawn: topicsTold(consents, 'denied'),
    ...(wishes === undefined ? {} : wishesAsProperties(wishes)),
    ...(locale === undefined ? {} : { language: locale }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function wishesAsProperties({ pausedUntil, pace, tracking, profiling }: Wishes): JsonObject {
  return {
    pace: paceName(pace) ?? 'other',
    paused_until: pausedUntil === null ? null : isoInstant(pausedUntil),
    tracking,
    ...(profiling === undefined ? {} : { profiling }),
  };
}

/** The events journeys know consents by, one a topic; everything switched off at once is `*`. */
export function consentEvents({
  consents,
}: Pick<Statement, 'consents'>): { name: string; properties: JsonObject }[] {
  return consents
    .filter(({ state }) => state !== 'asked')
    .map(({ topic, channel, state, source }) => ({
      name: state === 'granted' ? 'Consent Given' : 'Consent Withdrawn',
      properties: { topic, channel, source },
    }));
}
