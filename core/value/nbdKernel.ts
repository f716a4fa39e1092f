/** What NBD says of a customer: nobody leaves, so past orders and the time they took are all that counts. */
import { type NbdParams, nbdExpectedOrders } from './nbd.ts';
import type { PurchaseKernel } from './purchaseModel.ts';

export const nbdKernel: PurchaseKernel<NbdParams> = {
  pAlive: () => 1,
  expectedOrders: (params, { x, T }, horizon) => nbdExpectedOrders(params, x, T, horizon),
  pActive: ({ r, alpha }, { x, T }, horizon) => -Math.expm1(-(r + x) * Math.log1p(horizon / (alpha + T))),
  dert: ({ r, alpha }, { x, T }, rate) => (r + x) / (alpha + T) / rate,
  expectedOfNew: ({ r, alpha }, horizon) => (r / alpha) * horizon,
};
