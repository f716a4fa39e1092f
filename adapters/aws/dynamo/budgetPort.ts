/**
 * Budgets and the slices leased of them. A budget's item knows who holds a slice of it and until when, so that what ran out is
 * found without a search. Only leases touch it; sends touch their worker's own slice.
 */
import type { BudgetState, BudgetStore, SliceLease, SliceTake } from '../../../core/message/sendChange.ts';
import { DAY_MS, type Instant } from '../../../core/time.ts';
import { TransientError } from './dynamoErrors.ts';
import { InTurn } from './inTurn.ts';
import { keyText } from './itemKey.ts';
import { keyOf, part } from './keys.ts';
import { putSlice, readSlice, sliceOf, withoutBudget } from './slices.ts';
import type { StoreContext } from './storeContext.ts';
import type { ItemRead, Tables } from './tables.ts';
import { transact, type Transaction } from './transaction.ts';

interface Budget {
  readonly budget: string;
  readonly leased: number;
  /** Who holds a slice of it, and until when. */
  readonly slices: Readonly<Record<string, Instant>>;
}

/** For reports of a year. */
const KEPT_MS = 400 * DAY_MS;
/** Slices taken back in one transaction, beside the budget and the slice that grows. */
const MOST_TAKEN_BACK = 20;
/** Of eight attempts each. */
const MOST_ROUNDS = 4;
const BUDGETS = 'budgets';

function readBudget({ body }: ItemRead): Budget {
  const budget: Budget = JSON.parse(body);
  return budget;
}

async function budgetOf(tx: Transaction, budget: string): Promise<Budget> {
  const item = await tx.get(keyOf.budget(budget));
  return item === null ? { budget, leased: 0, slices: {} } : readBudget(item);
}

function putBudget(tx: Transaction, { now }: StoreContext, budget: Budget): void {
  tx.put(keyOf.budget(budget.budget), {
    body: budget,
    kind: 'budget',
    list: { pk: BUDGETS, sk: part(budget.budget) },
    expiresAt: now() + KEPT_MS,
  });
}

interface Leased {
  readonly granted: number;
  /** Other slices ran out too, and are to be taken back by another transaction. */
  readonly more: boolean;
}

/** Takes back some of the slices that ran out, and grants out of what is left then. */
async function leaseOnce(tx: Transaction, context: StoreContext, lease: SliceLease): Promise<Leased> {
  const known = await budgetOf(tx, lease.budget);
  const ranOut = Object.keys(known.slices).filter((id) => (known.slices[id] ?? 0) < lease.now);
  const taken = ranOut.slice(0, MOST_TAKEN_BACK);
  await tx.getAll([...taken, lease.slice].map(keyOf.slice));
  const slices = { ...known.slices };
  let { leased } = known;
  for (const id of taken) {
    leased -= await takeBack(tx, id, lease.budget);
    delete slices[id];
  }
  const granted = Math.max(0, Math.min(lease.want, lease.limit - leased));
  if (granted > 0) {
    slices[lease.slice] = lease.until;
    await growSlice(tx, lease, granted);
  }
  const isMoved = granted > 0 || taken.length > 0;
  if (isMoved) {
    putBudget(tx, context, { ...known, leased: leased + granted, slices });
  }
  return { granted, more: ranOut.length > taken.length };
}

async function takeBack(tx: Transaction, id: string, budget: string): Promise<number> {
  const slice = await sliceOf(tx, id);
  const left = slice?.left[budget];
  if (slice === null || left === undefined) return 0;
  putSlice(tx, id, withoutBudget(slice, budget));
  return left;
}

async function growSlice(
  tx: Transaction,
  { slice, budget, until }: SliceLease,
  granted: number,
): Promise<void> {
  const known = (await sliceOf(tx, slice)) ?? { left: {}, until };
  const left = { ...known.left, [budget]: (known.left[budget] ?? 0) + granted };
  putSlice(tx, slice, { left, until: Math.max(known.until, until) });
}

/**
 * All workers of a wave lease at its beginning and give back at its end, and a send that finds no slice would be put off by a
 * minute: worth more patience than other changes. A lease that was made though nobody heard of it is in the slice all the same.
 */
async function patiently<Result>(
  { tables }: StoreContext,
  run: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  for (let rounds = 1; ; rounds += 1) {
    try {
      return await transact(tables, run);
    } catch (failure) {
      if (!(failure instanceof TransientError) || rounds === MOST_ROUNDS) throw failure;
    }
  }
}

async function leaseSlice(context: StoreContext, lease: SliceLease): Promise<number> {
  let granted = 0;
  let more = true;
  while (more && granted < lease.want) {
    const want = lease.want - granted;
    const leased = await patiently(context, (tx) => leaseOnce(tx, context, { ...lease, want }));
    granted += leased.granted;
    more = leased.more;
  }
  return granted;
}

async function returnOnce(tx: Transaction, context: StoreContext, id: string): Promise<void> {
  const slice = await sliceOf(tx, id);
  if (slice === null) return;
  const budgets = Object.keys(slice.left);
  await tx.getAll(budgets.map(keyOf.budget));
  for (const budget of budgets) {
    const known = await budgetOf(tx, budget);
    const { [id]: _gone, ...slices } = known.slices;
    putBudget(tx, context, { ...known, leased: known.leased - (slice.left[budget] ?? 0), slices });
  }
  tx.remove(keyOf.slice(id));
}

/** Gives back to the slice, or to the budget where the slice is gone. To be read beforehand: the slice. */
export async function giveBack(
  tx: Transaction,
  context: StoreContext,
  { slice: id, takes }: SliceTake,
): Promise<void> {
  const slice = await sliceOf(tx, id);
  const left: Record<string, number> = { ...slice?.left };
  for (const [budget, amount] of Object.entries(takes)) {
    const has = left[budget];
    if (has !== undefined) left[budget] = has + amount;
    else {
      const known = await budgetOf(tx, budget);
      putBudget(tx, context, { ...known, leased: known.leased - amount });
    }
  }
  if (slice !== null) putSlice(tx, id, { ...slice, left });
}

async function budgetStates(tables: Tables): Promise<BudgetState[]> {
  const entries = await tables.allEntries({ table: 'work', index: 'list', pk: BUDGETS });
  const items = await tables.get(entries.map(({ key }) => key));
  const known = [...items.values()].map(readBudget);
  const slices = await tables.get(known.flatMap((one) => Object.keys(one.slices).map(keyOf.slice)));
  return known
    .map(({ budget, leased, slices: held }) => ({
      budget,
      leased,
      inSlices: Object.keys(held).reduce((sum, id) => {
        const item = slices.get(keyText(keyOf.slice(id)));
        return sum + (item === undefined ? 0 : (readSlice(item).left[budget] ?? 0));
      }, 0),
    }))
    .sort((a, b) => (a.budget < b.budget ? -1 : 1));
}

/** `turns` are shared with the send port: whoever changes a slice does so in its turn. */
export function dynamoBudgets(context: StoreContext, turns: InTurn): BudgetStore {
  const leases = new InTurn();
  return {
    leaseSlice: (lease) =>
      leases.run(lease.budget, () => turns.run(lease.slice, () => leaseSlice(context, lease))),
    returnSlice: (id) => turns.run(id, () => patiently(context, (tx) => returnOnce(tx, context, id))),
    budgets: () => budgetStates(context.tables),
  };
}
