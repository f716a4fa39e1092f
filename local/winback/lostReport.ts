/**
 * What a replay of lost customers comes to: verdicts and spend as the cautious policy decided them, who came back by themselves,
 * and what assumed uplifts would have been worth, for the policy as it stands, for the policy had it learned the uplift, and
 * for an offer to everyone after so many days. Only cases whose whole window is on record are compared.
 */
import type { Order } from '../../core/customer/order.ts';
import type { Offers } from '../../core/offer/definition.ts';
import { NOTHING } from '../../core/offer/definition.ts';
import { DAY_MS, type Instant } from '../../core/time.ts';
import {
  type AssumedEffect,
  assumedEffect,
  assumedFigures,
  type Treated,
} from '../../core/winback/assumed.ts';
import { type Beliefs, beliefsOf, type Effects } from '../../core/winback/beliefs.ts';
import { isWorthIt, sufficientRung } from '../../core/winback/decide.ts';
import type { WinBackPolicy } from '../../core/winback/definition.ts';
import { NOTHING_LEARNED } from '../../core/winback/learned.ts';
import { type Rung, rungsOf } from '../../core/winback/rungs.ts';
import { contactTerms, winBackSum } from '../../core/winback/sum.ts';
import { VerdictTally } from '../../core/winback/verdictReport.ts';
import type { WinBackCase } from '../../core/winback/winBackCase.ts';
import type { LostReplay, Silence } from './replayLost.ts';

/** What the other policy gives to everyone. */
const BLANKET_PERCENT = 10;
/** On the scale of log odds, what messages without an offer do of what they do with one. */
const MESSAGE_SHARE = 0.5;
/** How sure the policy is of an uplift it has learned. */
const LEARNED_SD = 0.02;

export interface LostReportInput {
  readonly replay: LostReplay;
  readonly policy: WinBackPolicy;
  readonly offers: Offers | null;
  readonly to: Instant;
  /** Assumed, as shares: 0.01 is one percentage point. */
  readonly uplifts: readonly number[];
}

/** First order on or after `at` within the window; null where there is none. */
function returnedMinor(orders: readonly Order[], at: Instant, windowDays: number): number | null {
  const within = orders.filter(
    (order) => order.amountMinor >= 0 && order.at >= at && order.at < at + windowDays * DAY_MS,
  );
  const [first] = within.sort((a, b) => a.at - b.at);
  return first?.amountMinor ?? null;
}

type JudgedCase = WinBackCase & { readonly sum: NonNullable<WinBackCase['sum']> };

function wholeCases({ replay, to }: LostReportInput): JudgedCase[] {
  const hasSum = (one: WinBackCase): one is JudgedCase => one.sum !== null && one.arm !== null;
  return replay.cases.filter(hasSum).filter(({ endsAt }) => endsAt <= to);
}

function treatedCase(
  one: JudgedCase,
  rung: string,
  input: LostReportInput,
  ladder: readonly Rung[],
): Treated {
  const { sum, customerId, openedAt } = one;
  const found = ladder.find(({ id }) => id === rung);
  return {
    pUntreated: sum.pUntreated,
    returnedMinor: returnedMinor(input.replay.ordersOf(customerId), openedAt, input.policy.windowDays),
    gainOfReturnMinor: sum.gainOfReturnMinor,
    orderMinor: sum.orderMinor,
    faceMinor: rung === NOTHING || found === undefined ? null : found.faceMinor,
    ...contactTerms(input.policy, sum.valueBackMinor),
  };
}

function treatedSilence(
  { customerId, at, prospect }: Silence,
  input: LostReportInput,
  beliefs: Beliefs,
): Treated {
  const { policy, replay } = input;
  const single = { ...policy, contacts: { ...policy.contacts, messages: 1 } };
  return {
    pUntreated: prospect.pModel ?? beliefs.untold,
    returnedMinor: returnedMinor(replay.ordersOf(customerId), at, policy.windowDays),
    gainOfReturnMinor: prospect.valueBackMinor - prospect.valueStayMinor,
    orderMinor: prospect.orderMinor,
    faceMinor: (orderMinor) => (BLANKET_PERCENT / 100) * orderMinor,
    ...contactTerms(single, prospect.valueBackMinor),
  };
}

