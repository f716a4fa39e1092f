/** When something is to happen, as a phrase: dates with their distance, weekdays, the spans and rhythms a wait may name. */
import type { NodeOf } from '../../core/journey/definition.ts';
import { type JourneyDate, offsetDaysOf } from '../../core/journey/pieces.ts';
import { days, duration } from '../text/format.ts';
import type { Language } from '../words/language.ts';
import { fill, wordFor, wordsIn } from '../words/words.ts';

type Wait = NodeOf<'wait'>;
type Gap = NonNullable<Wait['gap']>;

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
/** Fewer neighbouring days are listed one by one. */
const SHORTEST_RUN = 3;

/** Weekdays in the order of the week, three or more in a row as from one to the other; null for every day. */
export function weekdaysText(names: readonly string[] | undefined, language: Language): string | null {
  const words = wordsIn(language);
  const chosen = WEEK.filter((name) => names?.includes(name) ?? true);
  if (chosen.length === WEEK.length) return null;
  const word = (name: string | undefined) => wordFor(words, 'weekday', name ?? '');
  const [first, last] = [WEEK.findIndex((name) => name === chosen[0]), chosen.at(-1)];
  const inARow = WEEK[first + chosen.length - 1] === last;
  return inARow && chosen.length >= SHORTEST_RUN
    ? fill(words.date.days, { first: word(chosen[0]), last: word(last) })
    : chosen.map(word).join(words.list.comma);
}

function shifted(text: string, offset: string, language: Language): string {
  const { date } = wordsIn(language);
  const distance = offsetDaysOf(offset);
  if (distance === 0) return text;
  return fill(distance < 0 ? date.before : date.after, {
    days: days(Math.abs(distance), language),
    date: text,
  });
}

/** `5 days before birthday`, without the time of day. */
export function dateText({ trait, property, festival, offset }: JourneyDate, language: Language): string {
  const words = wordsIn(language);
  const { date } = words;
  const named =
    trait === undefined ? fill(date.property, { name: property ?? '' }) : fill(date.trait, { name: trait });
  return shifted(festival === undefined ? named : wordFor(words, 'festival', festival), offset, language);
}

function gapText(gap: Gap, language: Language): string {
  const { wait, list } = wordsIn(language);
  const plain = fill(gap.of === 'shop' ? wait.gapOfShop : wait.gapOfCustomer, {
    quantile: gap.quantile.toUpperCase(),
  });
  const scaled = gap.times === 1 ? plain : fill(wait.gapTimes, { times: gap.times, gap: plain });
  const from = gap.from === 'last-order' ? wait.gapSinceOrder : wait.gap;
  const bound = (sentence: string, limit: string | undefined) =>
    limit === undefined ? [] : [fill(sentence, { duration: duration(limit, language) })];
  return [
    fill(from, { gap: shifted(scaled, gap.offset, language) }),
    ...bound(wait.atLeast, gap.atLeast),
    ...bound(wait.atMost, gap.atMost),
  ].join(list.comma);
}

export function waitText(node: Wait, language: Language): string {
  const { wait } = wordsIn(language);
  if (node.for !== undefined) return duration(node.for, language);
  if (node.gap !== undefined) return gapText(node.gap, language);
  const { until = 'best-hour' } = node;
  if (until === 'best-hour') return wait.bestHour;
  if ('time' in until) {
    const weekdays = weekdaysText(until.weekdays, language);
    const { time } = until;
    return weekdays === null ? fill(wait.time, { time }) : fill(wait.timeOn, { time, days: weekdays });
  }
  return fill(wait.date, { date: dateText(until, language), time: until.at });
}
