/** What the people of each arm did, a column a thing, as the comparisons read it. Memory grows with the people assigned. */
import type { CustomerId } from '../ids.ts';
import type { Assigned } from './assigned.ts';

export class ArmColumns {
  readonly customers: CustomerId[] = [];
  readonly versions: number[] = [];
  readonly reached: number[] = [];
  readonly ordered: number[] = [];
  readonly orders: number[] = [];
  readonly revenueMinor: number[] = [];
  readonly netMinor: number[] = [];
  readonly orderedBefore: number[] = [];
  readonly ordersBefore: number[] = [];
  readonly revenueBefore: number[] = [];
  readonly netBefore: number[] = [];

  get people(): number {
    return this.customers.length;
  }

  add(customer: CustomerId, { journeyVersion, reachedGoal, after, before }: Assigned): void {
    this.customers.push(customer);
    this.versions.push(journeyVersion);
    this.reached.push(Number(reachedGoal));
    this.ordered.push(Number(after.orders > 0));
    this.orders.push(after.orders);
    this.revenueMinor.push(after.revenueMinor);
    this.netMinor.push(after.netMinor);
    this.orderedBefore.push(Number(before.orders > 0));
    this.ordersBefore.push(before.orders);
    this.revenueBefore.push(before.revenueMinor);
    this.netBefore.push(before.netMinor);
  }
}
