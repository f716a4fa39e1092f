/**
 * Templates, in each language: of a mail subject, preheader, body and plain text, of an SMS its text alone. Compiled once at
 * publish; resolved at send (the newest version), rendered only when someone looks.
 */
import * as z from 'zod';

/** S11: a template's source is no larger than this. */
export const LARGEST_TEMPLATE_BYTES = 64 * 1024;

/** More than any provider takes in one SMS. */
export const LONGEST_SMS_CHARS = 2_000;

const id = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);

const mailVariant = z.strictObject({
  subject: z.string().min(1).max(300),
  preheader: z.string().max(300).default(''),
  /** MJML with Liquid. */
  mjml: z.string().min(1).max(LARGEST_TEMPLATE_BYTES),
  /** Plain text with Liquid. */
  text: z.string().min(1).max(LARGEST_TEMPLATE_BYTES),
});

const smsVariant = z.strictObject({
  /** The whole message, with Liquid. */
  text: z.string().min(1).max(LONGEST_SMS_CHARS),
});

const mailTemplate = z.strictObject({
  id,
  channel: z.literal('email').default('email'),
  locales: z.strictObject({ en: mailVariant, 'zh-CN': mailVariant }),
});
const smsTemplate = z.strictObject({
  id,
  channel: z.literal('sms'),
  locales: z.strictObject({ en: smsVariant, 'zh-CN': smsVariant }),
});

export const templateSchema = z.discriminatedUnion('channel', [mailTemplate, smsTemplate]);

export type TemplateSource = z.infer<typeof templateSchema>;
export type MailTemplate = z.infer<typeof mailTemplate>;
export type SmsTemplate = z.infer<typeof smsTemplate>;
export type TemplateLocale = keyof TemplateSource['locales'];

/** A variant with its MJML compiled to HTML; Liquid still in it. Of an SMS only the text is not empty. */
export interface CompiledVariant {
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
}

export interface PublishedTemplate {
  readonly id: string;
  readonly version: number;
  readonly publishedAt: number;
  readonly source: TemplateSource;
  readonly compiled: Readonly<Record<TemplateLocale, CompiledVariant>>;
}

/** The variant for a person's locale: Chinese of any kind reads 简体中文, everyone else English, unknown the shop's. */
export function templateLocale(locale: string | null, shopLocale: TemplateLocale): TemplateLocale {
  if (locale === null) return shopLocale;
  return locale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
