/** A condition of a journey as a phrase. */
import type { Condition } from '../../core/journey/condition.ts';
import { duration } from '../text/format.ts';
import type { Language } from '../words/language.ts';
import type { WordTable } from '../words/wordTable.ts';
import { fill, wordFor } from '../words/words.ts';

interface Range {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

function rangeText(what: string, { min, max }: Range, { condition }: WordTable): string {
  if (min === undefined) return fill(condition.atMost, { what, max: max ?? '' });
  if (max === undefined) return fill(condition.atLeast, { what, min });
  return fill(min === max ? condition.exactly : condition.between, { what, min, max });
}

function listText(
  what: string,
  values: readonly (string | number | boolean)[],
  { condition }: WordTable,
): string {
  return fill(condition.oneOf, { what, values: values.join(', ') });
}

interface Comparison extends Range {
  readonly equals?: string | number | boolean | undefined;
  readonly in?: readonly (string | number)[] | undefined;
  readonly exists?: boolean | undefined;
}

function comparisonText(what: string, asked: Comparison, words: WordTable): string {
  const { equals, in: values, exists, min, max } = asked;
  const parts = [
    ...(exists === undefined
      ? []
      : [fill(exists ? words.condition.exists : words.condition.isNot, { what })]),
    ...(equals === undefined ? [] : [fill(words.condition.exactly, { what, min: String(equals) })]),
    ...(values === undefined ? [] : [listText(what, values, words)]),
    ...(min === undefined && max === undefined ? [] : [rangeText(what, { min, max }, words)]),
  ];
  return parts.join(words.condition.all);
}

function happenedText(
  { happened, within, atLeast }: Extract<Condition, { happened: unknown }>,
  { condition }: WordTable,
  language: Language,
): string {
  const span =
    within === 'this-journey'
      ? condition.sinceEntry
      : fill(condition.within, { duration: duration(within, language) });
  const sentence = atLeast === 1 ? condition.happened : condition.happenedTimes;
  return fill(sentence, { events: happened.join(condition.any), span, count: atLeast });
}

function nested(parts: readonly Condition[], joint: string, words: WordTable, language: Language): string {
  const texts = parts.map((part) => {
    const text = conditionText(part, words, language);
    return 'all' in part || 'any' in part ? `(${text})` : text;
  });
  return texts.join(joint);
}

export function conditionText(condition: Condition, words: WordTable, language: Language): string {
  const name = words.condition;
  if ('all' in condition) return nested(condition.all, name.all, words, language);
  if ('any' in condition) return nested(condition.any, name.any, words, language);
  if ('not' in condition) return fill(name.not, { condition: conditionText(condition.not, words, language) });
  if ('stage' in condition)
    return listText(
      name.stage,
      condition.stage.map((stage) => wordFor(words, 'stage', stage)),
      words,
    );
  if ('grade' in condition) return listText(name.grade, condition.grade, words);
  if ('group' in condition)
    return listText(
      name.group,
      condition.group.map((group) => wordFor(words, 'group', group)),
      words,
    );
  if ('orders' in condition) return rangeText(name.orders, condition.orders, words);
  if ('spendMinor' in condition) return rangeText(name.spendMinor, condition.spendMinor, words);
  if ('daysSinceLastOrder' in condition)
    return rangeText(name.daysSinceLastOrder, condition.daysSinceLastOrder, words);
  if ('verdict' in condition)
    return listText(
      name.verdict,
      condition.verdict.map((one) => wordFor(words, 'verdict', one)),
      words,
    );
  if ('loss' in condition)
    return listText(
      name.loss,
      condition.loss.map((one) => wordFor(words, 'lossKind', one)),
      words,
    );
  if ('winBackArm' in condition)
    return listText(
      name.winBackArm,
      condition.winBackArm.map((one) => wordFor(words, 'caseArm', one)),
      words,
    );
  if ('happened' in condition) return happenedText(condition, words, language);
  if ('reachable' in condition)
    return fill(name.reachable, { channel: wordFor(words, 'channel', condition.reachable) });
  if ('language' in condition) {
    const names = new Intl.DisplayNames(language, { type: 'language' });
    return listText(
      name.language,
      condition.language.map((code) => names.of(code) ?? code),
      words,
    );
  }
  if ('arm' in condition) return fill(name.arm, { arm: condition.arm.is, node: condition.arm.node });
  if ('segment' in condition) return fill(name.segment, { segment: condition.segment });
  const path = 'trait' in condition ? condition.trait : condition.property;
  return comparisonText(fill(name.trait, { name: path }), condition, words);
}
