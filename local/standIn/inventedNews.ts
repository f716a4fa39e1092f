/**
 * What a provider would tell of a message that nobody sent: invented, for the demonstration shop. A function of the seed, the
 * message and whose it is, so that the same message has the same fate on every machine. Addresses are bad or full for good,
 * some people read more than others, some read through a proxy, and somebody complains once in a long while.
 */
import { chance } from '../../core/chance.ts';
import type { MailboxMessage } from '../../adapters/sqlite/mailbox.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../core/time.ts';

export type News =
  | { readonly kind: 'sent' | 'delivered' | 'complained'; readonly at: Instant }
  | { readonly kind: 'bounced'; readonly at: Instant; readonly bounce: 'hard' | 'soft' }
  | { readonly kind: 'opened'; readonly at: Instant; readonly userAgent: string }
  /** `pick` chooses among the links of the message. */
  | { readonly kind: 'clicked'; readonly at: Instant; readonly userAgent: string; readonly pick: number };

/** Shares of addresses and of messages. */
const BAD_ADDRESSES = 0.004;
const FULL_ADDRESSES = 0.006;
const BOUNCES_WHEN_FULL = 0.8;
const PASSING_BOUNCES = 0.003;
const APPLE_READERS = 0.35;
const SCANNED_ADDRESSES = 0.04;
const COMPLAINERS = 0.0008;
const LEAST_READ = 0.1;
const MORE_READ = 0.55;
const CLICKS_OF_OPENS = 0.28;
const READS_SOON = 0.7;

const APPLE = 'Mozilla/5.0';
const GOOGLE = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';
const DESK =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

/** Draws for one message and for whoever it went to. */
function drawsOf(seed: number, { decisionId, to }: MailboxMessage) {
  const address = to.toLowerCase();
  return {
    /** The same for every message to this address. */
    ofAddress: (what: string) => chance(seed, 'address', what, address),
    ofMessage: (what: string) => chance(seed, 'message', what, decisionId),
  };
}
type Draws = ReturnType<typeof drawsOf>;

/** Exponential of this mean, never more than ten of them. */
function spread(draw: number, meanMs: number): number {
  return Math.min(10 * meanMs, Math.round(-Math.log(1 - draw) * meanMs));
}

function bounceOf({ ofAddress, ofMessage }: Draws): 'hard' | 'soft' | null {
  if (ofAddress('bad') < BAD_ADDRESSES) return 'hard';
  const soft = ofAddress('full') < FULL_ADDRESSES ? BOUNCES_WHEN_FULL : PASSING_BOUNCES;
  return ofMessage('bounce') < soft ? 'soft' : null;
}

/** Soon after it came, or at about that time of a later day: messages come at hours at which people are awake. */
function readAt({ ofMessage }: Draws, deliveredAt: Instant): Instant {
  const soon = spread(ofMessage('read after'), HOUR_MS) + MINUTE_MS;
  if (ofMessage('reads soon') < READS_SOON) return deliveredAt + soon;
  const days = 1 + Math.floor(ofMessage('read on day') ** 2 * 4);
  return deliveredAt + days * DAY_MS + Math.round((ofMessage('read at') - 0.5) * 3 * HOUR_MS);
}

function readerOf({ ofAddress }: Draws, to: string): string {
  if (ofAddress('apple') < APPLE_READERS) return APPLE;
  return to.toLowerCase().endsWith('@gmail.com') ? GOOGLE : ofAddress('device') < 0.6 ? PHONE : DESK;
}

function reading(draws: Draws, message: MailboxMessage, deliveredAt: Instant): News[] {
  const { ofAddress, ofMessage } = draws;
  const news: News[] = [];
  const userAgent = readerOf(draws, message.to);
  if (userAgent === APPLE) {
    news.push({
      kind: 'opened',
      at: deliveredAt + spread(ofMessage('fetched'), HOUR_MS) + SECOND_MS,
      userAgent,
    });
  }
  if (ofMessage('reads') >= LEAST_READ + MORE_READ * ofAddress('keen') ** 2) return news;
  const at = readAt(draws, deliveredAt);
  if (userAgent !== APPLE) news.push({ kind: 'opened', at, userAgent });
  if (message.class === 'promotional' && ofAddress('complains') < COMPLAINERS) {
    return [...news, { kind: 'complained', at: at + MINUTE_MS }];
  }
  if (ofMessage('clicks') < CLICKS_OF_OPENS) {
    const device = userAgent === APPLE || userAgent === GOOGLE ? PHONE : userAgent;
    const after = 8 * SECOND_MS + spread(ofMessage('clicks after'), 40 * SECOND_MS);
    news.push({ kind: 'clicked', at: at + after, userAgent: device, pick: ofMessage('pick') });
  }
  return news;
}

/** A filter that calls itself a browser and tries a link at once. */
function scanning({ ofAddress, ofMessage }: Draws, deliveredAt: Instant): News[] {
  if (ofAddress('scanned') >= SCANNED_ADDRESSES) return [];
  return [{ kind: 'clicked', at: deliveredAt + 2 * SECOND_MS, userAgent: DESK, pick: ofMessage('scan') }];
}

/** In no order; nothing for a webhook. */
export function inventedNews(seed: number, message: MailboxMessage): News[] {
  if (message.channel === 'webhook') return [];
  const draws = drawsOf(seed, message);
  const sentAt = message.at + Math.round(400 + 900 * draws.ofMessage('sent'));
  const arrivesAt = sentAt + SECOND_MS + spread(draws.ofMessage('arrives'), 8 * SECOND_MS);
  const sent: News = { kind: 'sent', at: sentAt };
  const bounce = bounceOf(draws);
  if (bounce !== null) return [sent, { kind: 'bounced', at: arrivesAt, bounce }];
  const arrived: News[] = [sent, { kind: 'delivered', at: arrivesAt }];
  if (message.channel === 'sms') return arrived;
  return [...arrived, ...scanning(draws, arrivesAt), ...reading(draws, message, arrivesAt)];
}
