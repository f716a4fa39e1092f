/**
 * From what the owner of an address chose to what is recorded: only what differs from what is in force, each with its proof.
 * What they state comes after all that is known, whatever clock told it: a refusal takes effect even over a consent dated
 * tomorrow.
 */
import { type ConsentBasis, type ConsentChange, type Contact, EVERY_TOPIC } from '../message/contact.ts';
import type { ConsentChannel } from '../message/messageClass.ts';
import { DAY_MS, type Instant } from '../time.ts';
import { type Wishes, wishesOf } from './preferred.ts';
import { consentOn } from '../message/consentStanding.ts';

/** How long a pause lasts that is asked for. */
export const PAUSE_DAYS = 30;

/** When, where and how something was stated. */
export interface Proof {
  readonly now: Instant;
  /** `preference centre`, `one-click`, … */
  readonly source: string;
  /** Whether they reached the page by a message to this very address: then a consent needs no second confirmation. */
  readonly reached: boolean;
}

/** Everything a person may decide on a topic at an address. */
interface Choice {
  readonly channel: ConsentChannel;
  readonly topic: string;
  /** The words they agreed to or refused. */
  readonly wording: string;
}

/** The words stay with the record, so a consent given on a page is one in writing. */
const BASIS: ConsentBasis = 'express-written';

/** Later than everything that bears on the topic. */
function statedAt(contact: Pick<Contact, 'consents'>, { channel, topic }: Choice, now: Instant): Instant {
  const isConcerned = (change: ConsentChange) =>
    change.channel === channel &&
    (topic === EVERY_TOPIC || change.topic === topic || change.topic === EVERY_TOPIC);
  const known = Object.values(contact.consents).filter(isConcerned);
  return known.reduce((latest, change) => Math.max(latest, change.at + 1), now);
}

function changeOf(contact: Pick<Contact, 'consents'>, choice: Choice, proof: Proof) {
  const { channel, topic, wording } = choice;
  const at = statedAt(contact, choice, proof.now);
  return { topic, channel, at, source: proof.source, wording, by: 'customer' };
}

/** What withdraws a topic (or `EVERY_TOPIC`); null where it is refused already. `contact` with all that holds there. */
export function withdrawal(
  contact: Pick<Contact, 'consents'>,
  choice: Choice,
  proof: Proof,
): ConsentChange | null {
  if (consentOn(contact, choice.channel, choice.topic)?.state === 'denied') return null;
  return { ...changeOf(contact, choice, proof), state: 'denied' };
}

/** What grants a topic; null where that was stated already, as well as it is now: in writing, and confirmed. */
export function grant(
  contact: Pick<Contact, 'consents'>,
  choice: Choice,
  proof: Proof,
): ConsentChange | null {
  const known = consentOn(contact, choice.channel, choice.topic);
  const isAsGood = known?.basis === BASIS && (known.confirmed === true || !proof.reached);
  if (known?.state === 'granted' && isAsGood) return null;
  const given = { ...changeOf(contact, choice, proof), state: 'granted', basis: BASIS } as const;
  return proof.reached ? { ...given, confirmed: true } : given;
}

/** Wishes with some of them changed; null where that changes nothing. */
export function changedWishes(contact: Contact, changes: Partial<Wishes>): Wishes | null {
  const before = wishesOf(contact);
  const after = { ...before, ...changes };
  const isSame =
    after.pausedUntil === before.pausedUntil &&
    after.tracking === before.tracking &&
    (after.profiling ?? true) === (before.profiling ?? true) &&
    after.pace?.most === before.pace?.most &&
    after.pace?.withinDays === before.pace?.withinDays;
  return isSame ? null : after;
}

/** True while the owner of the address wants a break. */
export function isPaused({ pausedUntil }: Pick<Contact, 'pausedUntil'>, now: Instant): boolean {
  return pausedUntil !== null && pausedUntil > now;
}

export function pauseEnd(now: Instant): Instant {
  return now + PAUSE_DAYS * DAY_MS;
}
