/** Puts in what the law of the reader's place asks for (`core/message/templateLaw.ts`), where the message does not say it. */
import * as z from 'zod';
import type { JsonObject } from '../../core/json.ts';
import type { TemplateLocale } from '../../core/message/template.ts';
import { isMarkedAsAd, isSigned, saysHowToStop } from '../../core/message/templateLaw.ts';

const inBoth = z.object({ en: z.string(), 'zh-CN': z.string() });
const lawSchema = z
  .object({ prefix: inBoth.optional(), signature: z.string().optional(), optOut: inBoth.optional() })
  .catch({});

function inLanguage(words: z.output<typeof inBoth> | undefined, locale: TemplateLocale): string {
  if (words === undefined) return '';
  return locale.startsWith('zh') ? words['zh-CN'] : words.en;
}

/** The subject behind its mark. */
export function lawfulSubject(subject: string, { law }: JsonObject, locale: TemplateLocale): string {
  if (law === undefined || isMarkedAsAd(subject)) return subject;
  return `${inLanguage(lawSchema.parse(law).prefix, locale)}${subject}`;
}

/** The text behind its signature, and before the words that stop it. */
export function lawfulSms(text: string, { law }: JsonObject, locale: TemplateLocale): string {
  if (law === undefined) return text;
  const { signature, optOut } = lawSchema.parse(law);
  const signed = signature === undefined || isSigned(text) ? text : `【${signature}】${text}`;
  const line = saysHowToStop(text) ? '' : inLanguage(optOut, locale);
  if (line === '') return signed;
  return locale.startsWith('zh') ? `${signed}${line}` : `${signed} ${line}`;
}
