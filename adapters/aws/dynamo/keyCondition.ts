/** The key condition of a query, in the service's words. */
import type { Table } from './itemKey.ts';

export interface KeyRange {
  readonly table: Table;
  readonly pk: string;
  /** Inclusive. */
  readonly from?: string;
  /** Inclusive. */
  readonly to?: string;
  /** Exclusive; instead of `from`. */
  readonly after?: string;
  /** Instead of a range. */
  readonly prefix?: string;
  readonly descending?: boolean;
  /** At most so many in all. */
  readonly limit?: number;
}

/** Above every character that stands in keys. */
const HIGHEST = '\u{10FFFF}';

/** `pkName` and `skName` are the keys' names in the table, or in its index. */
export function keyCondition(query: KeyRange, pkName: string, skName: string) {
  const names = { '#pk': pkName, '#sk': skName };
  const ofPk = { ':pk': query.pk };
  if (query.prefix !== undefined) {
    return {
      KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :prefix)',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ...ofPk, ':prefix': query.prefix },
    };
  }
  const from = query.after === undefined ? query.from : `${query.after}\u0000`;
  if (from === undefined && query.to === undefined) {
    return {
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': pkName },
      ExpressionAttributeValues: ofPk,
    };
  }
  return {
    KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :from AND :to',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ...ofPk, ':from': from ?? '\u0000', ':to': query.to ?? HIGHEST },
  };
}
