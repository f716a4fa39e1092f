/** The language a page speaks: as asked for on the page, else the customer's, else the browser's, else the shop's. */
import { templateLocale } from '../../core/message/templateLocale.ts';
import { PAGE_LOCALES, type PageLocale } from './words/pageWords.ts';

function known(tag: string | null): PageLocale | null {
  if (tag === null) return null;
  const language = tag.trim().toLowerCase().split(/[-_]/)[0];
  return PAGE_LOCALES.find((one) => one.toLowerCase().split('-')[0] === language) ?? null;
}

/** Tags of an Accept-Language header, the most wanted first. */
function accepted(header: string): string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.split(';');
      const weight = Number(/q=([\d.]+)/.exec(quality ?? '')?.[1] ?? 1);
      return { tag, weight };
    })
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}

export function pageLocale(asked: {
  readonly query: string | null;
  readonly customer: string | null;
  readonly header: string | null;
  readonly shop: string;
}): PageLocale {
  const byHeader = asked.header === null ? [] : accepted(asked.header);
  for (const tag of [asked.query, asked.customer, ...byHeader]) {
    const locale = known(tag);
    if (locale !== null) return locale;
  }
  return known(templateLocale(null, asked.shop)) ?? 'en';
}
