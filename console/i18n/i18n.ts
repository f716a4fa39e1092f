/** i18next with both languages built in: nothing is loaded later, so no sentence ever flashes as a key. */
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en } from './en.ts';
import {
  isLanguage,
  type Language,
  openingLanguage,
  rememberedLanguage,
  rememberLanguage,
} from './language.ts';
import { zhCN } from './zhCN.ts';

function speak(language: string): void {
  document.documentElement.lang = language;
}

export async function startI18n(): Promise<void> {
  const language = openingLanguage(rememberedLanguage(), navigator.languages);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
  });
  i18next.on('languageChanged', speak);
  speak(language);
}

/** The language in use, and how to change it for good. */
export function useLanguage(): { language: Language; choose: (language: Language) => void } {
  const { i18n } = useTranslation();
  const language = isLanguage(i18n.language) ? i18n.language : 'en';
  return {
    language,
    choose: (chosen) => {
      rememberLanguage(chosen);
      void i18n.changeLanguage(chosen);
    },
  };
}
