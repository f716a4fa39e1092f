/**
 * Links of a rendered mail that report a click, and a pixel that reports an opening. Only links on the web are rewritten:
 * never `mailto:`, `tel:` or an anchor within the mail, never those that lead to what the reader decides (leaving,
 * preferences), and none marked `data-track="off"`. The mark itself does not travel.
 */

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** An attribute's text with its character references resolved. */
function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    (whole, decimal, hex, name) => {
      if (typeof name === 'string') return NAMED[name.toLowerCase()] ?? whole;
      const point = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
      return point > 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole;
    },
  );
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

const LINK_START = /<(?:a|area)(?=[\s/])/gi;
const HREF = /(\shref\s*=\s*)(?:"([^"]*)"|'([^']*)')/i;
const UNTRACKED = /\sdata-track\s*=\s*(?:"off"|'off'|off(?=[\s>/]))/i;
const ON_THE_WEB = /^\s*https?:\/\//i;

/** Place after the `>` that ends the tag begun at `start`, quotes respected; -1 where none does. */
function tagEnd(html: string, start: number): number {
  let quote = '';
  for (let at = start; at < html.length; at += 1) {
    const character = html[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === '>') {
      return at + 1;
    }
  }
  return -1;
}

function trackedTag(tag: string, rewrite: (url: string) => string | null): string {
  if (UNTRACKED.test(tag)) return tag.replace(UNTRACKED, '');
  return tag.replace(HREF, (whole: string, before: string, double?: string, single?: string) => {
    const url = unescaped(double ?? single ?? '').trim();
    const tracked = ON_THE_WEB.test(url) ? rewrite(url) : null;
    return tracked === null ? whole : `${before}"${escaped(tracked)}"`;
  });
}

/**
 * The mail with its links rewritten. `rewrite` is given each address as a browser would open it, and answers the one to
 * open instead; null leaves the link as it is. O(characters).
 */
export function trackLinks(html: string, rewrite: (url: string) => string | null): string {
  let tracked = '';
  let from = 0;
  LINK_START.lastIndex = 0;
  for (let match = LINK_START.exec(html); match !== null; match = LINK_START.exec(html)) {
    const end = tagEnd(html, LINK_START.lastIndex);
    if (end === -1) break;
    tracked += html.slice(from, match.index) + trackedTag(html.slice(match.index, end), rewrite);
    from = end;
    LINK_START.lastIndex = end;
  }
  return from === 0 ? html : tracked + html.slice(from);
}

/** The mail with a picture of one invisible dot at its end. */
export function withOpenPixel(html: string, url: string): string {
  const pixel = `<img src="${escaped(url)}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0" />`;
  const end = Math.max(html.lastIndexOf('</body'), html.lastIndexOf('</BODY'));
  return end === -1 ? html + pixel : html.slice(0, end) + pixel + html.slice(end);
}
