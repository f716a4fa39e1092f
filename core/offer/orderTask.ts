/**
 * Redeems the coupons an order came with, and gives uses back of an order whose refunds come to all of it. What cannot be redeemed is a fact
 * that says why: the order has happened, and nobody is there to be told.
 */
import * as z from 'zod';
import { minorDigits } from '../currency.ts';
import type { Fact } from '../fact.ts';
import { type CustomerId, customerId } from '../ids.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { PeopleStore, WorkStore } from '../ports.ts';
import type { Task, TaskProgress } from '../task.ts';
import type { Instant } from '../time.ts';
import { grantsOf } from './findGrant.ts';
import type { GrantDeps } from './grantOffer.ts';
import { type AtCheckout, redeemCoupon, returnCoupon, type UseDenied, type Used } from './useCoupon.ts';

const orderSchema = z.object({
  customer: z.string(),
  order: z.string(),
  codes: z.array(z.string()),
  amountMinor: z.number(),
  currency: z.string(),
  /** Of all codes, in major units. */
  discount: z.number().nullable(),
  items: z.array(z.object({ item: z.string(), quantity: z.number(), priceMinor: z.number().nullable() })),
  at: z.number(),
});
const returnSchema = z.object({
  customer: z.string(),
  returned: z.string(),
  /** Id of the refund; left out of tasks that were put before refunds in parts were counted. */
  refund: z.string().optional(),
  amountMinor: z.number(),
  at: z.number(),
});
type WithCodes = z.infer<typeof orderSchema>;

export interface OrderTaskDeps extends GrantDeps {
  readonly store: GrantDeps['store'] & Pick<PeopleStore, 'loadPerson'> & Pick<WorkStore, 'removeTask'>;
}

/** What one code took off in fact; null where only the sum of several is known. */
function discountOf({ codes, currency, discount }: WithCodes): number | null {
  if (discount === null || codes.length !== 1) return null;
  return Math.round(discount * 10 ** minorDigits(currency));
}

function checkoutOf(told: WithCodes, code: string, discountMinor: number): AtCheckout {
  const items = told.items.map((one) => ({ ...one, priceMinor: one.priceMinor ?? 0 }));
  const order = { amountMinor: told.amountMinor + discountMinor, items, deliveryMinor: null };
  return { code, customer: told.customer, order, orderId: told.order, now: told.at };
}

/** More off than was promised is the shop's own: what was promised is redeemed. */
async function redeem(deps: GrantDeps, told: WithCodes, code: string): Promise<Used> {
  const discountMinor = discountOf(told);
  const asked = checkoutOf(told, code, discountMinor ?? 0);
  const key = `order/${told.order}`;
  const used = await redeemCoupon(deps, asked, { key, discountMinor });
  const isTooHigh = used.kind === 'denied' && used.reason === 'discount-too-high';
  return isTooHigh ? redeemCoupon(deps, asked, { key, discountMinor: null }) : used;
}

function deniedFact(told: WithCodes, code: string, { reason }: UseDenied): Fact {
  return {
    customerId: customerId(told.customer),
    at: told.at,
    kind: 'offer',
    journeyId: null,
    body: { what: 'not-redeemed', code, order: told.order, reason },
  };
}

async function redeemAll(deps: GrantDeps, told: WithCodes): Promise<Fact[]> {
  const facts: Fact[] = [];
  for (const code of told.codes) {
    const used = await redeem(deps, told, code);
    if (used.kind === 'denied') facts.push(deniedFact(told, code, used));
  }
  return facts;
}

/** `taskId` stands for a refund without an id. */
async function giveBack(
  deps: OrderTaskDeps,
  told: z.infer<typeof returnSchema>,
  taskId: string,
): Promise<void> {
  const { returned, amountMinor, at } = told;
  const id: CustomerId = customerId(told.customer);
  const record = await deps.store.loadPerson(id);
  const order = record?.orders.find((one) => one.id === returned);
  if (record === null || order === undefined) return;
  const refund = {
    order: returned,
    id: told.refund ?? taskId,
    minor: amountMinor,
    orderMinor: order.amountMinor,
  };
  for (const { marks, code, offer } of await grantsOf(deps, record.person)) {
    if (marks.every((mark) => mark.order !== returned)) continue;
    const asked = { code: code ?? `offer:${offer}`, customer: id, orderId: returned, now: at };
    await returnCoupon(deps, asked, refund);
  }
}

/** Runs the task of an order; null where it is a task of another kind. */
export async function runOrderTask(
  deps: OrderTaskDeps,
  task: Task,
  now: Instant,
): Promise<TaskProgress | null> {
  const withCodes = orderSchema.safeParse(task.body);
  const returned = returnSchema.safeParse(task.body);
  if (!withCodes.success && !returned.success) return null;
  const facts = withCodes.success ? await redeemAll(deps, withCodes.data) : [];
  if (returned.success) await giveBack(deps, returned.data, task.id);
  const done = { ...task, attempts: 0, version: task.version + 1, dueAt: null };
  const result = await deps.store.commitStep({
    ...NO_CONSEQUENCES,
    decisions: [],
    facts: facts.map((fact) => ({ ...fact, at: now })),
    tasks: [{ task: done, expectedVersion: task.version }],
  });
  if (result !== 'committed') return 'lost';
  await deps.store.removeTask(done.id, done.version);
  return 'done';
}
