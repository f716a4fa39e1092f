/**
 * The plain text of a mail, derived from its HTML where the author wrote none: headings underlined, lists with their marks,
 * links as their words and the address behind them, images as their alternative text, and nothing of what is hidden. Liquid
 * stays where it stands and is filled in at render.
 */

const LIQUID = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
const TOKEN = /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^'"<>])*)>|([^<]+|<)/gi;
/** Liquid while the HTML is read: a private character, a number, another. */
const KEPT = /\uE000(\d+)\uE001/g;

const SILENT = new Set(['head', 'style', 'script', 'title', 'template']);
const VOID = new Set(['br', 'hr', 'img', 'meta', 'link', 'input', 'col', 'wbr', 'area', 'base']);
const OWN_LINE = new Set([
  'div',
  'tr',
  'table',
  'tbody',
  'section',
  'center',
  'address',
  'header',
  'footer',
  'dd',
  'dt',
]);
const OWN_PARAGRAPH = new Set(['p', 'ul', 'ol', 'blockquote', 'dl', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const HEADING = /^h[1-6]$/;
const LONGEST_UNDERLINE = 40;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  zwnj: '',
  shy: '',
  copy: '©',
  reg: '®',
  trade: '™',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  bull: '•',
  middot: '·',
  times: '×',
  euro: '€',
  rarr: '→',
  larr: '←',
};

/** Joiners and marks that pad a preheader: nothing to read. */
const PADDING = new Set([0x34f, 0x200b, 0x200c, 0x200d, 0xad]);

function character(code: number): string {
  if (PADDING.has(code) || !(code > 0 && code <= 0x10ffff)) return '';
  return code === 0xa0 ? ' ' : String.fromCodePoint(code);
}

function decoded(text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (decimal !== undefined) return character(Number(decimal));
      if (hex !== undefined) return character(Number.parseInt(hex, 16));
      return ENTITIES[name ?? ''] ?? whole;
    },
  );
}

function attribute(attributes: string, name: string): string {
  const found = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes);
  return decoded(found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim();
}

