/** Why a shop is not evaluated by a model of some name, in a sentence that says what to use instead. */
import { nearest } from '../nearest.ts';
import { SHOP_MODELS } from './model.ts';

/** Known, and of no use here. */
const NOT_OF_A_SHOP: Readonly<Record<string, string>> = {
  'bg-bb': 'counts periods in which an order is possible, and a shop can be ordered from on any day',
  'gamma-gamma': 'is the model of spend, which every evaluation fits beside the purchase model',
  auto: 'would change models unasked; each refit proposes the one that foretells the shop best',
};

export const USE_ONE_OF = `use one of ${SHOP_MODELS.join(', ')}`;

export function refusedModel(name: string): string {
  if (Object.hasOwn(NOT_OF_A_SHOP, name)) return `no shop is evaluated by ${name}: it ${NOT_OF_A_SHOP[name]}`;
  const meant = nearest(name, SHOP_MODELS);
  return `there is no purchase model "${name}"${meant === null ? '' : `; did you mean ${meant}?`}`;
}
