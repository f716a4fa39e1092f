/**
 * `loyalty simulate` over a file: two programmes run over the orders of a CSV or NDJSON file, which asks no store. Orders of a
 * file have no lines, so categories earn as the rest does.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LoyaltyDefinition, loyaltySchema } from '../../core/loyalty/definition.ts';
import {
  type LoyaltySimulation,
  type MemberOrders,
  simulateLoyalty,
  withThresholds,
} from '../../core/loyalty/simulate.ts';
import { type Instant, startOfDay } from '../../core/time.ts';
import { checkPart, type CheckedPart } from '../../functions/shared/programmeDocument.ts';
import { type OrderLog, spanOf } from '../../core/value/orderLog.ts';
import { openOrders, type OrderOptions } from '../value/openCohort.ts';

/** What ships, for whoever has published nothing. */
export const SHIPPED_LOYALTY = join(import.meta.dirname, '..', '..', 'workflows', 'loyalty.yaml');

/** A document that cannot be used. */
export class UnusableProgramme extends Error {
  readonly code = 'loyalty-invalid';
  readonly problems: CheckedPart<LoyaltyDefinition>['problems'];
  constructor(file: string, problems: CheckedPart<LoyaltyDefinition>['problems']) {
    super(`${file} is no loyalty programme that can be used`);
    this.name = 'UnusableProgramme';
    this.problems = problems;
  }
}

/** Throws `UnusableProgramme`. */
export async function readProgrammeFile(file: string): Promise<LoyaltyDefinition> {
  const checked = await checkPart(await readFile(file, 'utf8'), loyaltySchema, async () => []);
  if (checked.definition === null) throw new UnusableProgramme(file, checked.problems);
  return checked.definition;
}

async function* pagesOf(log: OrderLog): AsyncGenerator<MemberOrders[]> {
  yield [...log].map(([customer, orders]) => ({ customer, orders }));
}

export interface FileSimulation extends LoyaltySimulation {
  readonly by: 'spend' | 'points';
  readonly currency: string | null;
  readonly tiers: Readonly<
    Record<'base' | 'changed', readonly { readonly id: string; readonly from: number }[]>
  >;
  readonly rejected: number;
}

/** Null where a tier of `thresholds` is unknown or out of order. Throws as `openOrders` does. */
export async function simulateFile(
  definition: LoyaltyDefinition,
  thresholds: Readonly<Record<string, number>>,
  orders: OrderOptions,
  { zone, until }: { readonly zone: string; readonly until: Instant | null },
): Promise<FileSimulation | null> {
  const changed = withThresholds(definition, thresholds);
  if (changed === null) return null;
  const { log, rejected } = await openOrders(orders);
  const span = { zone, until: until ?? startOfDay((spanOf(log)?.lastDay ?? 0) + 1) };
  const simulated = await simulateLoyalty(pagesOf(log), { base: definition, changed }, span);
  const tiersOf = ({ tiers }: LoyaltyDefinition) => tiers.map(({ id, from }) => ({ id, from }));
  return {
    by: definition.qualify.by,
    currency: definition.currency ?? orders.currency,
    tiers: { base: tiersOf(definition), changed: tiersOf(changed) },
    rejected,
    ...simulated,
  };
}
