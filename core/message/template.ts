/**
 * Templates, in each language: of a mail subject, preheader, body and plain text, of an SMS its text alone. Compiled once at
 * publish; resolved at send (the newest version), rendered only when someone looks.
 */
import * as z from 'zod';
import { MESSAGE_CLASSES } from './messageClass.ts';
import { canonicalLocale, templateLocale, type TemplateLocale } from './templateLocale.ts';
import { type Utm, utmSchema } from './templateUtm.ts';

export {
  type ShippedLocale,
  templateLocale,
  type TemplateLocale,
} from './templateLocale.ts';

/** S11: what a template is in one language, its blocks put in, is no larger than this in UTF-8. */
export const LARGEST_TEMPLATE_BYTES = 64 * 1024;

/** More than any provider takes in one SMS. */
export const LONGEST_SMS_CHARS = 2_000;

const MOST_LOCALES = 40;

const id = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'use lower-case letters, digits and hyphens');

const localeTag = z
  .string()
  .refine(
    (tag) => canonicalLocale(tag) === tag,
    'name the language by its BCP 47 tag, for example en, zh-CN',
  );

function byLocale<T extends z.ZodType>(variant: T) {
  return z
    .record(localeTag, variant)
    .refine((locales) => Object.keys(locales).length > 0, 'write it in at least one language')
    .refine((locales) => Object.keys(locales).length <= MOST_LOCALES, `at most ${MOST_LOCALES} languages`);
}

const words = z.string().min(1).max(LARGEST_TEMPLATE_BYTES);

const mailVariant = z.strictObject({
  subject: z.string().min(1).max(300),
  preheader: z.string().max(300).default(''),
  /** MJML with Liquid. */
  mjml: words,
  /** Plain text with Liquid; left out, it is derived from the MJML. */
  text: words.optional(),
});

const smsVariant = z.strictObject({
  /** The whole message, with Liquid. */
  text: z.string().min(1).max(LONGEST_SMS_CHARS),
  /** What a provider approved this text under, by the provider's name: `{ aliyun: SMS_1234567 }`. */
  approvedId: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/), z.string().min(1).max(100)).optional(),
});

const common = {
  id,
  /** What it is used for; the lint asks of a promotional one what the law asks. Left out: promotional. */
  class: z.enum(MESSAGE_CLASSES).optional(),
};

const mailTemplate = z.strictObject({
  ...common,
  channel: z.literal('email').default('email'),
  /** Parameters of links to the shop's own website, over those of the settings; false adds none. */
  utm: z.union([z.literal(false), utmSchema]).optional(),
  locales: byLocale(mailVariant),
});
const smsTemplate = z.strictObject({ ...common, channel: z.literal('sms'), locales: byLocale(smsVariant) });

export const templateSchema = z.discriminatedUnion('channel', [mailTemplate, smsTemplate]);

/** A part that templates share. `{% render 'id' %}` puts it in at publish: `mjml` into MJML, `text` into any other field. */
export const blockSchema = z.strictObject({
  id,
  kind: z.literal('block'),
  locales: byLocale(
    z
      .strictObject({ mjml: words.optional(), text: words.optional() })
      .refine(({ mjml, text }) => mjml !== undefined || text !== undefined, 'give it mjml, text or both'),
  ),
});

export type TemplateSource = z.infer<typeof templateSchema>;
export type MailTemplate = z.infer<typeof mailTemplate>;
export type SmsTemplate = z.infer<typeof smsTemplate>;
export type MailVariant = z.infer<typeof mailVariant>;
export type SmsVariant = z.infer<typeof smsVariant>;
export type BlockSource = z.infer<typeof blockSchema>;

/** A variant with its MJML compiled to HTML; Liquid still in it. Of an SMS only the text is not empty. */
export interface CompiledVariant {
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
  /** The template's own parameters; false adds none, missing those of the settings. */
  readonly utm?: Utm | false;
}

export interface PublishedTemplate {
  readonly id: string;
  readonly version: number;
  readonly publishedAt: number;
  readonly source: TemplateSource;
  readonly compiled: Readonly<Record<TemplateLocale, CompiledVariant>>;
}

export interface PublishedBlock {
  readonly version: number;
  readonly publishedAt: number;
  readonly source: BlockSource;
}

/** Which language of a template is sent, and what providers approved its text under. */
export interface TemplateVariantRef {
  readonly locale: TemplateLocale;
  readonly approvedId?: Readonly<Record<string, string>>;
}

/** As `templateLocale` chooses. */
export function variantRef(
  { locales }: TemplateSource,
  wanted: string | null,
  shopLocale: string,
): TemplateVariantRef {
  const locale = templateLocale(wanted, shopLocale, Object.keys(locales));
  const variant = locales[locale];
  const approvedId = variant !== undefined && 'approvedId' in variant ? variant.approvedId : undefined;
  return approvedId === undefined ? { locale } : { locale, approvedId };
}

/** The variant of a language, or of the nearest there is; undefined where there is none at all. */
export function variantIn<T>(
  variants: Readonly<Record<TemplateLocale, T>>,
  locale: TemplateLocale,
): T | undefined {
  return variants[templateLocale(locale, locale, Object.keys(variants))];
}
