/**
 * What can be said of a campaign of the past, which nobody randomised: how many redeemed, and how the spending of those who
 * received it changed against those who did not, over the campaign and an equally long time before (difference in differences,
 * and CUPED on the time before). Whom the shop chose to send it to differs from whom it did not, so none of it shows cause; it
 * says so, and how large a difference so few people could have shown at all. Where people were chosen by what they spend,
 * CUPED takes off too little of what set them apart before (Lord's paradox: its theta shrinks with the noise of the time
 * before), so the change is told first and a disagreement of the two is a doubt.
 *
 * Compared are people who had bought before the campaign began: who came later has no time before. Spending counts refunds.
 */
import { cuped } from '../experiment/cuped.ts';
import { type Arms, type Interval } from '../experiment/interval.ts';
import { type Moments, momentsOf } from '../experiment/moments.ts';
import { detectableDifference } from '../experiment/sampleSize.ts';
import { type DifferenceOfMeans, welch } from '../experiment/welch.ts';
import { wilsonInterval } from '../stats/wilsonInterval.ts';
import type { Instant } from '../time.ts';
import { CAMPAIGN_RECEIVED } from './historyEvents.ts';
import { campaignOf, couponOf, type PastCampaign, type PastPerson } from './pastCampaign.ts';

/** Why a difference shows no cause, or could not be taken. */
export const HISTORY_DOUBTS = [
  /** Always. */
  'not-randomised',
  /** Before it began, those who received it spent otherwise already. */
  'unlike-before',
  /** Their spending was already moving apart, one window earlier. */
  'apart-before',
  /** The two ways of allowing for the time before tell different things. */
  'ways-disagree',
  /** Of those who did not receive it, some received others meanwhile. */
  'others-meanwhile',
  /** The records do not reach back over the time before, or over the campaign. */
  'before-not-recorded',
  'not-recorded',
  'end-not-told',
  /** Fewer than `FEW_PEOPLE` in an arm. */
  'few-people',
] as const;
export type HistoryDoubt = (typeof HISTORY_DOUBTS)[number];

const FEW_PEOPLE = 30;
const MOST_COUPONS = 5;

/** Of a mean, in minor units a person. */
export interface Estimate {
  readonly difference: number;
  readonly interval: Interval;
  readonly p: number;
}

export interface Redemption {
  readonly received: number;
  /** Of them, who redeemed at least one coupon. */
  readonly people: number;
  readonly rate: number | null;
  /** Wilson, 95 %. */
  readonly interval: Interval | null;
  readonly coupons: number;
  /** Coupons redeemed by people of whom no receipt is told. */
  readonly withoutReceipt: number;
  readonly top: readonly { readonly coupon: string; readonly redeemed: number }[];
}

export interface SpendHistory {
  /** Bought before it began. */
  readonly people: Arms<number>;
  /** Mean spending of a person, minor units: over the campaign, and as long before. */
  readonly before: Arms<number>;
  readonly during: Arms<number>;
  /** Share that received another campaign meanwhile. */
  readonly inOthers: Arms<number>;
  readonly differenceInDifferences: Estimate | null;
  readonly cuped: (Estimate & { readonly varianceRatio: number }) | null;
  /** The same difference one window earlier, when there was no campaign: near 0 where the two move alike. */
  readonly placebo: Estimate | null;
  /** The least difference such people show 8 times in 10, in minor units and as a share of what the others spent. */
  readonly detectable: { readonly minor: number; readonly share: number | null } | null;
}

export interface CampaignHistory {
  readonly campaign: PastCampaign;
  readonly windowMs: number;
  readonly redemption: Redemption;
  readonly spend: SpendHistory | null;
  readonly doubts: readonly HistoryDoubt[];
}

/** First order, and the first instant after the last. */
export interface Recorded {
  readonly from: Instant;
  readonly until: Instant;
}

class Arm {
  readonly earlier: number[] = [];
  readonly before: number[] = [];
  readonly during: number[] = [];
  inOthers = 0;

  change(of: 'now' | 'earlier'): Moments {
    const [from, to] = of === 'now' ? [this.before, this.during] : [this.earlier, this.before];
    return momentsOf(to.map((value, i) => value - (from[i] ?? 0)));
  }
}

function estimateOf(found: DifferenceOfMeans | null): Estimate | null {
  if (found === null) return null;
  const { difference, interval, p } = found;
  return { difference, interval, p };
}

function excludesNone(estimate: Estimate | null): boolean {
  return estimate !== null && (estimate.interval[0] > 0 || estimate.interval[1] < 0);
}

/** Either lies outside of the other's interval. */
function disagree(one: Estimate | null, other: Estimate | null): boolean {
  if (one === null || other === null) return false;
  const isIn = (value: number, [low, high]: Interval) => value >= low && value <= high;
  return !isIn(one.difference, other.interval) || !isIn(other.difference, one.interval);
}

function both<Value>({ treated, control }: Arms<Arm>, of: (arm: Arm) => Value): Arms<Value> {
  return { treated: of(treated), control: of(control) };
}

/** One campaign, as people are added one by one. Memory: three numbers a person. */
export class HistoricalLift {
  private readonly arms: Arms<Arm> = { treated: new Arm(), control: new Arm() };
  private readonly coupons = new Map<string, number>();
  private readonly windowMs: number;
  private readonly campaign: PastCampaign;
  private readonly recorded: Recorded;
  private received = 0;
  private redeemers = 0;
  private withoutReceipt = 0;

