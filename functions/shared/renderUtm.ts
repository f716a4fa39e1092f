/**
 * Puts the parameters of the shop's own analytics on the links of a rendered mail. What they are comes with the merge data
 * (`utm`, built at the claim of settings, journey and node) and with the template, which has the last word; which links get
 * them is decided in `core/message/templateUtm.ts`.
 */
import type { Json, JsonObject } from '../../core/json.ts';
import type { CompiledVariant } from '../../core/message/template.ts';
import { type Utm, utmSchema, withUtm } from '../../core/message/templateUtm.ts';

const HREF = /(<a\b[^<>]*?\shref=)(?:"([^"]*)"|'([^']*)')/gi;
const WEB_ADDRESS = /https?:\/\/[^\s<>"'“”‘’（）()，。；]+[^\s<>"'“”‘’（）()，。；.,;:!?]/g;

interface UtmMarker {
  readonly html: (html: string) => string;
  readonly text: (text: string) => string;
}

const UNMARKED: UtmMarker = { html: (html) => html, text: (text) => text };

function isList(value: JsonObject | readonly Json[]): value is readonly Json[] {
  return Array.isArray(value);
}

function fieldsOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

function hostOf(website: Json | undefined): string | null {
  if (typeof website !== 'string' || !URL.canParse(website)) return null;
  return new URL(website).hostname.replace(/^www\./, '');
}

/** Null where no link is to be marked: nothing is given, the template wants none, or nobody says where they come from. */
function utmOf(own: CompiledVariant['utm'], { utm: given }: JsonObject): Utm | null {
  if (own === false) return null;
  const parsed = utmSchema.safeParse(given ?? {});
  const utm = { ...(parsed.success ? parsed.data : {}), ...own };
  return utm.source === undefined ? null : utm;
}

/** The address itself, or one that adds parameters to it: nobody's way out is measured. */
function leadsTo(address: string, ways: readonly Json[]): boolean {
  return ways.some(
    (way) =>
      typeof way === 'string' &&
      [way, `${way}?`, `${way}&`].some((start, n) =>
        n === 0 ? address === start : address.startsWith(start),
      ),
  );
}

export function utmMarker(variant: Pick<CompiledVariant, 'utm'>, data: JsonObject): UtmMarker {
  const utm = utmOf(variant.utm, data);
  const host = utm === null ? null : hostOf(fieldsOf(data.shop).website);
  if (utm === null || host === null) return UNMARKED;
  const ways = Object.values(fieldsOf(data.links)).filter((way) => typeof way === 'string' && way !== '');
  const mark = (address: string) => (leadsTo(address, ways) ? address : withUtm(address, utm, [host]));
  return {
    html: (html) =>
      html.replace(HREF, (whole, before: string, double?: string, single?: string) => {
        const address = (double ?? single ?? '')
          .replaceAll('&amp;', '&')
          .replaceAll('&#34;', '"')
          .replaceAll('&#39;', "'");
        const marked = mark(address);
        if (marked === address) return whole;
        const quote = double === undefined ? "'" : '"';
        const safe = marked.replaceAll('&', '&amp;').replaceAll('"', '&#34;').replaceAll("'", '&#39;');
        return `${before}${quote}${safe}${quote}`;
      }),
    text: (text) => text.replace(WEB_ADDRESS, mark),
  };
}
