/** The two languages of the command line's output. */

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What `--lang` says, else what the environment's locale says, else English. */
export function languageOf(
  asked: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const named = LANGUAGES.find((language) => language === asked);
  if (named !== undefined) return named;
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^zh(?![a-z])/i.test(locale) ? 'zh-CN' : 'en';
}
