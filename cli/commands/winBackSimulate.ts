/** `winback simulate`: the policy over recorded history, and what assumed uplifts would be worth against an offer to everyone. */
import { writeFile } from 'node:fs/promises';
import { parseIso } from '../../core/time.ts';
import { readAnswer } from '../answers/read.ts';
import { type FiguresAnswer, type LostReportAnswer, lostReportSchema } from '../answers/winBackSimulation.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { verdictLines } from '../draw/verdictLines.ts';
import { misuse } from '../failure.ts';
import { count, decimal, money, share } from '../text/format.ts';
import { pairs, table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

const HUNDRED = 100;

function upliftsOf({ args }: CommandContext): number[] | undefined {
  const points = args.list('uplifts');
  return points?.map((text) => {
    const value = Number(text);
    if (Number.isFinite(value) && value >= 0 && value <= 50) return value / HUNDRED;
    throw misuse('--uplifts are percentage points, 0 to 50, with commas between.', { field: '--uplifts' });
  });
}

function bodyOf(context: CommandContext): Record<string, unknown> {
  const { args } = context;
  const [from, to] = [args.required('from'), args.required('to')];
  if ((parseIso(from) ?? 0) >= (parseIso(to) ?? 0))
    throw misuse('--to must be after --from.', { field: '--to' });
  const margin = args.number('margin');
  if (margin !== undefined && !(margin >= 0 && margin <= 1))
    throw misuse('--margin is a share, 0 to 1.', { field: '--margin' });
  const [seed, afterDays, uplifts] = [args.whole('seed'), args.whole('after-days'), upliftsOf(context)];
  return {
    from,
    to,
    ...(margin === undefined ? {} : { margin }),
    ...(seed === undefined ? {} : { seed }),
    ...(afterDays === undefined ? {} : { afterDays }),
    ...(uplifts === undefined ? {} : { uplifts }),
  };
}

function armLines({ words, language }: CommandContext, { arms }: LostReportAnswer): string[] {
  const rows = Object.entries(arms).map(
    ([arm, customers]) => [wordFor(words, 'caseArm', arm), count(customers, language)] as const,
  );
  return pairs(rows, '  ');
}

function figureLines(
  { words, language }: CommandContext,
  answer: LostReportAnswer,
  of: (row: LostReportAnswer['sensitivity'][number]) => FiguresAnswer,
): string[] {
  const { winBack } = words;
  const titles = [
    winBack.assumedUplift,
    winBack.targets,
    winBack.withOffer,
    winBack.cameAnyway,
    winBack.discounts,
    winBack.cost,
    winBack.expectedGain,
    winBack.netGain,
  ];
  const columns = titles.map((title) => ({ title, align: 'right' as const }));
  const amount = (minor: number) => money(minor, answer.currency, language);
  const rows = answer.sensitivity.map((row) => {
    const figures = of(row);
    return [
      `${decimal(HUNDRED * row.uplift, language, 1)} %`,
      count(figures.treated, language),
      count(figures.withOffer, language),
      count(figures.cameAnyway, language),
      amount(figures.givenAwayMinor),
      amount(figures.costMinor),
      amount(figures.gainMinor),
      amount(figures.netMinor),
    ];
  });
  return table(columns, rows);
}

function placeboLines(
  { words, language }: CommandContext,
  { placebo, holdout, windowDays }: LostReportAnswer,
) {
  const { winBack } = words;
  const points = (value: number) => decimal(HUNDRED * value, language);
  const rows = placebo.pairs
    .filter(({ against }) => against === 'holdout')
    .map(({ rung, people, againstPeople, returned, againstReturned }) => [
      rung,
      count(people, language),
      count(againstPeople, language),
      points(returned),
      points(againstReturned),
      points(returned - againstReturned),
    ]);
  const columns = [
    winBack.rung,
    winBack.people,
    winBack.leftAlone,
    winBack.came,
    winBack.cameAlone,
    winBack.difference,
  ].map((title, place) => (place === 0 ? { title } : { title, align: 'right' as const }));
  return [
    fill(winBack.holdoutLine, {
      people: count(holdout.people, language),
      returned: count(holdout.returned, language),
      days: windowDays,
    }),
    winBack.placebo,
    ...table(columns, rows),
  ];
}

function marginLines({ words, language }: CommandContext, answer: LostReportAnswer): string[] {
  const { winBack } = words;
  const { by, first, last, ownHalfMinor, taken, byOwn, spread } = answer.margins;
  if (by === 'stated') return [fill(winBack.terms, { margin: share(answer.margin, language) })];
  const measured = fill(winBack.measuredTerms, {
    first: share(first, language),
    last: share(last, language),
  });
  if (byOwn === 0 || ownHalfMinor === null) return [measured, winBack.shopTerms];
  const [lowest = '', low = '', , high = '', highest = ''] = spread.map((one) => share(one, language));
  const own = {
    taken: count(taken, language),
    own: count(byOwn, language),
    half: money(ownHalfMinor, answer.currency, language),
  };
  return [measured, fill(winBack.ownTerms, { ...own, lowest, low, high, highest })];
}

/** What only cases can tell whose time to come back is over. */
function outcomeLines(context: CommandContext, answer: LostReportAnswer): string[] {
  const { words, language } = context;
  const { winBack } = words;
  const { windowDays, whole, afterDays, assumed } = answer;
  if (whole.cases === 0) return [fill(winBack.tooShort, { days: windowDays })];
  return [
    fill(winBack.returnedAlone, {
      cases: count(whole.cases, language),
      returned: count(whole.returned, language),
      share: share(whole.returned / whole.cases, language),
      foretold: decimal(whole.foretold, language, 1),
      days: windowDays,
    }),
    ...placeboLines(context, answer),
    '',
    winBack.assumedNote,
    fill(winBack.assumedTerms, {
      share: share(assumed.messageShare, language, 0),
      percent: assumed.blanketPercent,
    }),
    '',
    winBack.cautious,
    ...figureLines(context, answer, ({ cautious }) => cautious),
    '',
    winBack.hadItLearned,
    ...figureLines(context, answer, ({ learned }) => learned),
    '',
    fill(winBack.everyone, { days: afterDays }),
    ...figureLines(context, answer, ({ everyone }) => everyone),
  ];
}

function summary(context: CommandContext, answer: LostReportAnswer): string[] {
  const { words, language } = context;
  const { winBack } = words;
  const { from, to, people, lost, lostBefore } = answer;
  return [
    fill(winBack.window, { from, to, people: count(people, language), cases: count(lost, language) }),
    fill(winBack.before, { lost: count(lostBefore, language) }),
    ...marginLines(context, answer),
    '',
    ...verdictLines(answer, context),
    '',
    ...armLines(context, answer),
    '',
    ...outcomeLines(context, answer),
  ];
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer } = context;
  const answer = await ask({
    method: 'POST',
    path: '/v1/win-back/simulations',
    body: bodyOf(context),
    onProgress: printer.progress,
  });
  const out = args.text('out');
  if (out !== undefined) await writeFile(context.pathOf(out), `${JSON.stringify(answer, null, 2)}\n`);
  if (json) await printer.document(answer);
  else await printer.lines(summary(context, readAnswer(lostReportSchema, answer)));
  return 0;
}
