/** The text of a reply that came as HTML alone: what the writer typed, up to the first quoted part. Linear in its length. */

const LARGEST_HTML_CHARS = 256 * 1024;

/** Where mail programs put what is quoted. */
const QUOTE =
  /<(?:blockquote\b|[a-z]+\s[^>]{0,300}?(?:class|id)=["']?(?:gmail_quote|gmail_attr|moz-cite-prefix|yahoo_quoted|divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|qmbox))/i;

const SILENT = new Set(['style', 'script', 'head', 'title', 'template']);
const ENDS_LINE = new Set(['br', 'p', 'div', 'tr', 'li', 'h1', 'h2', 'h3', 'h4', 'table', 'ul', 'ol']);

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

function decoded(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return ENTITIES.get(name.toLowerCase()) ?? whole;
    const point = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
      ? String.fromCodePoint(point)
      : '';
  });
}

export function textOfHtml(html: string): string {
  const whole = html.slice(0, LARGEST_HTML_CHARS);
  const quote = whole.search(QUOTE);
  const own = quote < 0 ? whole : whole.slice(0, quote);
  const lower = own.toLowerCase();
  const parts: string[] = [];
  let place = 0;
  while (place < own.length) {
    const open = own.indexOf('<', place);
    const text = own.slice(place, open < 0 ? own.length : open);
    parts.push(text.replaceAll(/\s+/g, ' '));
    if (open < 0) break;
    const close = own.indexOf('>', open);
    if (close < 0) break;
    const name = /^<\/?([a-z][a-z\d]*)/.exec(lower.slice(open, open + 20))?.[1] ?? '';
    if (ENDS_LINE.has(name)) parts.push('\n');
    place = close + 1;
    if (!SILENT.has(name) || lower[open + 1] === '/') continue;
    const end = lower.indexOf(`</${name}`, place);
    if (end < 0) break;
    place = end;
  }
  return decoded(parts.join(''))
    .replaceAll(/ ?\n ?/g, '\n')
    .trim();
}
