/**
 * Consent as it is told through events: `Consent Given` and `Consent Withdrawn` track events with the properties
 * `{ topic, channel, source?, wording?, email?, phone? }`, and `traits.consents` of an identify call, a list of
 * `{ topic, channel, state: granted | denied, source?, wording? }`.
 */
import type { JsonObject } from '../../core/json.ts';
import type { ConsentChange } from '../../core/message/contact.ts';
import type { Instant } from '../../core/time.ts';
import { refused, shown } from './finding.ts';
import { isObject, member, type Reading, textAt } from './message.ts';

/** Names of the events, and what each says. */
export const CONSENT_EVENTS: ReadonlyMap<string, ConsentChange['state']> = new Map([
  ['Consent Given', 'granted'],
  ['Consent Withdrawn', 'denied'],
]);

const LONGEST_TEXT = 200;

function isChannel(text: string | null): text is ConsentChange['channel'] {
  return text === 'email' || text === 'sms';
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
  return {
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
  const state = textAt(said, 'state');
  if (state !== 'granted' && state !== 'denied') {
    const detail = `"${shown(state ?? '')}" is no state of consent`;
    throw refused('invalid-consent', `${path}.state`, detail, 'use granted or denied');
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
