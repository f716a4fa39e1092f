/**
 * The report of a simulation: the ledger, sends by journey, node and day, refusals by reason, the cost. Keys are sorted and
 * nothing depends on the clock, so the same input and seed give the same bytes.
 */
import type { Decision } from '../../core/message/decision.ts';
import type { DirectoryStore } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { isoDay, utcDay } from '../../core/time.ts';
import { emptyLedger, type Ledger, countOutcome } from '../../core/message/ledger.ts';
import type { SimulationRecorder } from './recorder.ts';
import type { SimulationRequest } from './request.ts';
import type { World } from './world.ts';

type Counts = Record<string, number>;

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
  readonly sends: Record<string, { total: number; nodes: Record<string, { total: number; days: Counts }> }>;
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

function bump(counts: Counts, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

function sorted<Value>(record: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function addSend(sends: SimulationReport['sends'], decision: Decision): void {
  sends[decision.journeyId] ??= { total: 0, nodes: {} };
  const journey = sends[decision.journeyId];
  if (journey === undefined) return;
  journey.total += 1;
  journey.nodes[decision.nodeId] ??= { total: 0, days: {} };
  const node = journey.nodes[decision.nodeId];
  if (node === undefined) return;
  node.total += 1;
  bump(node.days, isoDay(utcDay(decision.settledAt ?? decision.decidedAt)));
}

function restsOnAssumption(decision: Decision, world: World): boolean {
  if (decision.outcome === 'suppressed' || decision.outcome === 'failed') return false;
  return (
    world.assumedReachable.has(decision.customerId) ||
    world.assumedConsents.has(`${decision.customerId}/${decision.topic}`)
  );
}

function sortedSends(sends: SimulationReport['sends']): SimulationReport['sends'] {
  const journeys: SimulationReport['sends'] = {};
  for (const [id, { total, nodes }] of Object.entries(sorted(sends))) {
    const inOrder: (typeof journeys)[string]['nodes'] = {};
    for (const [node, counted] of Object.entries(sorted(nodes))) {
      inOrder[node] = { total: counted.total, days: sorted(counted.days) };
    }
    journeys[id] = { total, nodes: inOrder };
  }
  return journeys;
}

export interface ReportInput {
  readonly request: SimulationRequest;
  readonly settings: Settings;
  readonly world: World;
  readonly recorder: SimulationRecorder;
  readonly nights: number;
  readonly refits: number;
  readonly rendered: number | null;
}

async function countDecisions(store: Pick<DirectoryStore, 'decisions' | 'countAccepted'>, world: World) {
  const ledger = emptyLedger();
  const sends: SimulationReport['sends'] = {};
  const suppressed: Counts = {};
  const heldOut: Counts = {};
  let assumed = 0;
  for await (const page of store.decisions()) {
    for (const decision of page) {
      countOutcome(ledger, decision.outcome);
      if (decision.outcome === 'sent') addSend(sends, decision);
      if (decision.outcome === 'suppressed') bump(suppressed, decision.reason ?? 'no reason');
      if (decision.outcome === 'held-out') bump(heldOut, decision.journeyId);
      if (restsOnAssumption(decision, world)) assumed += 1;
    }
  }
  ledger.accepted = await store.countAccepted();
  return {
    ledger,
    sends: sortedSends(sends),
    suppressed: sorted(suppressed),
    heldOut: sorted(heldOut),
    assumed,
  };
}

/** Counts the finished world. O(decisions). */
export async function makeReport(input: ReportInput): Promise<SimulationReport> {
  const { request, world, recorder, settings } = input;
  const counted = await countDecisions(world.store, world);
  const microUsd = counted.ledger.sent * settings.messages.emailPriceMicroUsd;
  return {
    from: isoDay(utcDay(request.from)),
    to: isoDay(utcDay(request.to)),
    seed: request.seed,
    people: world.people,
    liveOrders: world.toCome.length,
    evaluations: { nights: input.nights, refits: input.refits },
    ledger: counted.ledger,
    entries: recorder.entries(),
    transitions: recorder.transitions(),
    sends: counted.sends,
    suppressed: counted.suppressed,
    heldOut: counted.heldOut,
    cost: { currency: 'USD', emails: counted.ledger.sent, microUsd, usd: microUsd / 1_000_000 },
    assumptions: {
      reachable: request.assumeReachable,
      consent: request.assumeConsent,
      peopleAssumedReachable: world.assumedReachable.size,
      consentsAssumed: world.assumedConsents.size,
      decisions: counted.assumed,
    },
    rendered: input.rendered,
  };
}
