/**
 * What tells apart the models in which a customer orders at a gamma-distributed rate and leaves after an order with a
 * beta-distributed probability:
 *   BG/NBD (Fader, Hardie & Lee 2005): exponential intervals, and nobody leaves at the first order;
 *   MBG/NBD (Batislam, Denizel & Filiztekin 2007): the first order may be the last too;
 *   MBG/CNBD-k (Platzer & Reutterer 2016; Reutterer, Platzer & Schröder 2021): as MBG/NBD, but an interval is k stages
 *   long, each exponential with the customer's rate, so that orders come the more regularly the larger k.
 * Everything else of these models follows from the two properties here.
 */
export interface OrderProcess {
  /** Stages of an interval between orders, a whole number of 1 or more. */
  readonly k: number;
  /** Whether the first order can be the last. */
  readonly leavesAtFirst: boolean;
}

export const BG_NBD: OrderProcess = { k: 1, leavesAtFirst: false };
export const MBG_NBD: OrderProcess = { k: 1, leavesAtFirst: true };

export function regularProcess(k: number): OrderProcess {
  return { k, leavesAtFirst: true };
}

/** How many of x repeat orders and the first could have been the last. */
export function chancesToLeave({ leavesAtFirst }: OrderProcess, x: number): number {
  return leavesAtFirst ? x + 1 : x;
}
