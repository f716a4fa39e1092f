/** When something in a journey is to happen, as a phrase: dates with their distance, weekdays, spans and rhythms. */
import type { JourneyDate, JourneyGap, JourneyWait } from '../api/journeyTypes.ts';
import { formatDuration } from '../format/time.ts';
import type { Language } from '../i18n/language.ts';
import { fill, phrasesIn, wordFor } from '../i18n/words.ts';

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
/** Fewer neighbouring days are listed one by one. */
const SHORTEST_RUN = 3;

/** Weekdays in the order of the week, three or more in a row as from one to the other; null for every day. */
export function weekdayWords(names: readonly string[] | undefined, language: Language): string | null {
  const { phrase, wait } = phrasesIn(language);
  const chosen = WEEK.filter((name) => names?.includes(name) ?? true);
  if (chosen.length === WEEK.length) return null;
  const word = (name: string | undefined) => wordFor('weekday', name ?? '', language);
  const first = WEEK.findIndex((name) => name === chosen[0]);
  const inARow = WEEK[first + chosen.length - 1] === chosen.at(-1);
  return inARow && chosen.length >= SHORTEST_RUN
    ? fill(wait.run, { first: word(chosen[0]), last: word(chosen.at(-1)) })
    : chosen.map(word).join(phrase.comma);
}

function shifted(text: string, offset: string, language: Language): string {
  const { wait } = phrasesIn(language);
  const distance = Number.parseInt(offset, 10) || 0;
  if (distance === 0) return text;
  const days = formatDuration(`${Math.abs(distance)}d`, language);
  return fill(distance < 0 ? wait.before : wait.after, { days, date: text });
}

/** `5 days before birthday`, without the time of day. */
export function dateWords({ trait, property, festival, offset }: JourneyDate, language: Language): string {
  const { wait } = phrasesIn(language);
  const named =
    trait === undefined ? fill(wait.property, { name: property ?? '' }) : fill(wait.trait, { name: trait });
  return shifted(festival === undefined ? named : wordFor('festival', festival, language), offset, language);
}

function gapWords(gap: JourneyGap, language: Language): string {
  const { wait, phrase } = phrasesIn(language);
  const plain = fill(gap.of === 'shop' ? wait.gapOfShop : wait.gapOfCustomer, {
    quantile: gap.quantile.toUpperCase(),
  });
  const scaled = gap.times === 1 ? plain : fill(wait.gapTimes, { times: String(gap.times), gap: plain });
  const bound = (sentence: string, limit: string | undefined) =>
    limit === undefined ? [] : [fill(sentence, { duration: formatDuration(limit, language) })];
  return [
    fill(gap.from === 'last-order' ? wait.gapSinceOrder : wait.gap, {
      gap: shifted(scaled, gap.offset, language),
    }),
    ...bound(wait.atLeast, gap.atLeast),
    ...bound(wait.atMost, gap.atMost),
  ].join(phrase.comma);
}

/** How long a wait is: `3 days`, `until 09:00, Monday to Friday`. */
export function waitWords(node: JourneyWait, language: Language): string {
  const { wait } = phrasesIn(language);
  if (node.for !== undefined) return formatDuration(node.for, language);
  if (node.gap !== undefined) return gapWords(node.gap, language);
  const { until = 'best-hour' } = node;
  if (until === 'best-hour') return wait.bestHour;
  if ('at' in until) return fill(wait.date, { date: dateWords(until, language), time: until.at });
  const days = weekdayWords(until.weekdays, language);
  const { time } = until;
  return days === null ? fill(wait.time, { time }) : fill(wait.timeOn, { time, days });
}
