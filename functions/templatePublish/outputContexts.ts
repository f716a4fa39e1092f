/**
 * Where Liquid output may stand in a mail's HTML. Escaping protects text and quoted attributes; it does not protect link
 * addresses, styles or event handlers. Here links are made safe and the other places refused.
 */

const LIQUID_AT_START = /^\s*\{\{-?([\s\S]*?)-?\}\}/;
const QUOTED_LINK = /\b(href|src|action|background)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;
const STATIC_LINK = /^\s*(?:https?:\/\/|mailto:|tel:|cid:|#|$)/i;

/** A picture written into the mail itself; the lint says what that costs. */
const WRITTEN_IMAGE = /^\s*data:image\/(?:png|jpeg|gif|webp);base64,[\w+/=\s]*$/i;
const SHOWN_CHARS = 80;

const REFUSED_PLACES: readonly { readonly place: RegExp; readonly message: string }[] = [
  {
    place: /<script\b/i,
    message: 'a script has no place in a mail',
  },
  {
    place: /<style\b[^>]*>[^<]*\{[{%]/i,
    message: 'Liquid cannot stand in a <style> block: values are not made safe for styles',
  },
  {
    place: /<[a-z][^<>]*\sstyle\s*=\s*(?:"[^"]*\{[{%]|'[^']*\{[{%])/i,
    message: 'Liquid cannot stand in a style: values are not made safe for styles',
  },
  {
    place: /<[a-z][^<>]*\son[a-z]+\s*=/i,
    message: 'event handlers (on…=) have no place in a mail',
  },
  {
    place: /<[a-z][^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*\s[a-z-]+\s*=\s*\{\{/i,
    message: 'put quotes around an attribute that holds Liquid',
  },
];

/** What is wrong with the places Liquid output or code stands in; empty when nothing is. */
export function contextProblems(html: string): string[] {
  const refused = REFUSED_PLACES.filter(({ place }) => place.test(html)).map(({ message }) => message);
  for (const match of html.matchAll(QUOTED_LINK)) {
    const address = match[2] ?? match[3] ?? '';
    const isImage = match[1]?.toLowerCase() === 'src' && WRITTEN_IMAGE.test(address);
    if (!isImage && !STATIC_LINK.test(address) && !LIQUID_AT_START.test(address))
      refused.push(
        `${match[1]}="${address.slice(0, SHOWN_CHARS)}" must begin with https://, http://, mailto:, tel: or a {{ variable }}`,
      );
  }
  return refused;
}

/** Sends every link address that begins with a variable through `safe_url`. */
export function withSafeLinks(html: string): string {
  return html.replace(QUOTED_LINK, (attribute, name: string, double?: string, single?: string) => {
    const address = double ?? single ?? '';
    if (!LIQUID_AT_START.test(address)) return attribute;
    const quote = double === undefined ? "'" : '"';
    const safe = address.replace(
      LIQUID_AT_START,
      (_, expression: string) => `{{ ${expression.trim()} | safe_url }}`,
    );
    return `${name}=${quote}${safe}${quote}`;
  });
}
