/**
 * A comparison for people: what is wrong with the groups first, then the finding in one sentence, then the figures. Shares are
 * written in percent and points, means as they are or as money.
 */
import type { LiftReport } from '../../core/experiment/liftReport.ts';
import type { Interval } from '../../core/experiment/interval.ts';
import { count, days, decimal, money, share } from '../text/format.ts';
import { pairs, table } from '../text/table.ts';
import type { Language } from '../words/language.ts';
import { fill, wordsIn } from '../words/words.ts';

export interface LiftSetting {
  readonly language: Language;
  /** Of the values; null where they are shares or nobody said. */
  readonly currency: string | null;
  /** The values are minor units of it. */
  readonly minor: boolean;
  /** New people a day, to say how long it takes; null where not known. */
  readonly peoplePerDay: number | null;
}

/** How a value, a difference of values and a sum of values are written. */
interface Manner {
  readonly value: (value: number) => string;
  readonly difference: (value: number) => string;
  /** An end of the interval of a difference, behind the difference. */
  readonly end: (value: number) => string;
  readonly total: (value: number) => string;
}

function signed(value: number, text: string): string {
  return value > 0 ? `+${text}` : text;
}

function points(value: number, language: Language): string {
  return signed(value, decimal(value * 100, language));
}

function mannerOf({ metric }: LiftReport, { language, currency, minor }: LiftSetting): Manner {
  const { lift } = wordsIn(language);
  if (metric === 'conversion')
    return {
      value: (value) => share(value, language, 2),
      difference: (value) => fill(lift.points, { value: points(value, language) }),
      end: (value) => points(value, language),
      total: (value) => count(value, language),
    };
  const amount = (value: number) =>
    minor ? money(value, currency, language) : `${decimal(value, language)} ${currency ?? ''}`.trim();
  const difference = (value: number) => signed(value, amount(value));
  return { value: amount, difference, end: difference, total: amount };
}

const LEAST_SHOWN = 0.0001;

function probability(p: number | null, language: Language): string | null {
  if (p === null) return null;
  return p < LEAST_SHOWN ? `< ${LEAST_SHOWN}` : decimal(p, language, 4);
}

/** The same behind a p: `p = 0.0287`, `p < 0.0001`. */
function pEquals(p: number | null, language: Language): string {
  const text = probability(p, language) ?? wordsIn(language).list.unknown;
  return text.startsWith('<') ? `p ${text}` : `p = ${text}`;
}

/** A chance is never shown as certain. */
function chanceText(chance: number, language: Language): string {
  if (chance > 0.999) return `> ${share(0.999, language)}`;
  return chance < 0.001 ? `< ${share(0.001, language)}` : share(chance, language);
}

interface Written {
  readonly whole: (value: number) => string;
  readonly end: (value: number) => string;
}

function ranged(
  value: number,
  interval: Interval | null,
  { whole, end }: Written,
  language: Language,
): string {
  if (interval === null) return whole(value);
  const [low, high] = interval;
  return fill(wordsIn(language).lift.range, { value: whole(value), low: end(low), high: end(high) });
}

function ratioText({ sampleRatio: { expected } }: LiftReport, language: Language): string {
  return expected.every(Number.isInteger)
    ? expected.join(':')
    : expected.map((part) => share(part / (expected[0] + expected[1]), language)).join(' : ');
}

function problem(report: LiftReport, { language }: LiftSetting): string[] {
  const { sampleRatio, treated, control } = report;
  if (!sampleRatio.mismatch) return [];
  return [
    fill(wordsIn(language).lift.mismatch, {
      treated: count(treated.people, language),
      control: count(control.people, language),
      ratio: ratioText(report, language),
      p: pEquals(sampleRatio.p, language),
    }),
  ];
}

/** The finding, in one sentence. */
export function liftFinding(report: LiftReport, setting: LiftSetting): string {
  const { language, peoplePerDay } = setting;
  const { lift } = wordsIn(language);
  const { treated, control, difference, interval, verdict } = report;
  if (treated.mean === null || control.mean === null || difference === null) return lift.nobody;
  const manner = mannerOf(report, setting);
  const means = { treated: manner.value(treated.mean), control: manner.value(control.mean) };
  if (verdict.kind === 'too-early') {
    if (verdict.morePeople === null) return fill(lift.noEnd, means);
    const people = count(verdict.morePeople, language);
    if (peoplePerDay === null || !(peoplePerDay > 0)) return fill(lift.tooEarly, { people });
    return fill(lift.tooEarlyDays, {
      people,
      days: days(Math.ceil(verdict.morePeople / peoplePerDay), language),
    });
  }
  const [low, high] = interval ?? [difference, difference];
  return fill(lift[verdict.kind], {
    ...means,
    difference: manner.difference(difference),
    low: manner.end(low),
    high: manner.end(high),
  });
}

