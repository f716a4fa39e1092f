/** The purchase model an evaluation is asked for by name. */
import { isShopModel, SHOP_MODELS, type ShopModelName } from '../../core/lifecycle/model.ts';
import { nearest } from '../../core/nearest.ts';
import { misuse } from './problem.ts';

/** Known, and of no use here. */
const NOT_OF_A_SHOP: Readonly<Record<string, string>> = {
  'bg-bb': 'counts periods in which an order is possible, and a shop can be ordered from on any day',
  'gamma-gamma': 'is the model of spend, which every evaluation fits beside the purchase model',
};

function whyNot(name: string): string {
  const known = NOT_OF_A_SHOP[name];
  if (known !== undefined) return `no shop is evaluated by ${name}: it ${known}`;
  const meant = nearest(name, SHOP_MODELS);
  return `there is no purchase model "${name}"${meant === null ? '' : `; did you mean ${meant}?`}`;
}

/** Throws a `Problem` of status 400 for any other name. */
export function evaluationModel(name: string): ShopModelName {
  if (isShopModel(name)) return name;
  const remedy = `use one of ${SHOP_MODELS.join(', ')}, or leave it out for the model of the settings`;
  throw misuse('model', whyNot(name), remedy);
}
