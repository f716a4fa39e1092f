/**
 * Templates: subject, preheader, body and plain text in each language. Compiled once at publish; resolved at send (the
 * newest version), rendered only when someone looks.
 */
import * as z from 'zod';

/** S11: a template's source is no larger than this. */
export const LARGEST_TEMPLATE_BYTES = 64 * 1024;

const variant = z.strictObject({
  subject: z.string().min(1).max(300),
  preheader: z.string().max(300).default(''),
  /** MJML with Liquid. */
  mjml: z.string().min(1).max(LARGEST_TEMPLATE_BYTES),
  /** Plain text with Liquid. */
  text: z.string().min(1).max(LARGEST_TEMPLATE_BYTES),
});

export const templateSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  locales: z.strictObject({ en: variant, 'zh-CN': variant }),
});

export type TemplateSource = z.infer<typeof templateSchema>;
export type TemplateLocale = keyof TemplateSource['locales'];

/** A variant with its MJML compiled to HTML; Liquid still in it. */
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
