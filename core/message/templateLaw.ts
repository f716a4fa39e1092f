/**
 * What the law of the reader's place puts on a message beyond its template: the mark before the subject of advertising (广告),
 * and on an SMS the sender's signature 【…】 and the words that stop it. Decided here, at the claim, from the jurisdiction;
 * kept with the merge data, so that the mailbox, the price and the provider all see the same; put in at render, in the
 * language of the message, and only where the template does not say it already.
 */
import type { Person } from '../customer/person.ts';
import type { JsonObject } from '../json.ts';
import type { Settings } from '../settings/settings.ts';
import type { Decision } from './decision.ts';
import { countryOf, jurisdictionOf } from './jurisdiction.ts';
import type { MessageClass } from './messageClass.ts';
import { senderOf } from './sender.ts';

/** Classes whose reader may leave at any time, and must be told how. */
const LEAVABLE: readonly MessageClass[] = ['promotional', 'care', 'survey'];

export function isLeavable(of: MessageClass): boolean {
  return LEAVABLE.includes(of);
}

/** Words by which people are told how to stop an SMS, as they are understood when they answer. */
const REFUSAL = /\b(?:STOP|UNSUBSCRIBE|OPT[ -]?OUT)\b|退订|拒收|回复?\s*(?:TD|T|R|N|Q)(?![a-z])/i;
/** At either end: both are in use. */
const SIGNATURE = /^【[^【】]{1,30}】|【[^【】]{1,30}】$/;
/** A subject that says already that it advertises. */
const AD_MARK = /^\s*[【[(（]?(?:广告|AD(?![a-z]))/i;

export const saysHowToStop = (text: string): boolean => REFUSAL.test(text);
export const isSigned = (text: string): boolean => SIGNATURE.test(text);
export const isMarkedAsAd = (subject: string): boolean => AD_MARK.test(subject);

type Of = Pick<Decision, 'channel' | 'class' | 'topic'>;

function lawOfSms(of: Of, person: Person, settings: Settings): JsonObject {
  const { rules } = jurisdictionOf(settings, countryOf(person, 'sms'));
  const { requires, optOutLine } = rules.sms;
  return {
    ...(requires.includes('signature') ? { signature: senderOf(settings, of).signature } : {}),
    ...(isLeavable(of.class) && optOutLine !== null ? { optOut: optOutLine } : {}),
  };
}

function lawOfMail(of: Of, person: Person, settings: Settings): JsonObject {
  const { prefix } = jurisdictionOf(settings, countryOf(person, 'email')).rules.email;
  return of.class === 'promotional' && prefix !== null ? { prefix } : {};
}

/** `law` of the merge data; nothing where the place asks nothing. */
export function lawData(of: Of, person: Person, settings: Settings): JsonObject {
  const asked =
    of.channel === 'sms'
      ? lawOfSms(of, person, settings)
      : of.channel === 'email'
        ? lawOfMail(of, person, settings)
        : {};
  return Object.keys(asked).length === 0 ? {} : { law: asked };
}
