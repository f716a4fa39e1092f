/** The verdicts on everyone in decline, counted and added up, and the customers at whom most is to be won. */
import { LOSS_KINDS, type LossKind, type Verdict, VERDICTS } from './names.ts';
import { type LostCustomer, rungInQuestion } from './lostCustomers.ts';

interface VerdictCount {
  readonly verdict: Verdict;
  customers: number;
  /** Expected, of those treated. */
  netMinor: number;
  offersMinor: number;
  /** Messages. */
  contactMinor: number;
}

export interface VerdictRow {
  readonly customer: string;
  readonly verdict: Verdict;
  readonly by: LostCustomer['by'];
  readonly loss: LossKind;
  readonly arm: LostCustomer['arm'];
  readonly rung: string | null;
  readonly case: string | null;
  readonly pUntreated: number | null;
  readonly pTreated: number | null;
  readonly gainOfReturnMinor: number | null;
  readonly netMinor: number | null;
}

export interface VerdictReport {
  readonly lost: number;
  readonly bySum: number;
  readonly verdicts: readonly Readonly<VerdictCount>[];
  readonly losses: readonly { readonly loss: LossKind; readonly customers: number }[];
  readonly arms: Readonly<Record<'holdout' | 'randomised' | 'chosen', number>>;
  readonly rungs: readonly { readonly rung: string; readonly customers: number }[];
  /** By expected net, most first. */
  readonly top: readonly VerdictRow[];
}

function rowOf(one: LostCustomer): VerdictRow {
  const { customerId, verdict, by, loss, arm, rung, sum } = one;
  const line = rungInQuestion(one);
  return {
    customer: customerId,
    verdict,
    by,
    loss: loss.kind,
    arm,
    rung,
    case: one.case,
    pUntreated: sum?.pUntreated ?? null,
    pTreated: line?.pTreated ?? null,
    gainOfReturnMinor: sum?.gainOfReturnMinor ?? null,
    netMinor: line?.netMinor ?? null,
  };
}

function compareRows(a: VerdictRow, b: VerdictRow): number {
  const [left, right] = [a.netMinor ?? Number.NEGATIVE_INFINITY, b.netMinor ?? Number.NEGATIVE_INFINITY];
  return right - left || (a.customer < b.customer ? -1 : 1);
}

export class VerdictTally {
  private readonly counts = new Map<Verdict, VerdictCount>(
    VERDICTS.map((verdict) => [
      verdict,
      { verdict, customers: 0, netMinor: 0, offersMinor: 0, contactMinor: 0 },
    ]),
  );
  private readonly losses = new Map<LossKind, number>();
  private readonly rungs = new Map<string, number>();
  private readonly arms = { holdout: 0, randomised: 0, chosen: 0 };
  private rows: VerdictRow[] = [];
  private lost = 0;
  private bySum = 0;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  add(one: LostCustomer): void {
    const { verdict, arm, loss, sum, rung } = one;
    this.lost += 1;
    if (sum !== null && one.by !== 'loss') this.bySum += 1;
    this.losses.set(loss.kind, (this.losses.get(loss.kind) ?? 0) + 1);
    if (arm !== null) this.arms[arm] += 1;
    const counted = this.counts.get(verdict);
    if (counted === undefined) return;
    counted.customers += 1;
    const line = verdict === 'recover' && arm !== 'holdout' ? rungInQuestion(one) : null;
    if (line !== null) {
      counted.netMinor += line.netMinor;
      counted.offersMinor += line.wonOfferMinor + line.subsidyMinor;
      counted.contactMinor += line.contactMinor;
      if (rung !== null) this.rungs.set(rung, (this.rungs.get(rung) ?? 0) + 1);
    }
    this.rows.push(rowOf(one));
    if (this.rows.length > 4 * this.most + 1_000) this.prune();
  }

  private prune(): void {
    this.rows = this.rows.sort(compareRows).slice(0, this.most);
  }

  report(): VerdictReport {
    this.prune();
    return {
      lost: this.lost,
      bySum: this.bySum,
      verdicts: [...this.counts.values()].map((one) => ({
        ...one,
        netMinor: Math.round(one.netMinor),
        offersMinor: Math.round(one.offersMinor),
        contactMinor: Math.round(one.contactMinor),
      })),
      losses: LOSS_KINDS.map((loss) => ({ loss, customers: this.losses.get(loss) ?? 0 })),
      arms: { ...this.arms },
      rungs: [...this.rungs]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([rung, customers]) => ({ rung, customers })),
      top: this.rows,
    };
  }
}