/** Beliefs of whoever knows the effect. */
function knowing(effect: AssumedEffect, beliefs: Beliefs): Beliefs {
  const of = (mean: number) => {
    const reach = 2 * LEARNED_SD;
    return { mean, sd: LEARNED_SD, interval: [mean - reach, mean + reach] as const, people: 0 };
  };
  const effects: Effects = {
    contact: of(effect.message),
    step: (_rung, against) => of(against === NOTHING ? effect.offer - effect.message : 0),
  };
  return { ...beliefs, ...effects, effectsOn: () => ({ ...effects, band: null }) };
}

/** Rungs given had the uplift been learned; lots and the holdout as they fell. */
function informed(
  cases: readonly JudgedCase[],
  effect: AssumedEffect,
  input: LostReportInput,
  ladder: readonly Rung[],
  beliefs: Beliefs,
): Treated[] {
  const known = knowing(effect, beliefs);
  return cases.flatMap((one) => {
    if (one.arm === 'holdout') return [];
    if (one.arm === 'randomised') return [treatedCase(one, one.rung ?? NOTHING, input, ladder)];
    const sum = winBackSum(one.sum, ladder, input.policy, known);
    const best = sufficientRung(sum, input.policy, known);
    return best === null || !isWorthIt(best, input.policy)
      ? []
      : [treatedCase(one, best.rung, input, ladder)];
  });
}

function sensitivity(input: LostReportInput, cases: readonly JudgedCase[], share: number) {
  const { policy, offers, replay, uplifts, to } = input;
  const ladder = rungsOf(offers, policy.ladder);
  const beliefs = beliefsOf(NOTHING_LEARNED, policy);
  const asDecided = cases
    .filter(({ verdict, arm }) => verdict === 'recover' && arm !== 'holdout')
    .map((one) => treatedCase(one, one.rung ?? NOTHING, input, ladder));
  const everyone = replay.silences
    .filter(({ at }) => at + policy.windowDays * DAY_MS <= to)
    .map((silence) => treatedSilence(silence, input, beliefs));
  return uplifts.map((uplift) => {
    const effect = assumedEffect(share, uplift, MESSAGE_SHARE);
    const figures = (treated: readonly Treated[]) => assumedFigures(treated, effect, policy.redemptionShare);
    return {
      uplift,
      cautious: figures(asDecided),
      learned: figures(informed(cases, effect, input, ladder, beliefs)),
      everyone: figures(everyone),
    };
  });
}

/** Whose own orders counted, and between which shares of revenue people were valued: lowest, tenth, middle, nine tenths, highest. */
function sharesReport(shares: LostReplay['shares']) {
  const sorted = shares.map(({ share }) => share).sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))];
  const spread = [0, 0.1, 0.5, 0.9, 1].flatMap((part) => at(part) ?? []);
  return { taken: shares.length, byOwn: shares.filter(({ by }) => by === 'own').length, spread };
}

export function lostReport(input: LostReportInput) {
  const { replay, policy } = input;
  const tally = new VerdictTally(0);
  for (const one of replay.cases) tally.add({ ...one, case: one.id });
  const { top: _, ...verdicts } = tally.report();
  const whole = wholeCases(input);
  const came = (cases: readonly JudgedCase[]) =>
    cases.filter(
      ({ customerId, openedAt }) =>
        returnedMinor(replay.ordersOf(customerId), openedAt, policy.windowDays) !== null,
    ).length;
  const returned = came(whole);
  const holdout = whole.filter(({ arm }) => arm === 'holdout');
  const foretold = whole.reduce((sum, one) => sum + one.sum.pUntreated, 0);
  const share = whole.length === 0 ? 0 : returned / whole.length;
  return {
    people: replay.people,
    lostBefore: replay.lostBefore,
    ...verdicts,
    whole: { cases: whole.length, returned, foretold },
    holdout: { people: holdout.length, returned: came(holdout) },
    assumed: { messageShare: MESSAGE_SHARE, blanketPercent: BLANKET_PERCENT },
    sensitivity: whole.length === 0 || share === 0 ? [] : sensitivity(input, whole, share),
    placebo: replay.learned,
    margins: { ...replay.margin, ...sharesReport(replay.shares) },
  };
}
export type LostReport = ReturnType<typeof lostReport>;
