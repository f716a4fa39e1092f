/**
 * Recency, frequency and monetary value, scored 1 to 5 with ties kept together: 1 + floor(5 · customers strictly worse /
 * customers). M is total spend here, as the classical method has it; since that moves with F, the product's named groups use
 * the average order value (`lifecycle/rfm.ts`), and they are shown beside the scores.
 */
import { minorDigits } from '../currency.ts';
import { RFM_GROUPS, type RfmGroup } from '../lifecycle/lifecycle.ts';
import { quintileCuts } from '../lifecycle/rfm.ts';
import type { PersonHistory } from '../ports.ts';
import { isoDay, utcDay } from '../time.ts';
import type { RfmAnswer, RfmRow } from './answers.ts';
import { lifecycleAt, type MergedView, type ViewContext } from './view.ts';

/** Before it is scored. */
type Known = Pick<RfmRow, 'id' | 'recencyDays' | 'frequency' | 'spendMinor' | 'group'>;

function scoreOf(value: number, cuts: readonly number[]): number {
  return 1 + cuts.filter((cut) => value >= cut).length;
}

function cutsOf(rows: readonly Known[], of: (row: Known) => number): number[] {
  return quintileCuts(Float64Array.from(rows, of).sort());
}

function countBy(rows: readonly RfmRow[], of: (row: RfmRow) => number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const score of rows.map(of).sort((a, b) => a - b)) counts[score] = (counts[score] ?? 0) + 1;
  return counts;
}

function meanOf(rows: readonly RfmRow[], of: (row: RfmRow) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
}

export class RfmView implements MergedView<RfmView, RfmAnswer> {
  private readonly rows: Known[] = [];
  private prospects = 0;
  private readonly context: ViewContext;
  private readonly withRows: boolean;

  constructor(context: ViewContext, { withRows }: { readonly withRows: boolean }) {
    this.context = context;
    this.withRows = withRows;
  }

  add(person: PersonHistory): void {
    const { statistics, group } = lifecycleAt(person, this.context);
    const { lastDay, orderDays: frequency, spendMinor } = statistics;
    if (lastDay === null) {
      this.prospects += 1;
      return;
    }
    const recencyDays = utcDay(this.context.until) - 1 - lastDay;
    this.rows.push({ id: person.person.id, recencyDays, frequency, spendMinor, group });
  }

  merge(other: RfmView): void {
    for (const row of other.rows) this.rows.push(row);
    this.prospects += other.prospects;
  }

  private scored(): RfmRow[] {
    const { rows, context } = this;
    const unit = 10 ** (context.currency === null ? 2 : minorDigits(context.currency));
    const [recency, frequency, monetary] = [
      cutsOf(rows, (row) => 0 - row.recencyDays),
      cutsOf(rows, (row) => row.frequency),
      cutsOf(rows, (row) => row.spendMinor),
    ];
    const scored = rows.map((row) => ({
      ...row,
      monetary: row.spendMinor / unit,
      r: scoreOf(0 - row.recencyDays, recency),
      f: scoreOf(row.frequency, frequency),
      m: scoreOf(row.spendMinor, monetary),
    }));
    return scored.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  answer(): RfmAnswer {
    const rows = this.scored();
    const cell = (score: number) =>
      rows.filter(({ r, f, m }) => r === score && f === score && m === score).length;
    const ofGroup = (group: RfmGroup) => rows.filter((row) => row.group === group);
    return {
      view: 'rfm',
      until: isoDay(utcDay(this.context.until)),
      currency: this.context.currency,
      n: rows.length,
      prospects: this.prospects,
      scoreCounts: {
        R: countBy(rows, (row) => row.r),
        F: countBy(rows, (row) => row.f),
        M: countBy(rows, (row) => row.m),
      },
      topRfm555: cell(5),
      bottom111: cell(1),
      means:
        rows.length === 0
          ? null
          : {
              R: meanOf(rows, (row) => row.recencyDays),
              F: meanOf(rows, (row) => row.frequency),
              M: meanOf(rows, (row) => row.monetary),
            },
      groups: RFM_GROUPS.map((group) => ({
        group,
        customers: group === 'prospects' ? this.prospects : ofGroup(group).length,
        spendMinor: ofGroup(group).reduce((sum, row) => sum + row.spendMinor, 0),
      })),
      ...(this.withRows ? { customers: rows } : {}),
    };
  }
}
