/** Who enters a journey, what ends it and who may come again, as phrases. */
import type { JourneyDefinition, JourneyEntry, JourneyExit } from '../api/journeyTypes.ts';
import { formatCount } from '../format/money.ts';
import { formatDuration } from '../format/time.ts';
import type { Language } from '../i18n/language.ts';
import { fill, phrasesIn, wordFor } from '../i18n/words.ts';
import { conditionWords } from './conditionWords.ts';
import { dateWords, weekdayWords } from './momentWords.ts';

type Entry<On extends string> = Extract<JourneyEntry, { readonly on: On }>;

function stageWords({ from, to }: Pick<Entry<'stage'>, 'from' | 'to'>, language: Language): string {
  const { phrase, trigger } = phrasesIn(language);
  const named = (stages: readonly string[]) =>
    stages.map((stage) => wordFor('stage', stage, language)).join(phrase.or);
  if (from !== undefined && to !== undefined)
    return fill(trigger.stageFromTo, { from: named(from), to: named(to) });
  if (to !== undefined) return fill(trigger.stageTo, { to: named(to) });
  return from === undefined ? trigger.stageAny : fill(trigger.stageFrom, { from: named(from) });
}

function segmentWords(
  { segment, change }: Pick<Entry<'segment'>, 'segment' | 'change'>,
  language: Language,
): string {
  const { trigger } = phrasesIn(language);
  return fill(change === 'entered' ? trigger.intoSegment : trigger.outOfSegment, { segment });
}

function scheduleWords(asked: Entry<'schedule'>, language: Language): string {
  const { phrase, trigger } = phrasesIn(language);
  const { time, spread } = asked;
  const weekdays = weekdayWords(asked.weekdays, language);
  const monthDays = asked.monthDays?.join(phrase.comma) ?? null;
  const bare =
    monthDays === null
      ? fill(weekdays === null ? trigger.everyDay : trigger.weekly, { days: weekdays ?? '', time })
      : fill(weekdays === null ? trigger.monthly : trigger.monthlyOn, {
          days: monthDays,
          weekdays: weekdays ?? '',
          time,
        });
  if (spread === undefined) return bare;
  return fill(trigger.spread, { trigger: bare, duration: formatDuration(spread, language) });
}

function filtered(words: string, { where }: Pick<JourneyEntry, 'where'>, language: Language): string {
  if (where === undefined) return words;
  const { phrase } = phrasesIn(language);
  return fill(phrase.where, { trigger: words, condition: conditionWords(where, language) });
}

function bareEntry(entry: JourneyEntry, language: Language): string {
  const { trigger } = phrasesIn(language);
  const keyed = (event: string, key: string | undefined) =>
    key === undefined ? event : fill(trigger.keyed, { event, key });
  switch (entry.on) {
    case 'event':
      return keyed(wordFor('event', entry.event, language), entry.key);
    case 'stage':
      return stageWords(entry, language);
    case 'segment':
      return segmentWords(entry, language);
    case 'schedule':
      return scheduleWords(entry, language);
    case 'date': {
      const isYearly = entry.yearly || entry.festival !== undefined;
      const date = dateWords(entry, language);
      return fill(isYearly ? trigger.yearly : trigger.date, { date, time: entry.at });
    }
    case 'api':
      return keyed(trigger.asked, entry.key);
    case 'campaign':
      return trigger.byCampaign;
  }
}

export function entryWords(entry: JourneyEntry, language: Language): string {
  return filtered(bareEntry(entry, language), entry, language);
}

export function exitWords(exit: JourneyExit, language: Language): string {
  const { trigger } = phrasesIn(language);
  switch (exit.on) {
    case 'stage':
      return stageWords(exit, language);
    case 'segment':
      return segmentWords(exit, language);
    case 'condition':
      return fill(trigger.once, { condition: conditionWords(exit.when, language) });
    case 'event': {
      const event = wordFor('event', exit.event, language);
      const words = exit.key === undefined ? event : fill(trigger.sameKey, { event, key: exit.key });
      return filtered(words, exit, language);
    }
  }
}

export function reentryWords(rule: JourneyDefinition['reentry'], language: Language): string {
  const { trigger } = phrasesIn(language);
  if (rule === 'never') return trigger.never;
  if (rule === 'always') return trigger.always;
  return 'after' in rule
    ? fill(trigger.again, { duration: formatDuration(rule.after, language) })
    : fill(trigger.times, { count: formatCount(rule.times, language) });
}
