/** A journey in the terminal: who enters and leaves, then its steps top-down. */
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import type { JourneyView } from '../answers/journey.ts';
import { textIn } from '../answers/localised.ts';
import { count, day, duration } from '../text/format.ts';
import { pairs } from '../text/table.ts';
import { displayWidth } from '../text/width.ts';
import type { Language } from '../words/language.ts';
import { fill, wordFor, wordsIn } from '../words/words.ts';
import { layOut } from './layOut.ts';
import { entryText, exitText } from './triggerText.ts';

function reentryText(rule: JourneyDefinition['reentry'], language: Language): string {
  const { journeys } = wordsIn(language);
  if (rule === 'never') return journeys.reentryNever;
  if (rule === 'always') return journeys.reentryAlways;
  return 'after' in rule
    ? fill(journeys.reentryAfter, { duration: duration(rule.after, language) })
    : fill(journeys.reentryTimes, { count: rule.times });
}

/** A label before the first of its lines. */
function labelled(label: string, texts: readonly string[]): (readonly [string, string])[] {
  return texts.map((text, i) => [i === 0 ? label : '', text] as const);
}

function header(view: JourneyView, language: Language): string[] {
  const words = wordsIn(language);
  const { definition } = view;
  const { entry, exits, goal, reentry } = definition;
  const heading = fill(words.journeys.heading, {
    version: view.version,
    class: wordFor(words, 'class', view.class),
    topic: wordFor(words, 'topic', view.topic),
    inside: count(view.inside, language),
  });
  return [
    `${textIn(view.name, language)} (${view.id})`,
    heading,
    '',
    ...pairs([
      ...labelled(
        words.journeys.enters,
        entry.map((one) => entryText(one, language)),
      ),
      ...labelled(
        words.journeys.leaves,
        exits.map((one) => exitText(one, language)),
      ),
      ...labelled(words.journeys.goal, goal === undefined ? [] : [exitText(goal, language)]),
      ...labelled(words.journeys.reentry, [reentryText(reentry, language)]),
      ...labelled(
        words.journeys.decided,
        view.winners.map(({ node, arm, at }) => fill(words.journeys.winner, { node, arm, day: day(at) })),
      ),
    ]),
  ];
}

/** `columns` is what the screen has; infinite for a pipe. */
export function drawJourney(view: JourneyView, language: Language, columns: number): string[] {
  const wide = layOut(view.definition, view.byNode, language, 'side-by-side');
  const fits = wide.every((line) => displayWidth(line) <= columns);
  const steps = fits ? wide : layOut(view.definition, view.byNode, language, 'rail');
  return [...header(view, language), '', ...steps];
}
