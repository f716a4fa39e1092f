/**
 * What steps of a journey gave, as one reader is shown it: every text in both languages becomes the one of theirs, and of a question
 * every answer has the link that gives it.
 */
import type { Json, JsonObject } from '../json.ts';
import { isList, isObject } from '../journey/meaning.ts';
import { type AskedSurvey, askedIn, NUMBER_SCALES } from '../journey/surveyNode.ts';
import type { ShippedLocale } from './templateLocale.ts';

function isText(value: JsonObject): boolean {
  return Object.keys(value).length === 2 && 'en' in value && 'zh-CN' in value;
}

/** The value with every `{ en, zh-CN }` in it replaced by the text of the language. */
export function inLanguage(value: Json, language: ShippedLocale): Json {
  if (isList(value)) return value.map((one) => inLanguage(one, language));
  if (!isObject(value)) return value;
  if (isText(value)) return value[language] ?? '';
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inLanguage(one, language)]));
}

const YES_NO = [
  { value: 'yes', label: { en: 'Yes', 'zh-CN': '是' } },
  { value: 'no', label: { en: 'No', 'zh-CN': '否' } },
] as const;

/** Every answer a question may be given, in order, with what it is called. */
export function answersOf({ scale, choices = [] }: AskedSurvey): { value: string; label: Json }[] {
  switch (scale) {
    case 'yes-no':
      return [...YES_NO];
    case 'choice':
      return choices.map(({ id, label }) => ({ value: id, label }));
    case 'nps':
    case 'csat': {
      const { min, max } = NUMBER_SCALES[scale];
      return Array.from({ length: max - min + 1 }, (_, place) => {
        const value = String(min + place);
        return { value, label: value };
      });
    }
  }
}

function surveyData(asked: AskedSurvey, url: string | undefined): JsonObject {
  const linked = answersOf(asked).map((one) =>
    url === undefined ? one : { ...one, url: `${url}?answer=${one.value}` },
  );
  const { id, question, scale } = asked;
  return { id, question, scale, answers: linked, ...(url === undefined ? {} : { url }) };
}

/** @param surveyLink of the page that takes the answer; undefined where there is none. */
export function givenData(
  given: JsonObject | null,
  language: ShippedLocale,
  surveyLink: string | undefined,
): JsonObject {
  if (given === null) return {};
  const asked = askedIn(given['survey']);
  const all = asked === null ? given : { ...given, survey: surveyData(asked, surveyLink) };
  const told = inLanguage(all, language);
  return isObject(told) ? told : {};
}
