/**
 * The people of the demonstration shop: names, languages, zones, addresses and what they agreed to. About a quarter reads
 * Chinese; one in twenty has no known zone; a few have no address, and a few have withdrawn a consent.
 */
import { type Person, newPerson } from '../../core/customer/person.ts';
import { hash32 } from '../../core/chance.ts';
import { customerId } from '../../core/ids.ts';
import type { ConsentChange } from '../../core/message/contact.ts';
import { DAY_MS, type Instant } from '../../core/time.ts';
import { inventName } from './names.ts';
import { createRandom, pick, type Random, weighted } from './random.ts';

export interface DemoPerson {
  readonly person: Person;
  /** For the person's email, or for the phone of those without one; oldest first. */
  readonly consents: readonly ConsentChange[];
}

type Language = 'en' | 'zh-CN';

interface Home {
  readonly zone: string;
  readonly region: string;
  /** Hours from UTC, near enough to put orders into waking hours. */
  readonly utcHours: number;
  readonly share: Readonly<Record<Language, number>>;
}

const HOMES: readonly Home[] = [
  { zone: 'America/New_York', region: 'US', utcHours: -5, share: { en: 30, 'zh-CN': 8 } },
  { zone: 'America/Chicago', region: 'US', utcHours: -6, share: { en: 14, 'zh-CN': 2 } },
  { zone: 'America/Los_Angeles', region: 'US', utcHours: -8, share: { en: 18, 'zh-CN': 10 } },
  { zone: 'Europe/London', region: 'GB', utcHours: 0, share: { en: 16, 'zh-CN': 4 } },
  { zone: 'Europe/Berlin', region: 'DE', utcHours: 1, share: { en: 10, 'zh-CN': 3 } },
  { zone: 'Europe/Paris', region: 'FR', utcHours: 1, share: { en: 8, 'zh-CN': 2 } },
  { zone: 'Asia/Shanghai', region: 'CN', utcHours: 8, share: { en: 4, 'zh-CN': 71 } },
];

const DOMAINS = ['example.com', 'example.org', 'example.net', 'mail.example'] as const;

const SOURCES = ['checkout form', 'sign-up form', 'card at the market stall'] as const;

const WORDING: Readonly<Record<'newsletter' | 'offers', Readonly<Record<Language, string>>>> = {
  newsletter: {
    en: 'Write to me about new goods and how to use them, at most three times a week. I can stop it in any letter.',
    'zh-CN': '请给我写信，介绍新品和用法，每周最多三封。我可以在任何一封信中停收。',
  },
  offers: {
    en: 'Send me offers that suit what I buy. I can stop it in any letter.',
    'zh-CN': '请把适合我的优惠发给我。我可以在任何一封信中停收。',
  },
};

const CHINESE_SHARE = 0.27;
const EMAIL_SHARE = 0.97;
const KNOWN_ZONE_SHARE = 0.95;
const NEWSLETTER_SHARE = 0.78;
/** With and without the newsletter; about 65 % in all. */
const OFFERS_SHARE = { withNewsletter: 0.8, without: 0.13 } as const;
const WITHDRAWN_SHARE = 0.05;

function grantedTopics(random: Random): ('newsletter' | 'offers')[] {
  const newsletter = random.next() < NEWSLETTER_SHARE;
  const offers = random.next() < (newsletter ? OFFERS_SHARE.withNewsletter : OFFERS_SHARE.without);
  return [...(newsletter ? (['newsletter'] as const) : []), ...(offers ? (['offers'] as const) : [])];
}

/** Grants on the first day, and for a few a withdrawal of everything some weeks later. */
function drawConsents(random: Random, language: Language, since: Instant, now: Instant): ConsentChange[] {
  const source = pick(random, SOURCES);
  const granted = grantedTopics(random).map((topic) => ({
    topic,
    channel: 'email' as const,
    state: 'granted' as const,
    at: since,
    source,
    wording: WORDING[topic][language],
  }));
  const withdrawnAt = Math.round(since + (5 + random.exponential() * 60) * DAY_MS);
  if (random.next() >= WITHDRAWN_SHARE || withdrawnAt >= now) return granted;
  const withdrawal = { state: 'denied', at: withdrawnAt, source: 'unsubscribe link', wording: null } as const;
  return [...granted, ...granted.map((consent) => ({ ...consent, ...withdrawal }))];
}

const BIRTHDAY_SHARE = 0.6;
const SMS_SHARE = 0.7;

/** Month and day, of those who told it; drawn apart, so that nothing else of the person depends on it. */
function inventBirthday(number: number): { birthday?: string } {
  const random = createRandom(hash32(0x61, String(number)));
  if (random.next() >= BIRTHDAY_SHARE) return {};
  const month = String(1 + random.below(12)).padStart(2, '0');
  return { birthday: `${month}-${String(1 + random.below(28)).padStart(2, '0')}` };
}

/** A number nobody has: 555-0100 to 555-0199 of some area. For people without an email address. */
function inventPhone(number: number): string {
  const area = 201 + (hash32(0x62, String(number)) % 700);
  return `+1${area}55501${String(number % 100).padStart(2, '0')}`;
}

/** What somebody without an email address agreed to: offers by SMS, most of them. */
function phoneConsents(number: number, language: Language, since: Instant): ConsentChange[] {
  if (createRandom(hash32(0x63, String(number))).next() >= SMS_SHARE) return [];
  const wording = WORDING.offers[language];
  const source = 'card at the market stall';
  return [{ topic: 'offers', channel: 'sms', state: 'granted', at: since, source, wording }];
}

/** One person known since an instant, with the hours their clock is from UTC. */
export function inventPerson(
  random: Random,
  number: number,
  since: Instant,
  now: Instant,
): DemoPerson & { readonly utcHours: number } {
  const language: Language = random.next() < CHINESE_SHARE ? 'zh-CN' : 'en';
  const home =
    HOMES[
      weighted(
        random,
        HOMES.map(({ share }) => share[language]),
      )
    ];
  const { name, firstName, spelling } = inventName(random, language);
  const email = random.next() < EMAIL_SHARE ? `${spelling}.${number}@${pick(random, DOMAINS)}` : null;
  const zone = random.next() < KNOWN_ZONE_SHARE ? (home?.zone ?? null) : null;
  const region = home?.region ?? 'US';
  const locale = language === 'zh-CN' ? 'zh-CN' : `en-${region === 'CN' ? 'US' : region}`;
  const consents = drawConsents(random, language, since, now);
  return {
    person: {
      ...newPerson(customerId(`C${String(number).padStart(5, '0')}`), since),
      name,
      email,
      phone: email === null ? inventPhone(number) : null,
      locale,
      zone,
      traits: {
        ...(firstName === null ? {} : { first_name: firstName }),
        country: region,
        ...inventBirthday(number),
      },
    },
    consents: email === null ? phoneConsents(number, language, since) : consents,
    utcHours: home?.utcHours ?? 0,
  };
}
