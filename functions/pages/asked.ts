/** A request for a page, read: whose link it is, in which language it is answered, as of when. */
import { templateLocale } from '../../core/message/templateLocale.ts';
import type { Instant } from '../../core/time.ts';
import { zoneOf } from '../../core/journey/waiting.ts';
import type { Container } from '../shared/container.ts';
import type { LinkClaims, LinkPurpose } from '../shared/linkToken.ts';
import { type Dates, datesIn } from './dates.ts';
import type { Frame } from './frame.ts';
import { pageLocale } from './locale.ts';
import type { PageRequest } from './request.ts';
import { type Subject, subjectOf } from './subject.ts';
import { PAGE_LOCALES, type PageLocale, type PageWords } from './words/pageWords.ts';
import { pageWords } from './words/words.ts';

export interface PageDeps {
  readonly container: Container;
  /** A link of the same message to another page, relative to the page that shows it. */
  readonly linkTo: (purpose: LinkPurpose, claims: LinkClaims) => string;
}

export interface Asked {
  readonly subject: Subject;
  readonly frame: Frame;
  readonly words: PageWords;
  readonly dates: Dates;
  readonly now: Instant;
  readonly query: URLSearchParams;
  /** The language messages are written in now. */
  readonly language: PageLocale;
}

export async function readAsked(
  { container }: PageDeps,
  claims: LinkClaims,
  { query, acceptLanguage }: PageRequest,
): Promise<Asked> {
  const { settings } = container;
  const subject = await subjectOf(container, claims);
  const locale = pageLocale({
    query: query.get('lang'),
    customer: subject.person?.locale ?? null,
    header: acceptLanguage,
    shop: settings.shop.locale,
  });
  const zone = subject.person === null ? settings.shop.zone : zoneOf(subject.person, settings);
  const written = templateLocale(subject.person?.locale ?? null, settings.shop.locale);
  return {
    subject,
    frame: { locale, shop: settings.shop, query },
    words: pageWords(locale),
    dates: datesIn(zone, locale),
    now: container.now(),
    query,
    language: PAGE_LOCALES.find((one) => one === written) ?? 'en',
  };
}
