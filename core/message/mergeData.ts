/** What a template may show of a person: kept with the message, rendered when someone looks. */
import type { Person } from '../customer/person.ts';
import type { JsonObject } from '../json.ts';
import type { Settings } from '../settings/settings.ts';
import { isObject } from '../journey/meaning.ts';
import { localTimeAt } from '../journey/clock/localTime.ts';
import { zoneOf } from '../journey/waiting.ts';
import { type Instant, isoDay, utcDay } from '../time.ts';
import type { Decision } from './decision.ts';
import { givenData, inLanguage } from './given.ts';
import { type MessageLinks, standInLinks } from './links.ts';
import { lawData } from './templateLaw.ts';
import { type ShippedLocale, templateLocale } from './templateLocale.ts';
import { utmData } from './templateUtm.ts';

function firstName(person: Person): string {
  const given = person.traits.first_name;
  if (typeof given === 'string' && given !== '') return given;
  return person.name?.split(' ')[0] ?? '';
}

const SUNDAY = 7;

/** Dates a letter may promise something until, on the person's own calendar: a Sunday at least two days off, and ten days on. */
function datesFor(person: Person, settings: Settings, now: Instant): JsonObject {
  const local = localTimeAt(zoneOf(person, settings), now);
  if (local === null) return {};
  const toSunday = SUNDAY - local.weekday;
  const sunday = local.day + (toSunday >= 2 ? toSunday : toSunday + SUNDAY);
  return { sunday: isoDay(sunday), in_10_days: isoDay(local.day + 10) };
}

/** Of a decision, as much as is known of it. */
type Of = Pick<Decision, 'id' | 'event'> &
  Partial<Pick<Decision, 'journeyId' | 'nodeId' | 'channel' | 'class' | 'topic' | 'given'>>;

/** What is put into the message beside its template: parameters of its links, words the law asks for. */
function besides(decision: Of, person: Person, settings: Settings): JsonObject {
  const { channel, class: of, topic } = decision;
  const isKnown = channel !== undefined && of !== undefined && topic !== undefined;
  return {
    ...utmData(decision, settings.utm),
    ...(isKnown ? lawData({ channel, class: of, topic }, person, settings) : {}),
  };
}

function languageOf({ locale }: Person, { shop }: Settings): ShippedLocale {
  return templateLocale(locale, shop.locale) === 'zh-CN' ? 'zh-CN' : 'en';
}

/** What runs out next, as `refill` and `refill_on` of their traits tell. */
function refillFor({ traits }: Person, language: ShippedLocale): JsonObject {
  const { refill, refill_on: runsOut } = traits;
  if (typeof runsOut !== 'string') return {};
  const { name, name_zh: nameZh = name, url } = isObject(refill) ? refill : {};
  const called = language === 'zh-CN' ? nameZh : name;
  return {
    runs_out: runsOut,
    ...(called === undefined ? {} : { name: called }),
    ...(url === undefined ? {} : { url }),
  };
}

/**
 * Plain values under `customer`, `shop`, `event` (what let the person in), `links`, `dates`, `picks` and `now`, and what steps gave
 * under `offer`, `points` and `survey`; links name the decision, never the address.
 */
export function mergeDataFor(
  decision: Of,
  person: Person,
  settings: Settings,
  now: Instant,
  links: MessageLinks = standInLinks(decision, settings),
): JsonObject {
  const statistics = person.lifecycle?.statistics;
  const { website } = settings.shop;
  const language = languageOf(person, settings);
  return {
    customer: {
      id: person.id,
      first_name: firstName(person),
      name: person.name ?? '',
      stage: person.lifecycle?.stage ?? '',
      grade: person.lifecycle?.grade ?? '',
      orders: statistics?.orders ?? 0,
      first_order_date: statistics?.firstDay == null ? '' : isoDay(statistics.firstDay),
      last_order_date: statistics?.lastDay == null ? '' : isoDay(statistics.lastDay),
    },
    shop: {
      name: settings.shop.name,
      website,
      postal_address: settings.shop.postalAddress,
      phone: settings.shop.phone ?? '',
    },
    event: inLanguage(decision.event ?? {}, language),
    dates: datesFor(person, settings, now),
    links,
    picks: [],
    now: { date: isoDay(utcDay(now)) },
    refill: refillFor(person, languageOf(person, settings)),
    ...givenData(decision.given ?? null, language, links['survey']),
    ...besides(decision, person, settings),
  };
}
