/**
 * A scan of `people` as customers: the items of one partition come one after another and are handed on together. Contacts and
 * order marks, each a partition of its own, are passed over.
 *
 * That a scan returns the items of a partition together is how DynamoDB stores them, partition by partition in the order of
 * their sort keys. One that lies over the border of two pages was read at two moments, the profile last: it is read again,
 * the profile first, so that nobody commits over a version newer than the orders they saw.
 */
import type { ItemRead, Tables } from './tables.ts';

/** Everything in one customer's partition, by sort key. */
export type Partition = readonly ItemRead[];

const OF_CUSTOMER = 'c#';

export async function* customerPartitions(
  tables: Tables,
  part: { readonly segment: number; readonly segments: number; readonly consistent?: boolean },
): AsyncGenerator<readonly Partition[]> {
  let open: ItemRead[] = [];
  for await (const page of tables.scan({ table: 'people', ...part })) {
    const whole: Partition[] = [];
    let isCut = open.length > 0;
    for (const item of page) {
      if (open[0]?.key.pk !== item.key.pk) {
        if (open.length > 0) whole.push(isCut ? await readAgain(tables, open) : open);
        isCut = false;
        open = [];
      }
      if (item.key.pk.startsWith(OF_CUSTOMER)) open.push(item);
    }
    if (whole.length > 0) yield whole;
  }
  if (open.length > 0) yield [await readAgain(tables, open)];
}

async function readAgain(tables: Tables, [first]: Partition): Promise<Partition> {
  if (first === undefined) return [];
  return tables.allItems({ table: 'people', pk: first.key.pk, descending: true });
}
