/** A condition of a journey as a phrase. */
import type { JourneyCondition, JourneyRange } from '../api/journeyTypes.ts';
import { formatCount } from '../format/money.ts';
import { formatDuration } from '../format/time.ts';
import type { Language } from '../i18n/language.ts';
import { fill, phrasesIn, wordFor } from '../i18n/words.ts';

type Of<Field extends string> = Extract<JourneyCondition, Readonly<Record<Field, unknown>>>;

function rangeWords(what: string, { min, max }: JourneyRange, language: Language): string {
  const { condition } = phrasesIn(language);
  const number = (value: number | undefined) => (value === undefined ? '' : formatCount(value, language));
  const said = { what, min: number(min), max: number(max) };
  if (min === undefined) return fill(condition.atMost, said);
  if (max === undefined) return fill(condition.atLeast, said);
  return fill(min === max ? condition.exactly : condition.between, said);
}

function listWords(what: string, values: readonly (string | number)[], language: Language): string {
  const { condition, phrase } = phrasesIn(language);
  return fill(condition.oneOf, { what, values: values.join(phrase.or) });
}

function comparisonWords(what: string, asked: Omit<Of<'trait'>, 'trait'>, language: Language): string {
  const { equals, in: values, exists, min, max } = asked;
  const { condition, phrase } = phrasesIn(language);
  return [
    ...(exists === undefined ? [] : [fill(exists ? condition.known : condition.unknown, { what })]),
    ...(equals === undefined ? [] : [fill(condition.exactly, { what, min: String(equals) })]),
    ...(values === undefined ? [] : [listWords(what, values, language)]),
    ...(min === undefined && max === undefined ? [] : [rangeWords(what, { min, max }, language)]),
  ].join(phrase.and);
}

function happenedWords({ happened, within, atLeast }: Of<'happened'>, language: Language): string {
  const { condition, phrase } = phrasesIn(language);
  const span =
    within === 'this-journey'
      ? condition.sinceEntry
      : fill(condition.within, { duration: formatDuration(within, language) });
  return fill(atLeast === 1 ? condition.happened : condition.happenedTimes, {
    events: eventWords(happened, language, phrase.or),
    span,
    count: formatCount(atLeast, language),
  });
}

/** Names of events as the reader knows them. */
export function eventWords(names: readonly string[], language: Language, joint: string): string {
  return names.map((name) => wordFor('event', name, language)).join(joint);
}

function joined(parts: readonly JourneyCondition[], joint: string, language: Language): string {
  return parts
    .map((part) => {
      const words = conditionWords(part, language);
      if (!('all' in part || 'any' in part)) return words;
      return language === 'en' ? `(${words})` : `（${words}）`;
    })
    .join(joint);
}

export function conditionWords(asked: JourneyCondition, language: Language): string {
  const { condition, phrase } = phrasesIn(language);
  const named = (what: string, vocabulary: 'stage' | 'group', ids: readonly string[]) =>
    listWords(
      what,
      ids.map((id) => wordFor(vocabulary, id, language)),
      language,
    );
  if ('all' in asked) return joined(asked.all, phrase.and, language);
  if ('any' in asked) return joined(asked.any, phrase.or, language);
  if ('not' in asked) return fill(condition.not, { condition: conditionWords(asked.not, language) });
  if ('stage' in asked) return named(condition.stage, 'stage', asked.stage);
  if ('grade' in asked) return listWords(condition.grade, asked.grade, language);
  if ('group' in asked) return named(condition.group, 'group', asked.group);
  if ('orders' in asked) return rangeWords(condition.orders, asked.orders, language);
  if ('spendMinor' in asked) return rangeWords(condition.spendMinor, asked.spendMinor, language);
  if ('daysSinceLastOrder' in asked)
    return rangeWords(condition.daysSinceLastOrder, asked.daysSinceLastOrder, language);
  if ('verdict' in asked) return listWords(condition.verdict, asked.verdict, language);
  if ('loss' in asked) return listWords(condition.loss, asked.loss, language);
  if ('winBackArm' in asked) return listWords(condition.winBackArm, asked.winBackArm, language);
  if ('happened' in asked) return happenedWords(asked, language);
  if ('reachable' in asked)
    return fill(condition.reachable, { channel: wordFor('channel', asked.reachable, language) });
  if ('language' in asked) {
    const names = new Intl.DisplayNames(language, { type: 'language' });
    return listWords(
      condition.language,
      asked.language.map((code) => names.of(code) ?? code),
      language,
    );
  }
  if ('arm' in asked) return fill(condition.arm, { arm: asked.arm.is, node: asked.arm.node });
  if ('segment' in asked) return fill(condition.segment, { segment: asked.segment });
  const path = 'trait' in asked ? asked.trait : asked.property;
  return comparisonWords(fill(condition.trait, { name: path }), asked, language);
}
