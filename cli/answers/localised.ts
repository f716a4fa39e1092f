/** Texts the API sends in both languages, or in one. */
import * as z from 'zod';
import type { Language } from '../words/language.ts';

export const localisedSchema = z.union([z.string(), z.looseObject({ en: z.string(), 'zh-CN': z.string() })]);
type Localised = z.output<typeof localisedSchema>;

export function textIn(text: Localised, language: Language): string {
  return typeof text === 'string' ? text : text[language];
}
