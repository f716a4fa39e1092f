/**
 * Imports in bulk into DynamoDB: small customers share a transaction, a few transactions are under way at once. Rows of one
 * customer stay in their order; who repeats a page after a failure finds what was committed as duplicates.
 *
 * Identical rows without an id of their own are told apart by what one import has shown, so they must come under one import id
 * and one call after the other; rows of different customers may come from several callers at once.
 */
import type { ImportedOrder, ImportedPerson, ImportOutcome, ImportStore } from '../../../core/ports.ts';
import { Ordinals } from '../../records/ordinals.ts';
import { beginImport } from './configPort.ts';
import { type BundleChain, bundled, inRounds, type Weighed } from './importBundles.ts';
import { inParallel } from './inParallel.ts';
import { ITEMS_A_CUSTOMER, ITEMS_A_ROW, OrderImport, type RowResult } from './orderImport.ts';
import { importPeopleInto, itemsOfPerson } from './peopleImport.ts';
import type { StoreContext } from './storeContext.ts';
import type { Tables } from './tables.ts';
import { transact } from './transaction.ts';

export interface ImportOptions {
  /** Transactions under way at once. */
  readonly atOnce?: number;
}

const AT_ONCE = 8;

function weighed<Row>(rows: readonly Row[], itemsOf: (row: Row) => number, factor: number): Weighed<Row>[] {
  return rows.map((row, place) => ({
    row,
    place,
    items: itemsOf(row),
    bytes: factor * Buffer.byteLength(JSON.stringify(row)),
  }));
}

/** Runs every transaction and puts each result where its row was. */
async function writeAll<Row, Result>(
  chains: readonly BundleChain<Row>[],
  atOnce: number,
  results: Map<number, Result>,
  write: (rows: readonly Row[]) => Promise<readonly Result[]>,
): Promise<void> {
  await inParallel(chains, atOnce, async (chain) => {
    for (const bundle of chain) {
      const answers = await write(bundle.map(({ row }) => row));
      for (const [n, { place }] of bundle.entries()) {
        const answer = answers[n];
        if (answer !== undefined) results.set(place, answer);
      }
    }
    return true;
  });
}

function inOrder<Result>(count: number, results: ReadonlyMap<number, Result>): Result[] {
  return Array.from({ length: count }, (_, place) => {
    const result = results.get(place);
    if (result === undefined) throw new Error(`row ${place} of an import was left without an answer`);
    return result;
  });
}

async function putOrders(
  tables: Tables,
  rows: readonly ImportedOrder[],
  importId: number,
  ordinals: Ordinals,
): Promise<RowResult[]> {
  const { results, shown } = await transact(tables, async (tx) => {
    const bundle = new OrderImport(tx, importId, { first: (id) => ordinals.first(importId, id) });
    return { results: await bundle.put(rows), shown: bundle.shown };
  });
  for (const [id, ordinal] of shown) ordinals.take(importId, id, ordinal);
  return results;
}

export function dynamoImports(
  { tables }: Pick<StoreContext, 'tables'>,
  { atOnce = AT_ONCE }: ImportOptions = {},
): ImportStore {
  const ordinals = new Ordinals();
  const customerOf = ({ order }: ImportedOrder) => order.customerId;
  return {
    importOrders: async (rows, importId) => {
      const results = new Map<number, RowResult>();
      // An order and its mark say about the same.
      const all = weighed(rows, () => ITEMS_A_ROW, 2);
      for (const round of inRounds(all, ({ order }) => order.id, customerOf)) {
        const chains = bundled(round, customerOf, ITEMS_A_CUSTOMER);
        await writeAll(chains, atOnce, results, (some) => putOrders(tables, some, importId, ordinals));
      }
      return inOrder(rows.length, results);
    },
    importPeople: async (people) => {
      const results = new Map<number, ImportOutcome>();
      const chains = bundled(weighed(people, itemsOfPerson, 1), ({ person }) => person.id, 0);
      const write = (some: readonly ImportedPerson[]) => transact(tables, (tx) => importPeopleInto(tx, some));
      await writeAll(chains, atOnce, results, write);
      return inOrder(people.length, results);
    },
    beginImport: () => beginImport(tables),
  };
}
