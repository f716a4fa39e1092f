/** What let a person into a journey or ended it, from what is kept with the passage. */
import type { Language } from '../i18n/language.ts';
import { fill, phrasesIn, wordFor } from '../i18n/words.ts';
import type { StepReader } from './stepWords.ts';

const CHANGE = /^([a-z]+) → ([a-z]+)$/;

/** What ended a passage: an event, a change of stage or a condition. */
export function endWords(detail: string, language: Language): string {
  const { trigger } = phrasesIn(language);
  if (detail === 'condition') return trigger.byCondition;
  const [, from, to] = CHANGE.exec(detail) ?? [];
  if (from === undefined || to === undefined) return wordFor('event', detail, language);
  const named = { from: wordFor('stage', from, language), to: wordFor('stage', to, language) };
  return fill(trigger.stageFromTo, named);
}

/** What let a person in; null where it was not kept in a way known here. */
export function beginWords(
  trigger: Readonly<Record<string, unknown>>,
  { language, journeyName }: StepReader,
): string | null {
  const words = phrasesIn(language).trigger;
  const text = (name: string) => (typeof trigger[name] === 'string' ? trigger[name] : null);
  const [event, journey, to] = [text('event'), text('journey'), text('to')];
  if (event !== null) return wordFor('event', event, language);
  if (text('schedule') !== null) return words.bySchedule;
  if (text('date') !== null) return words.byDate;
  if (text('backlog') !== null) return words.byBacklog;
  if (journey !== null) return fill(words.byJourney, { journey: journeyName(journey) });
  return to === null ? null : fill(words.stageTo, { to: wordFor('stage', to, language) });
}
