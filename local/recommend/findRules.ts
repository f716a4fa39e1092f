/**
 * Association rules of a file: of one with the columns customer and item, and a date or none, or of one with a basket a line. What
 * somebody bought on one day is a basket; without dates, all they bought.
 */
import {
  associationRules,
  type FoundRules,
  type RuleThresholds,
} from '../../core/recommend/associationRules.ts';
import { collectPurchases } from '../../core/recommend/interactions.ts';
import { utcDay } from '../../core/time.ts';
import { readBaskets } from './readBaskets.ts';
import { type PurchaseFile, readPurchases } from './readPurchases.ts';

export interface RulesRequest extends RuleThresholds, PurchaseFile {
  /** The file has a basket a line and no header. */
  readonly isBaskets: boolean;
}

/** Throws `TableMisuse` or `ImportMisuse` where the file cannot be used. */
export async function findRules({
  file,
  dateFormat = null,
  isBaskets,
  ...thresholds
}: RulesRequest): Promise<FoundRules> {
  const collected = collectPurchases();
  if (isBaskets) await readBaskets(file, (basket, item) => collected.add(basket, item, null));
  else
    await readPurchases({ file, dateFormat }, (customer, item, at) => {
      const basket = at === null ? customer : `${customer}\u0000${utcDay(at)}`;
      collected.add(basket, item, at);
    });
  return associationRules(collected.finish(), thresholds);
}
