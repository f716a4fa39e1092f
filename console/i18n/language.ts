/** The two languages of the console: which one to open with, and remembering the choice. */

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

const REMEMBERED_AS = 'perennial.language';

export const isLanguage = (text: string | null): text is Language => text === 'en' || text === 'zh-CN';

/** The remembered language, else the first of the browser's that the console speaks, else English. */
export function openingLanguage(remembered: string | null, browser: readonly string[]): Language {
  if (isLanguage(remembered)) return remembered;
  for (const tag of browser) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'zh') return 'zh-CN';
    if (primary === 'en') return 'en';
  }
  return 'en';
}

/** Reading storage may be forbidden; the console then asks the browser each time. */
export function rememberedLanguage(): string | null {
  try {
    return window.localStorage.getItem(REMEMBERED_AS);
  } catch {
    return null;
  }
}

export function rememberLanguage(language: Language): void {
  try {
    window.localStorage.setItem(REMEMBERED_AS, language);
  } catch {
    // The choice then lasts as long as the page.
  }
}
