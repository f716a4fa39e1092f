/**
 * Which of a template's languages a reader gets. Tags are BCP 47; a template may be written in any of them, in at least one.
 * The rule never fails: whoever reads a language nobody wrote in reads the shop's, or else the first one there is.
 */

/** A BCP 47 tag in its canonical form, for example `en`, `zh-CN`, `pt-BR`. */
export type TemplateLocale = string;

/** Languages that everything shipped is written in. */
export const SHIPPED_LOCALES = ['en', 'zh-CN'] as const;
export type ShippedLocale = (typeof SHIPPED_LOCALES)[number];

/** The tag as it is written canonically; null for what is none. */
export function canonicalLocale(tag: string): TemplateLocale | null {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0] ?? null;
  } catch {
    return null;
  }
}

/** Language and script, the script as it is most likely where the tag leaves it out: `zh-TW` is `zh-Hant`. */
function spoken(tag: TemplateLocale): { language: string; script: string } {
  const { language, script } = new Intl.Locale(tag).maximize();
  return { language, script: script ?? '' };
}

function sameLanguage(tag: TemplateLocale, available: readonly TemplateLocale[]): TemplateLocale | undefined {
  const wanted = spoken(tag);
  const near = available.filter((one) => spoken(one).language === wanted.language);
  return (
    near.find((one) => one === wanted.language && spoken(one).script === wanted.script) ??
    near.find((one) => spoken(one).script === wanted.script) ??
    near[0]
  );
}

function variantFor(tag: string | null, available: readonly TemplateLocale[]): TemplateLocale | undefined {
  const canonical = tag === null ? null : canonicalLocale(tag);
  if (canonical === null) return undefined;
  return available.includes(canonical) ? canonical : sameLanguage(canonical, available);
}

/**
 * The language a template is sent in: the reader's own, else one of the same language (in the same script before another:
 * `zh-TW` reads `zh-HK` before `zh-CN`), else the shop's likewise, else the first that `available` names.
 *
 * @param wanted the reader's tag as it is known; null or unreadable counts as unknown.
 * @param available languages of the template, in its own order.
 */
export function templateLocale(
  wanted: string | null,
  shopLocale: string,
  available: readonly TemplateLocale[] = SHIPPED_LOCALES,
): TemplateLocale {
  if (wanted !== null && available.includes(wanted)) return wanted;
  const asked = `${wanted ?? ''} ${shopLocale} ${available.join(' ')}`;
  const known = answers.get(asked) ?? chosen(wanted, shopLocale, available);
  if (answers.size < MOST_ANSWERS) answers.set(asked, known);
  return known;
}

/** Asked for every message, of few tags; looking into a tag takes longer than all the rest of it. */
const answers = new Map<string, TemplateLocale>();
const MOST_ANSWERS = 1_000;

function chosen(
  wanted: string | null,
  shopLocale: string,
  available: readonly TemplateLocale[],
): TemplateLocale {
  return variantFor(wanted, available) ?? variantFor(shopLocale, available) ?? available[0] ?? shopLocale;
}
