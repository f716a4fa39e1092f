/** What worlds under faults showed, added up: the rows R1 to R8 read their figures from it. */
import { type Checks, noChecks, RULES, type Rule } from '../audit/violation.ts';
import type { PlannedFault } from '../world/fault.ts';
import type { WorldPlan } from '../world/plan.ts';
import type { WorldResult } from '../world/world.ts';

/** How a world is made again: from its seed, or from all that is needed of it. */
export interface FailedWorld {
  readonly how: WorldRecipe;
  readonly violations: readonly string[];
}

export interface WorldRecipe {
  readonly seed: number;
  readonly kind: 'reference' | 'random';
  readonly people?: readonly string[];
  readonly days?: number;
  /** Left out: those that follow from the seed. */
  readonly faults?: readonly PlannedFault[];
  /** Of a reference world; left out: memory. */
  readonly store?: WorldPlan['store'];
}

export interface Evidence {
  worlds: number;
  /** Faults that struck. */
  faults: number;
  calls: number;
  decisions: number;
  effects: number;
  arrivable: number;
  reconciled: number;
  unknown: number;
  customers: number;
  events: number;
  checks: Checks;
  broken: Checks;
  failed: FailedWorld[];
}

const MOST_FAILED = 5;

export function noEvidence(): Evidence {
  return {
    worlds: 0,
    faults: 0,
    calls: 0,
    decisions: 0,
    effects: 0,
    arrivable: 0,
    reconciled: 0,
    unknown: 0,
    customers: 0,
    events: 0,
    checks: noChecks(),
    broken: noChecks(),
    failed: [],
  };
}

/** Adds what one world showed. */
export function addWorld(evidence: Evidence, how: WorldRecipe, result: WorldResult): void {
  const { counts, checks, violations } = result;
  evidence.worlds += 1;
  evidence.faults += result.struck.length;
  evidence.calls += result.calls;
  evidence.decisions += result.decisions;
  evidence.effects += result.effects;
  evidence.arrivable += counts.arrivable;
  evidence.reconciled += counts.reconciled;
  evidence.unknown += counts.unknown;
  evidence.customers += counts.customers;
  evidence.events += counts.events;
  for (const rule of RULES) evidence.checks[rule] += checks[rule];
  for (const { rule } of violations) evidence.broken[rule] += 1;
  if (violations.length > 0 && evidence.failed.length < MOST_FAILED) {
    evidence.failed.push({ how, violations: violations.map(({ rule, detail }) => `${rule}: ${detail}`) });
  }
}

export function addEvidence(to: Evidence, more: Evidence): void {
  to.worlds += more.worlds;
  to.faults += more.faults;
  to.calls += more.calls;
  to.decisions += more.decisions;
  to.effects += more.effects;
  to.arrivable += more.arrivable;
  to.reconciled += more.reconciled;
  to.unknown += more.unknown;
  to.customers += more.customers;
  to.events += more.events;
  for (const rule of RULES) {
    to.checks[rule] += more.checks[rule];
    to.broken[rule] += more.broken[rule];
  }
  to.failed.push(...more.failed.slice(0, MOST_FAILED - to.failed.length));
}

export function sumOf(checks: Checks, rules: readonly Rule[]): number {
  return rules.reduce((sum, rule) => sum + checks[rule], 0);
}

/** True once so many worlds failed that the row is lost whatever the others show. */
export function isLost({ failed }: Evidence): boolean {
  return failed.length >= MOST_FAILED;
}

/** Promises broken over all rules. */
export function brokenOf({ broken }: Evidence): number {
  return sumOf(broken, RULES);
}