  constructor(campaign: PastCampaign, recorded: Recorded) {
    this.campaign = campaign;
    this.recorded = recorded;
    this.windowMs = campaign.endsAt - campaign.startsAt;
  }

  add({ orders, events }: PastPerson, others: readonly PastCampaign[]): void {
    const own = events.filter((event) => campaignOf(event) === this.campaign.id);
    const isTreated = own.some(({ name }) => name === CAMPAIGN_RECEIVED);
    const redeemed = own.map(couponOf).filter((coupon) => coupon !== null);
    if (isTreated) this.received += 1;
    if (!isTreated) this.withoutReceipt += redeemed.length;
    else if (redeemed.length > 0) this.redeemers += 1;
    for (const coupon of redeemed) this.coupons.set(coupon, (this.coupons.get(coupon) ?? 0) + 1);
    this.addSpending(isTreated ? this.arms.treated : this.arms.control, orders, {
      events,
      others,
    });
  }

  private addSpending(
    arm: Arm,
    orders: PastPerson['orders'],
    { events, others }: { readonly events: PastPerson['events']; readonly others: readonly PastCampaign[] },
  ): void {
    const { startsAt } = this.campaign;
    if (!orders.some(({ at, amountMinor }) => at < startsAt && amountMinor >= 0)) return;
    const [earlier, before, during] = [0, 0, 0].map((_, place) => {
      const from = startsAt + (place - 2) * this.windowMs;
      return orders.reduce(
        (sum, { at, amountMinor }) => (at >= from && at < from + this.windowMs ? sum + amountMinor : sum),
        0,
      );
    });
    arm.earlier.push(earlier ?? 0);
    arm.before.push(before ?? 0);
    arm.during.push(during ?? 0);
    const meanwhile = new Set(others.map(({ id }) => id));
    const isInOther = events.some(
      (event) => event.name === CAMPAIGN_RECEIVED && meanwhile.has(campaignOf(event) ?? ''),
    );
    if (isInOther) arm.inOthers += 1;
  }

  private redemption(): Redemption {
    const { received, redeemers: people } = this;
    const counts = [...this.coupons].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    return {
      received,
      people,
      rate: received === 0 ? null : people / received,
      interval: received === 0 ? null : wilsonInterval(people, received),
      coupons: counts.reduce((sum, [, count]) => sum + count, 0),
      withoutReceipt: this.withoutReceipt,
      top: counts.slice(0, MOST_COUPONS).map(([coupon, redeemed]) => ({ coupon, redeemed })),
    };
  }

  private spend(reachesEarlier: boolean): SpendHistory | null {
    const { treated, control } = this.arms;
    if (treated.during.length === 0 || control.during.length === 0) return null;
    const change = welch(both(this.arms, (arm) => arm.change('now')));
    const adjusted = cuped(both(this.arms, ({ before, during }) => ({ pre: before, post: during })));
    const during = both(this.arms, (arm) => momentsOf(arm.during).mean);
    const minor = change === null ? null : detectableDifference(change.standardError);
    const inOwn = estimateOf(adjusted?.difference ?? null);
    return {
      people: both(this.arms, (arm) => arm.during.length),
      before: both(this.arms, (arm) => momentsOf(arm.before).mean),
      during,
      inOthers: both(this.arms, (arm) => arm.inOthers / arm.during.length),
      differenceInDifferences: estimateOf(change),
      cuped: inOwn === null || adjusted === null ? null : { ...inOwn, varianceRatio: adjusted.varianceRatio },
      placebo: reachesEarlier ? estimateOf(welch(both(this.arms, (arm) => arm.change('earlier')))) : null,
      detectable:
        minor === null ? null : { minor, share: during.control > 0 ? minor / during.control : null },
    };
  }

  private doubts(
    spend: SpendHistory | null,
    isRecorded: { before: boolean; during: boolean },
  ): HistoryDoubt[] {
    const found: HistoryDoubt[] = ['not-randomised'];
    const before = estimateOf(welch(both(this.arms, (arm) => momentsOf(arm.before))));
    if (spend !== null) {
      if (excludesNone(before)) found.push('unlike-before');
      if (excludesNone(spend.placebo)) found.push('apart-before');
      if (disagree(spend.differenceInDifferences, spend.cuped)) found.push('ways-disagree');
      if (spend.inOthers.control > 0) found.push('others-meanwhile');
      if (Math.min(spend.people.treated, spend.people.control) < FEW_PEOPLE) found.push('few-people');
    }
    if (!isRecorded.before) found.push('before-not-recorded');
    if (!isRecorded.during) found.push('not-recorded');
    if (!this.campaign.endIsTold) found.push('end-not-told');
    return found;
  }

  report(): CampaignHistory {
    const { campaign, windowMs, recorded } = this;
    const isRecorded = {
      before: recorded.from <= campaign.startsAt - windowMs,
      during: recorded.until >= campaign.endsAt,
    };
    const reachesEarlier = recorded.from <= campaign.startsAt - 2 * windowMs;
    const spend = isRecorded.before && isRecorded.during ? this.spend(reachesEarlier) : null;
    return {
      campaign,
      windowMs,
      redemption: this.redemption(),
      spend,
      doubts: this.doubts(spend, isRecorded),
    };
  }
}
