/** Between a fit, which names its model and lists its parameters apart, and the purchase model a shop lives by. */
import type { ModelFit } from '../value/fitModel.ts';
import type { FittedModel } from '../value/purchaseModel.ts';
import type { PurchaseModel } from './model.ts';

/** Parameters beside the name; NBD for the hiatus rule where no dropout was found. Throws for a model that is not of a shop. */
export function purchaseModelOf(fit: ModelFit): PurchaseModel {
  if (fit.flags.includes('dropout-not-identified')) return { kind: 'hiatus', ...fit.nbd };
  switch (fit.model) {
    case 'nbd':
      return { kind: 'nbd', ...fit.params };
    case 'bg-nbd':
      return { kind: 'bg-nbd', ...fit.params };
    case 'mbg-nbd':
      return { kind: 'mbg-nbd', ...fit.params };
    case 'mbg-cnbd-k':
      return { kind: 'mbg-cnbd-k', ...fit.params };
    case 'pareto-nbd':
      return { kind: 'pareto-nbd', ...fit.params };
    case 'bg-bb':
      throw new RangeError('a shop is not evaluated by BG/BB');
  }
}

/** A shop's model with its parameters apart; of the hiatus rule, the NBD it rests on. */
export function fittedOf(purchase: PurchaseModel): FittedModel {
  switch (purchase.kind) {
    case 'hiatus':
    case 'nbd':
      return { model: 'nbd', params: purchase };
    case 'bg-nbd':
      return { model: 'bg-nbd', params: purchase };
    case 'mbg-nbd':
      return { model: 'mbg-nbd', params: purchase };
    case 'mbg-cnbd-k':
      return { model: 'mbg-cnbd-k', params: purchase };
    case 'pareto-nbd':
      return { model: 'pareto-nbd', params: purchase };
  }
}
