/** Whether the owner of the address agreed to messages of the topic, with the proof. */
import type { JsonObject } from '../../json.ts';
import { isoInstant } from '../../time.ts';
import { lapsesAt } from '../consentLapse.ts';
import { consentOn, type ConsentStanding, consentStanding } from '../consentStanding.ts';
import { jurisdictionOf } from '../jurisdiction.ts';
import type { SuppressionReason } from '../decision.ts';
import { type Gate, type GateResult, passing, refusal, type SendContext } from './gate.ts';

function standingIn({ decision, contact, settings, country, now }: SendContext): ConsentStanding {
  const { channel, topic } = decision;
  if (contact === null || channel === 'webhook') return 'never-asked';
  const place = jurisdictionOf(settings, country);
  return consentStanding(contact, { channel, topic, class: decision.class }, place, now);
}

/** What is known beside the finding; nothing that is not. */
function details(context: SendContext): JsonObject {
  const { decision, contact, settings, country } = context;
  const { channel } = decision;
  const change =
    contact === null || channel === 'webhook' ? undefined : consentOn(contact, channel, decision.topic);
  const { id, rules } = jurisdictionOf(settings, country);
  const place = id === null ? {} : { place: id };
  if (change === undefined) return place;
  const lapse = lapsesAt(change, rules);
  return {
    since: isoInstant(change.at),
    source: change.source,
    ...(change.basis === undefined ? {} : { basis: change.basis }),
    ...(lapse === null ? {} : { lapses: isoInstant(lapse) }),
    ...place,
  };
}

function facts(context: SendContext): JsonObject {
  const { topic, channel } = context.decision;
  return { finding: standingIn(context), topic, channel, ...details(context) };
}

const GRANTED = passing(facts);

function refused(reason: SuppressionReason): GateResult {
  return refusal(reason, facts);
}

const BY_STANDING: Readonly<Record<ConsentStanding, GateResult>> = {
  granted: GRANTED,
  'not-refused': GRANTED,
  'never-asked': refused('no-consent'),
  'weak-basis': refused('no-consent'),
  denied: refused('opted-out'),
  'denied-all': refused('opted-out'),
  unconfirmed: refused('unconfirmed-consent'),
  lapsed: refused('lapsed-consent'),
};

export const consentGate: Gate = (context) => BY_STANDING[standingIn(context)];
