/**
 * Reads HTML as a browser's tokeniser would, as far as a mail can lead it astray: elements with their attributes, text,
 * comments. Written apart from everything that makes mails, so that it can judge them.
 */

export interface Tag {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

export interface ReadHtml {
  readonly tags: readonly Tag[];
  readonly texts: readonly string[];
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

export function decodeText(text: string): string {
  return text.replace(
    /&(?:#x([\da-f]+)|#(\d+)|([a-z]+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
    },
  );
}

const ATTRIBUTE = /([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

function tagAt(html: string, at: number): { tag: Tag; end: number } | null {
  const [, name] = /^<\/?([a-z][^\s/>]*)/i.exec(html.slice(at, at + 80)) ?? [];
  if (name === undefined) return null;
  let quote = '';
  let end = at + 1;
  for (; end < html.length; end += 1) {
    const one = html[end] ?? '';
    if (quote !== '') quote = one === quote ? '' : quote;
    else if (one === '"' || one === "'") quote = one;
    else if (one === '>') break;
  }
  const inner = html.slice(at + 1 + (html[at + 1] === '/' ? 1 : 0) + name.length, end);
  const attributes = [...inner.matchAll(ATTRIBUTE)].map(
    ([, attribute = '', double, single, bare]) =>
      [attribute.toLowerCase(), decodeText(double ?? single ?? bare ?? '')] as const,
  );
  return {
    tag: { name: `${html[at + 1] === '/' ? '/' : ''}${name.toLowerCase()}`, attributes },
    end: end + 1,
  };
}

/** O(length). */
export function readHtml(html: string): ReadHtml {
  const tags: Tag[] = [];
  const texts: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    const until = open === -1 ? html.length : open;
    if (until > at) texts.push(decodeText(html.slice(at, until)));
    if (open === -1) break;
    if (html.startsWith('<!--', open)) {
      const close = html.indexOf('-->', open + 4);
      tags.push({ name: '!--', attributes: [] });
      at = close === -1 ? html.length : close + 3;
      continue;
    }
    const found = tagAt(html, open);
    if (found === null) {
      texts.push('<');
      at = open + 1;
      continue;
    }
    tags.push(found.tag);
    at = found.end;
  }
  return { tags, texts };
}