/** The fixed interval shuts out "no difference" while the verdict is still open: said, lest it be taken for the verdict. */
function caution({ interval, verdict }: LiftReport, { language }: LiftSetting): string[] {
  const decides = interval !== null && (interval[0] > 0 || interval[1] < 0);
  return verdict.kind === 'too-early' && decides ? [wordsIn(language).lift.fixedOnly] : [];
}

function armsTable(report: LiftReport, manner: Manner, { language }: LiftSetting): string[] {
  const { lift } = wordsIn(language);
  const isShare = report.metric === 'conversion';
  const row = (name: string, { people, converted, mean }: LiftReport['treated']) => [
    name,
    count(people, language),
    ...(isShare ? [count(converted ?? 0, language)] : []),
    mean === null ? wordsIn(language).list.unknown : manner.value(mean),
  ];
  const right = { align: 'right' } as const;
  return table(
    [
      { title: lift.group },
      { title: lift.people, ...right },
      ...(isShare ? [{ title: lift.converted, ...right }] : []),
      { title: isShare ? lift.share : lift.mean, ...right },
    ],
    [row(lift.treated, report.treated), row(lift.control, report.control)],
  );
}

function cupedText({ cuped }: LiftReport, manner: Manner, { language }: LiftSetting): string | null {
  if (cuped === null) return null;
  return fill(wordsIn(language).lift.cupedValue, {
    difference: manner.difference(cuped.difference),
    low: manner.end(cuped.interval[0]),
    high: manner.end(cuped.interval[1]),
    p: pEquals(cuped.p, language),
    ratio: share(cuped.varianceRatio, language),
  });
}

/** A label and its value; null leaves the row out. */
export type Figure = readonly [string, string | null];

function figures(
  report: LiftReport,
  manner: Manner,
  setting: LiftSetting,
  more: readonly Figure[],
): string[] {
  const { language } = setting;
  const { lift } = wordsIn(language);
  const { difference, interval, relativeLift, relativeInterval, incremental, returnOnSpend, expectedLoss } =
    report;
  const alike = (write: (value: number) => string): Written => ({ whole: write, end: write });
  const percent = alike((value) => signed(value, share(value, language)));
  const times = alike((value) => decimal(value, language));
  const differences = { whole: manner.difference, end: manner.end };
  const chance = report.chanceToBeat;
  return pairs([
    [lift.difference, difference === null ? null : ranged(difference, interval, differences, language)],
    [lift.relative, relativeLift === null ? null : ranged(relativeLift, relativeInterval, percent, language)],
    [lift.p, probability(report.p, language)],
    [lift.always, probability(report.alwaysValidP, language)],
    [lift.chance, chance === null ? null : chanceText(chance, language)],
    [lift.loss, expectedLoss === null ? null : manner.difference(expectedLoss.ifTreated).replace(/^\+/, '')],
    [lift.cuped, cupedText(report, manner, setting)],
    [
      report.metric === 'conversion' ? lift.more : lift.revenue,
      incremental === null
        ? null
        : ranged(incremental.amount, incremental.interval, alike(manner.total), language),
    ],
    ...more,
    [lift.cost, report.cost === null ? null : costText(report.cost, setting)],
    [
      lift.return,
      returnOnSpend === null ? null : ranged(returnOnSpend.ratio, returnOnSpend.interval, times, language),
    ],
    [
      lift.ratio,
      fill(lift.ratioValue, {
        ratio: ratioText(report, language),
        p: pEquals(report.sampleRatio.p, language),
      }),
    ],
  ]);
}

function costText(cost: number, { language, currency, minor }: LiftSetting): string {
  return minor ? money(cost, currency, language) : `${decimal(cost, language)} ${currency ?? ''}`.trim();
}

/** `more` stands behind what the treatment brought. */
export function drawLift(report: LiftReport, setting: LiftSetting, more: readonly Figure[] = []): string[] {
  const manner = mannerOf(report, setting);
  return [
    ...problem(report, setting),
    liftFinding(report, setting),
    ...caution(report, setting),
    '',
    ...armsTable(report, manner, setting),
    '',
    ...figures(report, manner, setting, more),
  ];
}
