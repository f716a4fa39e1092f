/**
 * What a provider tells about a message that left, in its own words: most of it soon, some late, some twice, in no order,
 * wrapped by a topic or not.
 */
import { decisionTag, SES_TAGS, SMS_CONTEXT } from '../../../adapters/aws/decisionTag.ts';
import { decisionId } from '../../../core/ids.ts';
import { DAY_MS, HOUR_MS, isoInstant, MINUTE_MS } from '../../../core/time.ts';
import type { Dice } from './dice.ts';
import type { Effect } from './postOffice.ts';

export interface Echo {
  readonly body: string;
  readonly decisionId: string;
  readonly afterMs: number;
}

/** What each event of SES says besides the message it is about. */
function sesDetail(type: string, effect: Effect, hard: boolean): object {
  const timestamp = isoInstant(effect.at);
  switch (type) {
    case 'Bounce': {
      const bounceType = hard ? 'Permanent' : 'Transient';
      return { bounce: { timestamp, bounceType, bouncedRecipients: [{ emailAddress: effect.to }] } };
    }
    case 'Complaint':
      return { complaint: { timestamp, complainedRecipients: [{ emailAddress: effect.to }] } };
    case 'Delivery':
      return { delivery: { timestamp, recipients: [effect.to] } };
    case 'Open':
      return { open: { timestamp, userAgent: 'Mozilla/5.0' } };
    case 'Click':
      return { click: { timestamp, link: 'https://shop.example/a', userAgent: 'Mozilla/5.0' } };
    default:
      return {};
  }
}

function sesBody(type: string, effect: Effect, hard: boolean): object {
  const tags = Object.entries(decisionTag(decisionId(effect.decisionId), SES_TAGS));
  return {
    eventType: type,
    mail: {
      messageId: effect.providerMessageId,
      timestamp: isoInstant(effect.at),
      destination: [effect.to],
      tags: Object.fromEntries(tags.map(([name, value]) => [name, [value]])),
    },
    ...sesDetail(type, effect, hard),
  };
}

function smsBody(type: string, effect: Effect): object {
  return {
    eventType: type,
    eventTimestamp: effect.at,
    destinationPhoneNumber: effect.to,
    messageId: effect.providerMessageId,
    context: decisionTag(decisionId(effect.decisionId), SMS_CONTEXT),
  };
}

/** What is told of one mail: it was sent, and then it arrived or came back. */
function mailStory(effect: Effect, { chance }: Dice): object[] {
  const of = (...types: string[]) => types.map((type) => sesBody(type, effect, false));
  if (chance(0.02)) return [...of('Send'), sesBody('Bounce', effect, true)];
  if (chance(0.04)) return of('Send', 'Bounce');
  const more = [...(chance(0.3) ? ['Open'] : []), ...(chance(0.1) ? ['Click'] : [])];
  return of('Send', 'Delivery', ...more, ...(chance(0.004) ? ['Complaint'] : []));
}

function textStory(effect: Effect, { chance }: Dice): object[] {
  if (chance(0.02)) return [smsBody('TEXT_SENT', effect), smsBody('TEXT_INVALID', effect)];
  if (chance(0.04)) return [smsBody('TEXT_SENT', effect), smsBody('TEXT_UNREACHABLE', effect)];
  return [smsBody('TEXT_SENT', effect), smsBody('TEXT_DELIVERED', effect)];
}

function delayMs({ chance, below }: Dice): number {
  if (chance(0.7)) return below(5) * MINUTE_MS;
  return chance(0.8) ? below(12) * HOUR_MS : below(3) * DAY_MS;
}

function wrapped(body: object, { chance }: Dice): string {
  const message = JSON.stringify(body);
  return chance(0.5) ? message : JSON.stringify({ Type: 'Notification', Message: message });
}

/** All deliveries of all events about one message. */
export function echoesOf(effect: Effect, dice: Dice): Echo[] {
  if (effect.channel === 'webhook') return [];
  const story = effect.channel === 'email' ? mailStory(effect, dice) : textStory(effect, dice);
  return story.flatMap((body) => {
    const times = dice.chance(0.15) ? 3 : dice.chance(0.2) ? 2 : 1;
    return Array.from({ length: times }, () => ({
      body: wrapped(body, dice),
      decisionId: effect.decisionId,
      afterMs: delayMs(dice),
    }));
  });
}
