/** What every page has: the shop's name, the language switch, the place for a notice, the address below. */
import type { Settings } from '../../core/settings/settings.ts';
import { Html, html, type Part } from './html.ts';
import { STYLES } from './style.ts';
import { PAGE_LOCALES, type PageLocale, type PageWords } from './words/pageWords.ts';
import { pageWords } from './words/words.ts';

export interface Frame {
  readonly locale: PageLocale;
  readonly shop: Settings['shop'];
  /** What the address of the page asks for. */
  readonly query: URLSearchParams;
}

/** What a letter's link fills in stays filled in. */
const KEPT = ['topic', 'pace', 'reason', 'answer'];

/** The question part of this page's own address in another language; the path stays. */
function inLanguage({ query }: Frame, locale: PageLocale): string {
  const kept = [...query].filter(([name]) => KEPT.includes(name)).slice(0, 20);
  return `?${new URLSearchParams([...kept, ['lang', locale]]).toString()}`;
}

function languageSwitch(frame: Frame, words: PageWords): Html {
  const { locale } = frame;
  const items = PAGE_LOCALES.map((one) => {
    const name = pageWords(one).language;
    return one === locale
      ? html`<li><span aria-current="true">${name}</span></li>`
      : html`<li><a href="${inLanguage(frame, one)}" lang="${one}" hreflang="${one}" rel="nofollow">${name}</a></li>`;
  });
  return html`<nav aria-label="${words.otherLanguages}"><ul class="languages">${items}</ul></nav>`;
}

/** A number and the sentence it begins, as one heading. */
export function heading(number: string | null, headline: string): Html {
  return html`<h1>${number === null ? null : html`<span class="number">${number}</span> `}<span class="headline">${headline}</span></h1>`;
}

/** Read aloud when the page opens; null leaves it out. */
export function notice(text: Part): Html | null {
  return text === null ? null : html`<div class="notice" role="status"><p>${text}</p></div>`;
}

const STYLE = new Html(`<style>${STYLES}</style>`);

export function page(frame: Frame, title: string, body: Part): string {
  const { locale, shop } = frame;
  const words = pageWords(locale);
  const whole = html`<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>${title} · ${shop.name}</title>
${STYLE}
</head>
<body>
<div class="page">
<main class="sheet">
<div class="top"><a class="shop" href="${shop.website}" rel="noreferrer">${shop.name}</a>${languageSwitch(frame, words)}</div>
${body}
</main>
<footer><p>${words.poweredBySender(shop.name)}</p><p>${shop.postalAddress}${shop.phone === null ? null : html`<br>${shop.phone}`}</p></footer>
</div>
</body>
</html>
`;
  return `<!doctype html>\n${whole.text}`;
}
