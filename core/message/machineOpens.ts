/**
 * Opens and clicks that no person made. Mail programs fetch pictures for everybody (`proxy`); filters and previews try links
 * before anybody reads (`scanner`). Both are counted apart and tell journeys nothing.
 *
 * What can be known is little. A program that names itself is recognised; a click faster than a person, or on several links
 * at once, gives a filter away. A filter that takes its time and calls itself a browser looks like a reader, and a reader
 * behind Apple's or Google's proxy looks like the proxy: an open by a proxy may be a person, one by nobody is never proof.
 * Clicks are the better sign. Of several links tried at once, one that was told alone before the others is a reader's still.
 * How soon a click came is measured from when the message was handed over, which is always known first: when it arrived may
 * be told after the click, and would make the judgement depend on the order of telling.
 */
import { type Instant, SECOND_MS } from '../time.ts';
import type { Machine } from './feedback.ts';

export interface Sign {
  readonly kind: 'opened' | 'clicked';
  readonly at: Instant;
  /** Null where nobody kept it: then it says nothing. */
  readonly userAgent: string | null;
  /** Of a click. */
  readonly link: string | null;
}

/** What else is known of the message. */
export interface Surroundings {
  /** Null where it is not known: then no click came too soon. */
  readonly handedOverAt: Instant | null;
  readonly clicks: readonly { readonly at: Instant; readonly link: string | null }[];
}

/** Nobody receives a message, reads it and follows its link so soon. */
const SOONEST_CLICK_MS = 10 * SECOND_MS;
/** Nobody follows two links so soon after one another. */
const TWO_LINKS_MS = 2 * SECOND_MS;

/** Mail Privacy Protection says these two words and no more. */
const APPLE_PROXY = 'Mozilla/5.0';
const PROXIES: readonly RegExp[] = [
  /GoogleImageProxy/i,
  /YahooMailProxy/i,
  /OutlookMobileCloudService|Outlook-iOS-Prefetch/i,
  /NaverMailProxy|DuckDuckGo-?Image-?Proxy|HeyMailProxy/i,
  /\b(?:mail|image)[-_ ]?proxy\b/i,
];
const SCANNERS: readonly RegExp[] = [
  /barracuda|proofpoint|mimecast|safelinks|symantec|forcepoint|trendmicro|fireeye|cloudmark|ironport/i,
  /bot\b|crawl|spider|slurp|scanner|preview|facebookexternalhit|validator|monitor/i,
  /^(?:curl|wget|python|java|ruby|perl|php|go-http-client|okhttp|axios|node|undici|libwww)\b/i,
  /headless|phantomjs|puppeteer|playwright|selenium/i,
  /google-safety|google-safebrowsing|microsoft office existence|ms-office.*existence/i,
];

function named(userAgent: string): Machine | null {
  const text = userAgent.trim();
  if (text === APPLE_PROXY || PROXIES.some((one) => one.test(text))) return 'proxy';
  return text === '' || SCANNERS.some((one) => one.test(text)) ? 'scanner' : null;
}

function isTooSoon(at: Instant, handedOverAt: Instant | null): boolean {
  return handedOverAt !== null && at >= handedOverAt && at - handedOverAt < SOONEST_CLICK_MS;
}

function isOneOfSeveral({ at, link }: Sign, clicks: Surroundings['clicks']): boolean {
  return clicks.some((other) => other.link !== link && Math.abs(other.at - at) < TWO_LINKS_MS);
}

/** The machine behind an open or a click; null where it may have been a person. */
export function machineBehind(sign: Sign, { handedOverAt, clicks }: Surroundings): Machine | null {
  const byName = sign.userAgent === null ? null : named(sign.userAgent);
  if (byName !== null || sign.kind === 'opened') return byName;
  return isTooSoon(sign.at, handedOverAt) || isOneOfSeveral(sign, clicks) ? 'scanner' : null;
}
