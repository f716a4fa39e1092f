/**
 * The report of a simulation: the ledger, sends by journey, node and day, refusals by reason, the cost. Keys are sorted and
 * nothing depends on the clock, so the same input and seed give the same bytes.
 */
import type { Settings } from '../../core/settings/settings.ts';
import { isoDay, utcDay } from '../../core/time.ts';
import type { Channel, ConsentChannel } from '../../core/message/messageClass.ts';
import type { Ledger } from '../../core/message/ledger.ts';
import { Assumptions } from './assumptions.ts';
import type { Counts } from './counts.ts';
import { type MarginTerms, marginTerms } from './margins.ts';
import { DecisionCounts, type NodeCounts, type SendCounts } from './decisionCounts.ts';
import type { PartResult } from './part.ts';
import { PickCounts, type PicksShown } from './picks.ts';
import { SimulationRecorder } from './recorder.ts';
import { type OffersGiven, offersGiven } from './offersGiven.ts';
import type { SimulationDefinitions, SimulationRequest } from './request.ts';

export interface SimulationReport {
  readonly from: string;
  readonly to: string;
  readonly seed: number;
  readonly people: number;
  /** Recorded orders that counted as live. */
  readonly liveOrders: number;
  readonly evaluations: { readonly nights: number; readonly refits: number };
  readonly ledger: Ledger;
  readonly entries: ReturnType<SimulationRecorder['entries']>;
  readonly transitions: Counts;
  readonly sends: SendCounts;
  readonly suppressed: Counts;
  readonly heldOut: Counts;
  /** What became of decisions, by journey and node. */
  readonly nodes: NodeCounts;
  readonly cost: {
    readonly currency: 'USD';
    readonly emails: number;
    readonly sms: number;
    /** Parts the SMS were charged by: counted where they were rendered, else one each. */
    readonly smsParts: number;
    /** Cost nothing. */
    readonly webhooks: number;
    readonly microUsd: number;
    readonly usd: number;
    /** Only where the shop published offers. */
    readonly offers?: OffersGiven;
  };
  /** What steps gave, or why nothing: by journey, node and arm. */
  readonly gave: ReturnType<SimulationRecorder['gave']>;
  readonly assumptions: {
    readonly reachable: boolean;
    readonly reachableBy: readonly ConsentChannel[];
    readonly consent: readonly string[];
    readonly peopleAssumedReachable: number;
    readonly consentsAssumed: number;
    /** Decisions sent, held out or pending that rest on at least one of them. */
    readonly decisions: number;
  };
  readonly rendered: number | null;
  /** Messages of templates that show products. */
  readonly picks: PicksShown;
  /** What values were reckoned with; with no fit in the period, what the settings state. */
  readonly margin: MarginTerms;
}

function priceOf(channel: Channel, { messages }: Settings): number {
  switch (channel) {
    case 'email':
      return messages.emailPriceMicroUsd;
    case 'sms':
      return messages.smsPriceMicroUsd;
    case 'webhook':
      return 0;
  }
}

function costOf(
  sentBy: ReadonlyMap<Channel, number>,
  smsParts: number,
  { messages }: Settings,
): SimulationReport['cost'] {
  const [emails, sms, webhooks] = [
    sentBy.get('email') ?? 0,
    sentBy.get('sms') ?? 0,
    sentBy.get('webhook') ?? 0,
  ];
  const microUsd = emails * messages.emailPriceMicroUsd + smsParts * messages.smsPriceMicroUsd;
  return { currency: 'USD', emails, sms, smsParts, webhooks, microUsd, usd: microUsd / 1_000_000 };
}

/** Adds the parts up. O(parts · days). */
export function makeReport(
  request: SimulationRequest,
  { settings, journeys, programme, picks = null }: SimulationDefinitions,
  parts: readonly PartResult[],
): SimulationReport {
  const counts = new DecisionCounts(new Assumptions());
  const recorder = new SimulationRecorder();
  const pickCounts = new PickCounts();
  for (const part of parts) {
    counts.include(part.decisions);
    recorder.include(part.facts);
    pickCounts.include(part.picks);
  }
  const sum = (of: (part: PartResult) => number) => parts.reduce((total, part) => total + of(part), 0);
  const { ledger, assumed } = counts.totals;
  const gave = recorder.gave();
  const offers = offersGiven(gave, journeys, programme, settings.shop.currency);
  const smsParts = sum((part) => part.smsParts);
  return {
    from: isoDay(utcDay(request.from)),
    to: isoDay(utcDay(request.to)),
    seed: request.seed,
    people: sum((part) => part.people),
    liveOrders: sum((part) => part.liveOrders),
    evaluations: { nights: parts[0]?.nights ?? 0, refits: parts[0]?.refits ?? 0 },
    ledger,
    entries: recorder.entries(),
    transitions: recorder.transitions(),
    sends: counts.sends(),
    suppressed: counts.suppressed(),
    heldOut: counts.heldOut(),
    nodes: counts.nodes((channel) => priceOf(channel, settings)),
    cost: {
      ...costOf(counts.totals.sentBy, smsParts, settings),
      ...(offers === null ? {} : { offers }),
    },
    gave,
    assumptions: {
      reachable: request.assumeReachable.length > 0,
      reachableBy: request.assumeReachable,
      consent: request.assumeConsent,
      peopleAssumedReachable: sum((part) => part.assumedReachable),
      consentsAssumed: sum((part) => part.assumedConsents),
      decisions: assumed,
    },
    rendered: request.render ? sum((part) => part.rendered) : null,
    picks: pickCounts.report(picks),
    margin: parts[0]?.margin ?? marginTerms([], settings.value),
  };
}
