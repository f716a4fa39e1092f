/** `winback learn`: what closed cases taught, and what is believed of it. */
import { readAnswer } from '../answers/read.ts';
import { type LearnedAnswer, learnedAnswerSchema } from '../answers/winBack.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { count, day, decimal, money, share } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const LEFT_ALONE = 'holdout';
const NOTHING = 'nothing';

function aloneLines({ words, language }: CommandContext, { alone, beliefs }: LearnedAnswer): string[] {
  const { people, returned, foretold, secondOrders } = alone;
  if (people === 0) return [];
  const { factor, interval } = beliefs.calibration;
  const [low, high] = interval;
  return [
    fill(words.winBack.alone, {
      people: count(people, language),
      returned: count(returned, language),
      share: share(returned / people, language),
      foretold: decimal(foretold, language, 1),
    }),
    fill(words.winBack.secondOrders, { second: count(secondOrders, language) }),
    fill(words.winBack.calibration, {
      factor: decimal(factor, language),
      low: decimal(low, language),
      high: decimal(high, language),
    }),
  ];
}

interface Effects {
  readonly pairs: LearnedAnswer['pairs'];
  readonly contact: LearnedAnswer['beliefs']['contact'];
  readonly steps: LearnedAnswer['beliefs']['steps'];
}

function effectLines(
  { words, language }: Pick<CommandContext, 'words' | 'language'>,
  { pairs, contact, steps }: Effects,
): string[] {
  const { winBack } = words;
  const right = { align: 'right' as const };
  const columns = [
    { title: winBack.rung },
    { title: winBack.against },
    { title: winBack.people, ...right },
    { title: `${winBack.observed} (%)`, ...right },
    { title: winBack.believed, ...right },
  ];
  const name = (id: string) => (id === LEFT_ALONE ? wordFor(words, 'caseArm', id) : id);
  const points = (value: number) => decimal(100 * value, language);
  const odds = (value: number) => decimal(Math.exp(value), language);
  const effects = [{ rung: NOTHING, against: LEFT_ALONE, ...contact }, ...steps];
  const rows = effects.map(({ rung, against, mean, interval: [low, high] }) => {
    const seen = pairs.find(
      (pair) =>
        (pair.rung === rung && pair.against === against) || (pair.rung === against && pair.against === rung),
    );
    const sign = seen?.rung === rung ? 1 : -1;
    return [
      name(rung),
      name(against),
      seen === undefined ? '0' : count(seen.people + seen.againstPeople, language),
      seen === undefined ? winBack.priorOnly : points(sign * (seen.returned - seen.againstReturned)),
      `${odds(mean)}  (${odds(low)} … ${odds(high)})`,
    ];
  });
  return table(columns, rows);
}

/** Each half of the customers by what a return brings; nothing where they are not told apart. */
function halfLines(context: CommandContext, { bands, beliefs, currency }: LearnedAnswer): string[] {
  const { words, language } = context;
  return beliefs.halves.flatMap(({ side, fromMinor, ...half }) => [
    '',
    fill(words.winBack[side], { from: money(fromMinor, currency, language) }),
    ...effectLines(context, { pairs: bands?.[side] ?? [], ...half }),
  ]);
}

async function show(context: CommandContext, answer: LearnedAnswer): Promise<void> {
  const { printer, words, language } = context;
  const { at, cases, byChance } = answer;
  const heading =
    at === null || cases === 0
      ? words.winBack.nothingLearned
      : fill(words.winBack.learnedHeading, {
          cases: count(cases, language),
          byChance: count(byChance, language),
          at: day(at),
        });
  const { contact, steps } = answer.beliefs;
  await printer.lines([
    heading,
    ...aloneLines(context, answer),
    '',
    ...effectLines(context, { pairs: answer.pairs, contact, steps }),
    ...halfLines(context, answer),
  ]);
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, json, printer } = context;
  const answer = await ask({ method: 'GET', path: '/v1/win-back/learned' });
  if (json) await printer.document(answer);
  else await show(context, readAnswer(learnedAnswerSchema, answer));
  return 0;
}
