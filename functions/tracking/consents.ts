/**
 * Consent as it is told through events: `Consent Given`, `Consent Requested` (double opt-in: its owner is asked to confirm it)
 * and `Consent Withdrawn` track events with the properties `{ topic, channel, source?, wording?, basis?, confirmed?, email?,
 * phone? }`, and `traits.consents` of an identify call, a list of the same with `state: granted | asked | denied`.
 */
import type { JsonObject } from '../../core/json.ts';
import {
  CONSENT_BASES,
  CONSENT_STATES,
  type ConsentBasis,
  type ConsentChange,
} from '../../core/message/contact.ts';
import type { Instant } from '../../core/time.ts';
import { refused, shown } from './finding.ts';
import { isObject, member, type Reading, textAt } from './message.ts';

/** Names of the events, and what each says. */
export const CONSENT_EVENTS: ReadonlyMap<string, ConsentChange['state']> = new Map([
  ['Consent Given', 'granted'],
  ['Consent Requested', 'asked'],
  ['Consent Withdrawn', 'denied'],
]);

const LONGEST_TEXT = 200;

function isChannel(text: string | null): text is ConsentChange['channel'] {
  return text === 'email' || text === 'sms';
}

/** What it rests on in law; null where it was not told. */
function basisOf(said: JsonObject, path: string): ConsentBasis | null {
  const text = textAt(said, 'basis');
  if (text === null) return null;
  const basis = CONSENT_BASES.find((one) => one === text);
  if (basis !== undefined) return basis;
  const detail = `"${shown(text)}" is no basis of consent`;
  throw refused('invalid-consent', `${path}.basis`, detail, `use one of ${CONSENT_BASES.join(', ')}`);
}

/** One change. Throws `Refused` naming the field under `path`. */
export function consentOf(
  said: JsonObject,
  state: ConsentChange['state'],
  at: Instant,
  { path, source }: { path: string; source: string },
): ConsentChange {
  const topic = textAt(said, 'topic');
  if (topic === null || topic.length > LONGEST_TEXT) {
    throw refused(
      'invalid-consent',
      `${path}.topic`,
      'a consent is for a topic',
      'name the topic, for example newsletter',
    );
  }
  const channel = textAt(said, 'channel');
  if (!isChannel(channel)) {
    const detail = `"${shown(channel ?? '')}" is no channel of consent`;
    throw refused('invalid-consent', `${path}.channel`, detail, 'use email or sms');
  }
  const basis = state === 'denied' ? null : basisOf(said, path);
  return {
    ...(basis === null ? {} : { basis }),
    ...(state === 'granted' && member(said, 'confirmed') === true ? { confirmed: true } : {}),
    topic,
    channel,
    state,
    at,
    source: textAt(said, 'source') ?? source,
    wording: textAt(said, 'wording'),
  };
}

function listedConsent(said: unknown, at: Instant, path: string, source: string): ConsentChange {
  if (!isObject(said)) {
    const remedy = 'send { topic, channel, state }';
    throw refused('invalid-consent', path, 'a consent is an object', remedy);
  }
  const text = textAt(said, 'state');
  const state = CONSENT_STATES.find((one) => one === text);
  if (state === undefined) {
    const detail = `"${shown(text ?? '')}" is no state of consent`;
    throw refused('invalid-consent', `${path}.state`, detail, 'use granted, asked or denied');
  }
  return consentOf(said, state, at, { path, source });
}

/** `traits.consents`. Whatever of the list cannot be understood refuses the event: a withdrawal is never passed over. */
export function consentsOf(traits: JsonObject, at: Instant, { source }: Reading): ConsentChange[] {
  const said = member(traits, 'consents');
  if (said === null) return [];
  if (!Array.isArray(said)) {
    throw refused('invalid-consent', 'traits.consents', 'consents are no list', 'send a list of objects');
  }
  return said.map((one: unknown, place) => listedConsent(one, at, `traits.consents.${place}`, source));
}
