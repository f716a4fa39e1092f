/**
 * The report of a simulation: the ledger, sends by journey, node and day, refusals by reason, the cost. Keys are sorted and
 * nothing depends on the clock, so the same input and seed give the same bytes.
 */
import type { Settings } from '../../core/settings/settings.ts';
import { isoDay, utcDay } from '../../core/time.ts';
import type { Ledger } from '../../core/message/ledger.ts';
import type { Assumptions } from './assumptions.ts';
import type { Counts, DecisionCounts, SendCounts } from './decisionCounts.ts';
import type { SimulationRecorder } from './recorder.ts';
import type { SimulationRequest } from './request.ts';
import type { World } from './world.ts';

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
  readonly cost: {
    readonly currency: 'USD';
    readonly emails: number;
    readonly microUsd: number;
    readonly usd: number;
  };
  readonly assumptions: {
    readonly reachable: boolean;
    readonly consent: readonly string[];
    readonly peopleAssumedReachable: number;
    readonly consentsAssumed: number;
    /** Decisions sent, held out or pending that rest on at least one of them. */
    readonly decisions: number;
  };
  readonly rendered: number | null;
}

export interface ReportInput {
  readonly request: SimulationRequest;
  readonly settings: Settings;
  readonly world: World;
  readonly recorder: SimulationRecorder;
  /** Of every decision settled so far. */
  readonly counts: DecisionCounts;
  readonly assumed: Assumptions;
  readonly nights: number;
  readonly refits: number;
  readonly rendered: number | null;
}

/** Counts the decisions still open and writes the report. O(open decisions + days). */
export async function makeReport(input: ReportInput): Promise<SimulationReport> {
  const { request, world, recorder, settings, counts, assumed } = input;
  for await (const page of world.store.decisions()) for (const decision of page) counts.add(decision);
  const ledger = { ...counts.outcomes, accepted: await world.store.countAccepted() };
  const microUsd = ledger.sent * settings.messages.emailPriceMicroUsd;
  return {
    from: isoDay(utcDay(request.from)),
    to: isoDay(utcDay(request.to)),
    seed: request.seed,
    people: world.people,
    liveOrders: world.toCome.length,
    evaluations: { nights: input.nights, refits: input.refits },
    ledger,
    entries: recorder.entries(),
    transitions: recorder.transitions(),
    sends: counts.sends(),
    suppressed: counts.suppressed(),
    heldOut: counts.heldOut(),
    cost: { currency: 'USD', emails: ledger.sent, microUsd, usd: microUsd / 1_000_000 },
    assumptions: {
      reachable: request.assumeReachable,
      consent: request.assumeConsent,
      peopleAssumedReachable: assumed.reachable.size,
      consentsAssumed: assumed.consents.size,
      decisions: counts.assumed,
    },
    rendered: input.rendered,
  };
}