function isHidden(attributes: string): boolean {
  return (
    /display\s*:\s*none/i.test(attribute(attributes, 'style')) ||
    /\saria-hidden\s*=\s*["']?true/i.test(attributes)
  );
}

interface OpenList {
  readonly ordered: boolean;
  items: number;
}

/** Collects lines as a reader would see them. */
class Page {
  private text = '';
  private readonly lists: OpenList[] = [];
  private readonly links: { readonly href: string; readonly from: number }[] = [];
  private headingFrom: number | null = null;

  /** Words: a run of blanks is one, and none begins a line. */
  say(words: string): void {
    const run = words.replace(/[ \t\r\n\f]+/g, ' ');
    this.text += /(?:^|\s)$/.test(this.text) ? run.trimStart() : run;
  }

  breakLine(lines: 1 | 2): void {
    this.text = this.text.replace(/ +$/, '');
    if (this.text === '') return;
    const ended = /\n*$/.exec(this.text)?.[0].length ?? 0;
    this.text += '\n'.repeat(Math.max(0, lines - ended));
  }

  lineBreak(): void {
    this.text = `${this.text.replace(/ +$/, '')}\n`;
  }

  cell(): void {
    if (!/(?:^|\n|  )$/.test(this.text)) this.text = `${this.text.replace(/ +$/, '')}  `;
  }

  openList(ordered: boolean): void {
    this.lists.push({ ordered, items: 0 });
  }

  closeList(): void {
    this.lists.pop();
  }

  item(): void {
    const list = this.lists.at(-1);
    if (list !== undefined) list.items += 1;
    const mark = list?.ordered === true ? `${list.items}. ` : '- ';
    this.text += `${'  '.repeat(Math.max(0, this.lists.length - 1))}${mark}`;
  }

  openLink(href: string): void {
    this.links.push({ href, from: this.text.length });
  }

  closeLink(): void {
    const link = this.links.pop();
    if (link === undefined) return;
    const { href, from } = link;
    const words = this.text.slice(from).trim();
    const address = href.replace(/^(?:mailto|tel):/i, '');
    if (href === '' || href.startsWith('#') || words === address) return;
    this.text = `${this.text.trimEnd()}${addressAfter(words, address)}`;
  }

  openHeading(): void {
    this.headingFrom = this.text.length;
  }

  closeHeading(): void {
    if (this.headingFrom === null) return;
    const heading = this.text.slice(this.headingFrom).trim();
    this.headingFrom = null;
    const last = heading.split('\n').at(-1) ?? '';
    if (last === '') return;
    const length = Math.min(LONGEST_UNDERLINE, last.replace(KEPT, '12345').length);
    this.breakLine(1);
    this.text += '-'.repeat(length);
  }

  get whole(): string {
    return this.text;
  }
}

function addressAfter(words: string, address: string): string {
  return words === '' ? address : ` <${address}>`;
}

/** MJML puts each of its elements into a cell of its own, without a font size. */
function isElementOfMjml(name: string, attributes: string): boolean {
  return name === 'td' && /font-size:\s*0/.test(attribute(attributes, 'style'));
}

function opened(page: Page, name: string, attributes: string): void {
  if (OWN_PARAGRAPH.has(name) || isElementOfMjml(name, attributes)) page.breakLine(2);
  else if (OWN_LINE.has(name) || name === 'li') page.breakLine(1);
  if (HEADING.test(name)) page.openHeading();
  else if (name === 'br') page.lineBreak();
  else if (name === 'td' || name === 'th') page.cell();
  else if (name === 'ul' || name === 'ol') page.openList(name === 'ol');
  else if (name === 'li') page.item();
  else if (name === 'a') page.openLink(attribute(attributes, 'href'));
  else if (name === 'hr') {
    page.breakLine(2);
    page.say('----');
    page.breakLine(2);
  } else if (name === 'img') {
    const alt = attribute(attributes, 'alt');
    if (alt !== '') page.say(`[${alt}]`);
  }
}

function closed(page: Page, name: string): void {
  if (name === 'a') page.closeLink();
  if (HEADING.test(name)) page.closeHeading();
  if (name === 'ul' || name === 'ol') page.closeList();
  if (OWN_PARAGRAPH.has(name)) page.breakLine(2);
  else if (OWN_LINE.has(name) || name === 'li') page.breakLine(1);
}

/** A tag that only steers (`{% for … %}`) takes no line of its own. */
function withoutTagLines(text: string): string {
  return text.replace(/^((?:\{%[^%]*%\} *)+)\n+/gm, (_, tags: string) => tags.trimEnd());
}

/** A link whose address is one variable is left out where the variable is empty. */
function withoutEmptyLinks(text: string): string {
  return text.replace(
    / <(\{\{\s*([a-z_][\w.]*)\s*\}\})>/gi,
    (_, output: string, name: string) => `{% if ${name} != blank %} <${output}>{% endif %}`,
  );
}

/** @param html compiled, with its Liquid. O(length). */
export function plainText(html: string): string {
  const liquid: string[] = [];
  const masked = html
    .replace(/<!--[\s\S]*?-->|<![a-z][^>]*>/gi, '')
    .replace(LIQUID, (tag) => `\uE000${liquid.push(tag) - 1}\uE001`);
  const page = new Page();
  /** Elements open within one that is not shown, itself among them. */
  let unseen = 0;
  for (const [, closing, tag, attributes = '', words] of masked.matchAll(TOKEN)) {
    if (tag === undefined) {
      if (unseen === 0) page.say(decoded(words ?? ''));
      continue;
    }
    const name = tag.toLowerCase();
    const isVoid = VOID.has(name) || attributes.endsWith('/');
    if (unseen > 0) {
      if (!isVoid) unseen += closing === '/' ? -1 : 1;
    } else if (closing === '/') closed(page, name);
    else if (SILENT.has(name) || isHidden(attributes)) unseen = isVoid ? 0 : 1;
    else opened(page, name, attributes);
  }
  const whole = page.whole
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return withoutEmptyLinks(withoutTagLines(whole.replace(KEPT, (_, at: string) => liquid[Number(at)] ?? '')));
}
