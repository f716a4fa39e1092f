/** The sum of one lost customer as people read it: what is known, what a return brings, and each rung as a column of figures. */
import type { CustomerWinBackAnswer, JudgementAnswer, RungAnswer, SumAnswer } from '../answers/winBack.ts';
import type { CommandContext } from '../context.ts';
import { cleanText } from '../text/clean.ts';
import { count, day, decimal, money, share } from '../text/format.ts';
import { pairs, table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

type Reading = Pick<CommandContext, 'words' | 'language'>;

function verdictLines(
  { verdict, by, loss, arm, rung, propensity, sumVerdict }: JudgementAnswer,
  reading: Reading,
) {
  const { words, language } = reading;
  const { winBack } = words;
  const what = { verdict: wordFor(words, 'verdict', verdict), by: wordFor(words, 'verdictBy', by) };
  const lines = [
    fill(winBack.lossLine, {
      loss:
        wordFor(words, 'lossKind', loss.kind) +
        (loss.because === null ? '' : ` (${cleanText(loss.because)})`),
      answer: wordFor(words, 'lossAnswer', loss.answer),
    }),
  ];
  if (arm === null) return [...lines, fill(winBack.lossVerdict, what)];
  const how = {
    arm: wordFor(words, 'caseArm', arm),
    rung: rung ?? '–',
    propensity: propensity === null ? '–' : share(propensity, language),
  };
  lines.push(fill(winBack.verdictLine, { ...what, ...how }));
  if (sumVerdict !== null && by !== 'sum')
    lines.push(fill(winBack.sumLine, { verdict: wordFor(words, 'verdict', sumVerdict) }));
  return lines;
}

function valueLines(sum: SumAnswer, answer: CustomerWinBackAnswer, { words, language }: Reading): string[] {
  const { winBack } = words;
  const amount = (minor: number) => money(minor, answer.currency, language);
  const why =
    sum.pModel === null
      ? winBack.untold
      : fill(winBack.foretold, {
          model: share(sum.pModel, language, 2),
          factor: decimal(answer.beliefs.calibration.factor, language),
        });
  return pairs([
    [fill(winBack.chance, { days: answer.windowDays }), `${share(sum.pUntreated, language, 2)}  (${why})`],
    [winBack.order, amount(sum.orderMinor)],
    [winBack.back, amount(sum.valueBackMinor)],
    [winBack.stay, amount(sum.valueStayMinor)],
    [winBack.gainLine, amount(sum.gainOfReturnMinor)],
    [winBack.half, halfText(answer, { words, language })],
  ]);
}

/** Of which half of the customers what treatments do was learned; null where halves are not told apart. */
function halfText({ effects, currency }: CustomerWinBackAnswer, { words, language }: Reading): string | null {
  if (effects === null) return null;
  const { side, fromMinor, contact } = effects;
  const odds = (value: number) => decimal(Math.exp(value), language);
  return fill(words.winBack[side === 'below' ? 'halfBelow' : 'halfAbove'], {
    from: money(fromMinor, currency, language),
    odds: odds(contact.mean),
    low: odds(contact.interval[0]),
    high: odds(contact.interval[1]),
    people: count(contact.people, language),
  });
}

/** Lines of figures by rows, rungs by columns: so the sum is read downwards. */
function rungLines(sum: SumAnswer, currency: string | null, { words, language }: Reading): string[] {
  const { winBack } = words;
  const amount = (minor: number) => money(minor, currency, language);
  const signed = (minor: number) => (Math.round(minor) === 0 ? amount(0) : amount(-minor));
  const points = (value: number) => decimal(100 * value, language);
  const row = (title: string, of: (rung: RungAnswer) => string) => [title, ...sum.rungs.map(of)];
  const rows = [
    row(winBack.face, ({ faceMinor }) => amount(faceMinor)),
    row(`${winBack.uplift} (%)`, ({ uplift }) => points(uplift)),
    row(`  ${winBack.interval}`, ({ upliftInterval: [low, high] }) => `${points(low)} … ${points(high)}`),
    row(winBack.treated, ({ pTreated }) => share(pTreated, language, 2)),
    row(winBack.gain, ({ gainMinor }) => amount(gainMinor)),
    row(winBack.won, ({ wonOfferMinor }) => signed(wonOfferMinor)),
    row(winBack.subsidy, ({ subsidyMinor }) => signed(subsidyMinor)),
    row(winBack.contact, ({ contactMinor }) => signed(contactMinor)),
    row(winBack.annoyance, ({ annoyanceMinor }) => signed(annoyanceMinor)),
    row(winBack.net, ({ netMinor }) => amount(netMinor)),
    ...(sum.rungs.every(({ refused }) => refused === null)
      ? []
      : [
          row(winBack.refused, ({ refused }) =>
            refused === null ? '' : wordFor(words, 'rungRefused', refused),
          ),
        ]),
  ];
  const columns = [
    { title: winBack.rung },
    ...sum.rungs.map(({ rung }) => ({ title: rung, align: 'right' as const })),
  ];
  return table(columns, rows);
}

function caseLine(answer: CustomerWinBackAnswer, { words }: Reading): string {
  const known = answer.cases.find((one) => one.case === answer.case);
  if (known === undefined) return words.winBack.none;
  return fill(words.winBack.caseLine, {
    case: known.case,
    status: wordFor(words, 'caseStatus', known.status),
    opened: day(known.openedAt),
    until: day(known.endsAt),
  });
}

export function winBackSumLines(answer: CustomerWinBackAnswer, reading: Reading): string[] {
  const { words } = reading;
  const { winBack } = words;
  const { judgement } = answer;
  const customer = cleanText(answer.customer);
  const heading = fill(winBack.heading, { customer, at: answer.at === null ? '–' : day(answer.at) });
  if (judgement === null) {
    const stage = wordFor(words, 'stage', answer.stage ?? 'identification');
    return [heading, fill(winBack.notLost, { customer, stage })];
  }
  const head = [heading, caseLine(answer, reading), ...verdictLines(judgement, reading)];
  if (judgement.sum === null) return [...head, fill(winBack.noOrder, { customer })];
  return [
    ...head,
    '',
    ...valueLines(judgement.sum, answer, reading),
    '',
    winBack.rungs,
    ...rungLines(judgement.sum, answer.currency, reading),
  ];
}
