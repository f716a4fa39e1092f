/**
 * How an address stands towards a topic: whether what its owner said is enough for a message, by the kind of consent the
 * jurisdiction asks for. A refusal always counts, of the topic or of every topic since; what was said first by a topic and
 * then refused as a whole is refused, until it is said again.
 */
import type { ConsentKind } from '../settings/jurisdictions.ts';
import type { Instant } from '../time.ts';
import { lapsesAt } from './consentLapse.ts';
import { type ConsentBasis, type ConsentChange, type Contact, consentKey, EVERY_TOPIC } from './contact.ts';
import type { NamedJurisdiction } from './jurisdiction.ts';
import type { ConsentChannel, MessageClass } from './messageClass.ts';

export type ConsentStanding =
  | 'granted'
  /** Nothing was said, and nothing need be. */
  | 'not-refused'
  | 'never-asked'
  | 'denied'
  | 'denied-all'
  /** A second act that confirms it is awaited, or asked for. */
  | 'unconfirmed'
  | 'lapsed'
  /** It was given, on a basis that is not enough here. */
  | 'weak-basis';

export interface ConsentQuestion {
  readonly channel: ConsentChannel;
  readonly topic: string;
  readonly class: MessageClass;
}

const SOFT: readonly ConsentBasis[] = [
  'express',
  'express-written',
  'soft-opt-in',
  'implied-purchase',
  'implied-inquiry',
];
const SAID: readonly ConsentBasis[] = ['express', 'express-written'];

const ALL_TOPICS: Readonly<Record<ConsentChannel, string>> = {
  email: consentKey('email', EVERY_TOPIC),
  sms: consentKey('sms', EVERY_TOPIC),
};

/** What was said about a topic, and never taken back as a whole since. */
export function consentOn(
  contact: Pick<Contact, 'consents'>,
  channel: ConsentChannel,
  topic: string,
): ConsentChange | undefined {
  const own = contact.consents[consentKey(channel, topic)];
  const all = contact.consents[ALL_TOPICS[channel]];
  if (all?.state !== 'denied' || (own !== undefined && own.at > all.at)) return own;
  return all;
}

/** Care and surveys sell nothing: they need no more than that it was said. */
function kindFor(kind: ConsentKind, messageClass: MessageClass): ConsentKind {
  const isStricter = kind === 'double-opt-in' || kind === 'express-written';
  return messageClass !== 'promotional' && isStricter ? 'opt-in' : kind;
}

/** Where a basis was not told, the consent counts as said. */
function rests(on: ConsentBasis | undefined, bases: readonly ConsentBasis[]): boolean {
  return on === undefined || bases.includes(on);
}

function ofGranted(
  change: ConsentChange,
  kind: ConsentKind,
  { rules }: NamedJurisdiction,
  now: Instant,
): ConsentStanding {
  const { basis } = change;
  switch (kind) {
    case 'opt-out':
      return 'granted';
    case 'double-opt-in':
      if (!rests(basis, SAID)) return 'weak-basis';
      return change.confirmed === true ? 'granted' : 'unconfirmed';
    case 'express-written':
      if (basis === 'express-written') return 'granted';
      return rests(basis, SAID) && change.wording !== null ? 'granted' : 'weak-basis';
    case 'soft-opt-in':
    case 'opt-in': {
      const lapse = lapsesAt(change, rules);
      if (lapse !== null) return now < lapse ? 'granted' : 'lapsed';
      return rests(basis, kind === 'opt-in' ? SAID : SOFT) ? 'granted' : 'weak-basis';
    }
  }
}

export function consentStanding(
  contact: Pick<Contact, 'consents'>,
  asked: ConsentQuestion,
  place: NamedJurisdiction,
  now: Instant,
): ConsentStanding {
  const change = consentOn(contact, asked.channel, asked.topic);
  const kind = kindFor(place.rules[asked.channel].consent, asked.class);
  switch (change?.state) {
    case undefined:
      return kind === 'opt-out' ? 'not-refused' : 'never-asked';
    case 'asked':
      return 'unconfirmed';
    case 'denied':
      return change?.topic === EVERY_TOPIC ? 'denied-all' : 'denied';
    case 'granted':
      return change === undefined ? 'never-asked' : ofGranted(change, kind, place, now);
  }
}
