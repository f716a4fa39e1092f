/**
 * The shop's purchase model taken apart: the chance to be alive, and what the living do in so many weeks. Of the kernels it
 * takes what a customer's value needs and no more, since every function that judges customers has it in its bundle.
 */
import { chanceAlive, chanceOfOrder, ordersOfLiving } from '../value/betaDropoutLiving.ts';
import { nbdKernel } from '../value/nbdKernel.ts';
import { BG_NBD, MBG_NBD, type OrderProcess, regularProcess } from '../value/orderProcess.ts';
import { paretoNbdActive, paretoNbdAlive, paretoNbdOrders } from '../value/paretoNbd.ts';
import type { MbgNbdParams, ParetoNbdParams, PurchaseHistory } from '../value/purchaseModel.ts';
import type { NbdParams } from '../value/nbd.ts';
import type { PurchaseModel } from './model.ts';

export interface Living {
  readonly pAlive: (history: PurchaseHistory) => number;
  readonly orders: (history: PurchaseHistory, weeks: number) => number;
  readonly pActive: (history: PurchaseHistory, weeks: number) => number;
  /** What the living do depends on x and T alone. */
  readonly isByPair: boolean;
}

function nbdLiving(params: NbdParams): Living {
  return {
    pAlive: () => 1,
    orders: (history, weeks) => nbdKernel.expectedOrders(params, history, weeks),
    pActive: (history, weeks) => nbdKernel.pActive(params, history, weeks),
    isByPair: true,
  };
}

function betaLiving(process: OrderProcess, params: MbgNbdParams): Living {
  return {
    pAlive: (history) => chanceAlive(process, params, history),
    orders: (history, weeks) => ordersOfLiving(process, params, history, weeks),
    pActive: (history, weeks) => chanceOfOrder(process, params, history, weeks),
    isByPair: process.k === 1,
  };
}

function paretoLiving(params: ParetoNbdParams): Living {
  return {
    pAlive: (history) => paretoNbdAlive(params, history),
    orders: ({ x, T }, weeks) => paretoNbdOrders(params, x, T, weeks),
    pActive: ({ x, T }, weeks) => paretoNbdActive(params, x, T, weeks),
    isByPair: true,
  };
}

export function livingOf(purchase: PurchaseModel): Living {
  switch (purchase.kind) {
    case 'hiatus':
    case 'nbd':
      return nbdLiving(purchase);
    case 'bg-nbd':
      return betaLiving(BG_NBD, purchase);
    case 'mbg-nbd':
      return betaLiving(MBG_NBD, purchase);
    case 'mbg-cnbd-k':
      return betaLiving(regularProcess(purchase.k), purchase);
    case 'pareto-nbd':
      return paretoLiving(purchase);
  }
}
