/** `winback verdicts`: everyone in decline judged, counted, and where most is to be won. */
import { readAnswer } from '../answers/read.ts';
import { type VerdictsAnswer, verdictsSchema } from '../answers/winBack.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { verdictLines } from '../draw/verdictLines.ts';
import { misuse } from '../failure.ts';
import { cleanText } from '../text/clean.ts';
import { count, money, share } from '../text/format.ts';
import { pairs, table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const MOST = 1_000;

function queryOf({ args }: CommandContext): Record<string, string> {
  const [at, most] = [args.text('at'), args.whole('most')];
  if (most !== undefined && (most < 1 || most > MOST))
    throw misuse(`--most is 1 to ${MOST}.`, { field: '--most' });
  return {
    ...(at === undefined ? {} : { at }),
    ...(most === undefined ? {} : { most: String(most) }),
  };
}

function countLines({ words, language }: CommandContext, answer: VerdictsAnswer): string[] {
  const losses = answer.losses
    .filter(({ customers }) => customers > 0)
    .map(({ loss, customers }) => [wordFor(words, 'lossKind', loss), count(customers, language)] as const);
  const arms = Object.entries(answer.arms).map(
    ([arm, customers]) => [wordFor(words, 'caseArm', arm), count(customers, language)] as const,
  );
  return [`${words.winBack.loss}:`, ...pairs(losses, '  '), `${words.winBack.arm}:`, ...pairs(arms, '  ')];
}

function topLines({ words, language }: CommandContext, { top, currency }: VerdictsAnswer): string[] {
  if (top.length === 0) return [];
  const { winBack } = words;
  const right = { align: 'right' as const };
  const columns = [
    { title: winBack.customer },
    { title: winBack.verdict },
    { title: winBack.arm },
    { title: winBack.rung },
    { title: winBack.untreated, ...right },
    { title: winBack.treated, ...right },
    { title: winBack.gain, ...right },
    { title: winBack.net, ...right },
  ];
  const chance = (value: number | null) => (value === null ? '–' : share(value, language));
  const amount = (value: number | null) => (value === null ? '–' : money(value, currency, language));
  const rows = top.map((row) => [
    cleanText(row.customer),
    wordFor(words, 'verdict', row.verdict),
    row.arm === null ? wordFor(words, 'lossKind', row.loss) : wordFor(words, 'caseArm', row.arm),
    row.rung ?? '–',
    chance(row.pUntreated),
    chance(row.pTreated),
    amount(row.gainOfReturnMinor),
    amount(row.netMinor),
  ]);
  return ['', winBack.top, ...table(columns, rows)];
}

async function show(context: CommandContext, answer: VerdictsAnswer): Promise<void> {
  const { printer, words, language } = context;
  const { at, lost, bySum, policyVersion } = answer;
  if (policyVersion === 0) await printer.note(words.winBack.shipped);
  if (lost === 0) {
    await printer.lines([fill(words.winBack.nobody, { at })]);
    return;
  }
  const heading = { at, lost: count(lost, language), people: count(bySum, language) };
  await printer.lines([
    fill(words.winBack.asOf, heading),
    '',
    ...verdictLines(answer, context),
    '',
    ...countLines(context, answer),
    ...topLines(context, answer),
  ]);
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, json, printer } = context;
  const request = { method: 'GET', path: '/v1/win-back/verdicts', query: queryOf(context) } as const;
  const answer = await ask({ ...request, onProgress: printer.progress });
  if (json) await printer.document(answer);
  else await show(context, readAnswer(verdictsSchema, answer));
  return 0;
}
