/** The plan of one file in words: what changes, and what becomes of the people who are mid-journey. */
import type { JourneyPlan, MigrationRow } from '../answers/plan.ts';
import type { CommandContext } from '../context.ts';
import { count } from '../text/format.ts';
import { people } from '../text/people.ts';
import { fill } from '../words/words.ts';
import { differenceLines } from './differenceLines.ts';

type Say = Pick<CommandContext, 'words' | 'language'>;

function headline(file: string, { id, kind, running, version }: JourneyPlan, { words }: Say): string {
  return fill(words.plan[kind], { file, id, from: running ?? 0, version, to: version });
}

function rowLine(row: MigrationRow, say: Say): string {
  const { plan } = say.words;
  const where = fill(plan.at, {
    people: people(row.people, say),
    node: row.node,
    version: row.version,
  });
  const goes =
    row.to === null ? plan.stays : row.to === row.node ? plan.movesSame : fill(plan.moves, { node: row.to });
  return `  ${where}${say.words.list.semicolon}${goes}`;
}

function peopleLines({ id, kind, people: rows }: JourneyPlan, say: Say): string[] {
  const { plan } = say.words;
  const inFlight = rows.reduce((sum, row) => sum + row.people, 0);
  if (inFlight === 0) return kind === 'new' ? [] : [plan.nobody];
  const sentence = inFlight === 1 ? plan.inFlight_one : plan.inFlight_other;
  const total = fill(sentence, { count: count(inFlight, say.language) });
  if (kind === 'unchanged') return [total];
  return [total, plan.finish, ...rows.map((row) => rowLine(row, say)), fill(plan.migrate, { id })];
}

export function planLines(file: string, plan: JourneyPlan, say: Say): string[] {
  const waiting = plan.backlog?.matching ?? 0;
  const lines = [
    ...(plan.difference === null ? [] : differenceLines(plan.difference, say)),
    ...peopleLines(plan, say),
    ...(waiting === 0 ? [] : [fill(say.words.plan.waiting, { people: people(waiting, say) })]),
  ];
  return [headline(file, plan, say), ...lines.map((line) => `  ${line}`)];
}
