/** `journeys list`: the published journeys and the people inside. */
import { journeyListSchema, type JourneyRow } from '../answers/journey.ts';
import { textIn } from '../answers/localised.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { count } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

/** People who still finish an earlier version: `2: 14`; '' where there is nobody. */
function older({ version, versions }: JourneyRow, { language }: CommandContext): string {
  return versions
    .filter((one) => one.version !== version)
    .map((one) => `${one.version}: ${count(one.people, language)}`)
    .join(', ');
}

/** How far a backlog that is being let in has come; '' where none is. */
function waiting({ backlog }: JourneyRow, { words, language }: CommandContext): string {
  if (!backlog?.next) return '';
  const [admitted, perDay] = [count(backlog.admitted, language), count(backlog.perDay, language)];
  return fill(words.journeys.backlogPace, { admitted, perDay });
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, json, printer, words, language } = context;
  const answer = await ask({ method: 'GET', path: '/v1/journeys' });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { items } = readAnswer(journeyListSchema, answer);
  if (items.length === 0) {
    await printer.note(words.journeys.none);
    return 0;
  }
  const { id, name, class: classTitle, topic, version, inside } = words.journeys;
  const left = [id, name, classTitle, topic].map((title) => ({ title }));
  const right = [version, inside].map((title) => ({ title, align: 'right' as const }));
  const more = [
    { title: words.journeys.older, of: items.map((journey) => older(journey, context)) },
    { title: words.journeys.backlog, of: items.map((journey) => waiting(journey, context)) },
  ].filter(({ of }) => of.some((text) => text !== ''));
  const rows = items.map((journey, n) => [
    journey.id,
    textIn(journey.name, language),
    wordFor(words, 'class', journey.class),
    wordFor(words, 'topic', journey.topic),
    String(journey.version),
    count(journey.inside, language),
    ...more.map(({ of }) => of[n] ?? ''),
  ]);
  await printer.lines(table([...left, ...right, ...more.map(({ title }) => ({ title }))], rows));
  return 0;
}
