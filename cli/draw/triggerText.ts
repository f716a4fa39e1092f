/** What lets people into a journey and what ends it, as phrases. */
import type { EntryTrigger, ExitTrigger } from '../../core/journey/definition.ts';
import type { DateTrigger, ScheduleTrigger } from '../../core/journey/triggers.ts';
import { duration } from '../text/format.ts';
import type { Language } from '../words/language.ts';
import { fill, wordFor, wordsIn } from '../words/words.ts';
import { conditionText } from './conditionText.ts';
import { dateText, weekdaysText } from './momentText.ts';

type Of<On extends string> = Extract<ExitTrigger, { on: On }>;

function stageText({ from, to }: Pick<Of<'stage'>, 'from' | 'to'>, language: Language): string {
  const words = wordsIn(language);
  const { journeys } = words;
  const named = (stages: readonly string[]) =>
    stages.map((stage) => wordFor(words, 'stage', stage)).join(', ');
  if (from !== undefined && to !== undefined)
    return fill(journeys.stageFromTo, { from: named(from), to: named(to) });
  if (to !== undefined) return fill(journeys.stageTo, { to: named(to) });
  return from === undefined ? journeys.stageAny : fill(journeys.stageFrom, { from: named(from) });
}

function segmentText(
  { segment, change }: Pick<Of<'segment'>, 'segment' | 'change'>,
  language: Language,
): string {
  const { journeys } = wordsIn(language);
  return fill(change === 'entered' ? journeys.intoSegment : journeys.outOfSegment, { segment });
}

function scheduleText({ time, weekdays, monthDays, spread }: ScheduleTrigger, language: Language): string {
  const { journeys, list } = wordsIn(language);
  const onDays = weekdaysText(weekdays, language);
  const days = monthDays?.join(list.comma) ?? null;
  const trigger =
    days === null
      ? fill(onDays === null ? journeys.everyDay : journeys.weekly, { days: onDays ?? '', time })
      : fill(onDays === null ? journeys.monthly : journeys.monthlyOn, { days, weekdays: onDays ?? '', time });
  return spread === undefined
    ? trigger
    : fill(journeys.spread, { trigger, duration: duration(spread, language) });
}

function yearlyText(trigger: DateTrigger, language: Language): string {
  const { journeys } = wordsIn(language);
  const isYearly = trigger.yearly || trigger.festival !== undefined;
  return fill(isYearly ? journeys.onDateYearly : journeys.onDate, {
    date: dateText(trigger, language),
    time: trigger.at,
  });
}

function withFilter(trigger: string, { where }: Pick<EntryTrigger, 'where'>, language: Language): string {
  const words = wordsIn(language);
  if (where === undefined) return trigger;
  return fill(words.journeys.where, { trigger, condition: conditionText(where, words, language) });
}

function bareEntry(entry: EntryTrigger, language: Language): string {
  const { journeys } = wordsIn(language);
  const keyed = (event: string, key: string | undefined) =>
    key === undefined ? event : fill(journeys.keyed, { event, key });
  switch (entry.on) {
    case 'event':
      return keyed(fill(journeys.event, { event: entry.event }), entry.key);
    case 'stage':
      return stageText(entry, language);
    case 'segment':
      return segmentText(entry, language);
    case 'schedule':
      return scheduleText(entry, language);
    case 'date':
      return yearlyText(entry, language);
    case 'api':
      return keyed(journeys.asked, entry.key);
    case 'campaign':
      return journeys.byCampaign;
  }
}

export function entryText(entry: EntryTrigger, language: Language): string {
  return withFilter(bareEntry(entry, language), entry, language);
}

export function exitText(exit: ExitTrigger, language: Language): string {
  const words = wordsIn(language);
  const { journeys } = words;
  switch (exit.on) {
    case 'stage':
      return stageText(exit, language);
    case 'segment':
      return segmentText(exit, language);
    case 'condition':
      return fill(journeys.once, { condition: conditionText(exit.when, words, language) });
    case 'event': {
      const event = fill(journeys.event, { event: exit.event });
      const text = exit.key === undefined ? event : fill(journeys.sameKey, { event, key: exit.key });
      return withFilter(text, exit, language);
    }
  }
}
