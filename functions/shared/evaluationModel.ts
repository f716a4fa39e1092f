/** The purchase model an evaluation is asked for by name. */
import { isShopModel, type ShopModelName } from '../../core/lifecycle/model.ts';
import { refusedModel, USE_ONE_OF } from '../../core/lifecycle/refusedModel.ts';
import { misuse } from './problem.ts';

/** Throws a `Problem` of status 400 for any other name. */
export function evaluationModel(name: string): ShopModelName {
  if (isShopModel(name)) return name;
  throw misuse('model', refusedModel(name), `${USE_ONE_OF}, or leave it out for the model of the settings`);
}
