/**
 * The kernel of each purchase model, and a fitted model as the five questions it answers. Nothing here says whether a
 * fit can be believed: that is for its flags, and P(alive) of BG/NBD is 1 for everyone without a repeat order.
 */
import { bgNbdKernel, mbgCnbdKKernel, mbgNbdKernel } from './betaDropoutKernel.ts';
import { bgBbKernel } from './bgBb.ts';
import { nbdKernel } from './nbdKernel.ts';
import { paretoNbdKernel } from './paretoNbd.ts';
import type {
  FittedModel,
  ParamsByModel,
  PurchaseHistory,
  PurchaseKernel,
  PurchaseModelName,
} from './purchaseModel.ts';

type Kernels = { readonly [Name in PurchaseModelName]: PurchaseKernel<ParamsByModel[Name]> };

const KERNELS: Kernels = {
  nbd: nbdKernel,
  'bg-nbd': bgNbdKernel,
  'mbg-nbd': mbgNbdKernel,
  'mbg-cnbd-k': mbgCnbdKKernel,
  'pareto-nbd': paretoNbdKernel,
  'bg-bb': bgBbKernel,
};

/** A kernel with its parameters: see `PurchaseKernel` for what each answers. */
export interface Prediction {
  readonly pAlive: (history: PurchaseHistory) => number;
  readonly expectedOrders: (history: PurchaseHistory, horizon: number) => number;
  readonly pActive: (history: PurchaseHistory, horizon: number) => number;
  readonly dert: (history: PurchaseHistory, rate: number) => number;
  readonly expectedOfNew: (horizon: number) => number;
}

function bind<Params>(kernel: PurchaseKernel<Params>, params: Params): Prediction {
  return {
    pAlive: (history) => kernel.pAlive(params, history),
    expectedOrders: (history, horizon) => kernel.expectedOrders(params, history, horizon),
    pActive: (history, horizon) => kernel.pActive(params, history, horizon),
    dert: (history, rate) => kernel.dert(params, history, rate),
    expectedOfNew: (horizon) => kernel.expectedOfNew(params, horizon),
  };
}

export function predict(fitted: FittedModel): Prediction {
  switch (fitted.model) {
    case 'nbd':
      return bind(KERNELS.nbd, fitted.params);
    case 'bg-nbd':
      return bind(KERNELS['bg-nbd'], fitted.params);
    case 'mbg-nbd':
      return bind(KERNELS['mbg-nbd'], fitted.params);
    case 'mbg-cnbd-k':
      return bind(KERNELS['mbg-cnbd-k'], fitted.params);
    case 'pareto-nbd':
      return bind(KERNELS['pareto-nbd'], fitted.params);
    case 'bg-bb':
      return bind(KERNELS['bg-bb'], fitted.params);
  }
}
