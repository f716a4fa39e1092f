import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundled, inRounds, type Weighed } from '../../../../adapters/aws/dynamo/importBundles.ts';

interface Row {
  readonly customer: string;
  readonly order: string;
}

const OF_CUSTOMER = 2;
const customerOf = ({ customer }: Row) => customer;
const orderOf = ({ order }: Row) => order;

const weighedRows = fc
  .array(
    fc.record({
      customer: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      order: fc.constantFrom('1', '2', '3', '4'),
      items: fc.integer({ min: 1, max: 40 }),
      bytes: fc.constantFrom(10, 200_000, 800_000),
    }),
    { maxLength: 120 },
  )
  .map((rows) => rows.map(({ items, bytes, ...row }, place): Weighed<Row> => ({ row, place, items, bytes })));

function itemsOf(bundle: readonly Weighed<Row>[]): number {
  const customers = new Set(bundle.map(({ row }) => row.customer));
  return bundle.reduce((sum, { items }) => sum + items, OF_CUSTOMER * customers.size);
}

describe('bundles of imported rows', () => {
  it('hold every row once, in transactions DynamoDB takes', () => {
    fc.assert(
      fc.property(weighedRows, (rows) => {
        const bundles = bundled(rows, customerOf, OF_CUSTOMER).flat();
        expect(
          bundles
            .flat()
            .map(({ place }) => place)
            .sort((a, b) => a - b),
        ).toEqual(rows.map(({ place }) => place));
        for (const bundle of bundles) {
          expect(itemsOf(bundle)).toBeLessThanOrEqual(100);
          const bytes = bundle.reduce((sum, row) => sum + row.bytes, 0);
          expect(bundle.length === 1 || bytes <= 2_000_000).toBe(true);
        }
      }),
    );
  });

  it('keep rows of one customer in their order, in one chain', () => {
    fc.assert(
      fc.property(weighedRows, (rows) => {
        const chains = bundled(rows, customerOf, OF_CUSTOMER);
        for (const customer of new Set(rows.map(({ row }) => row.customer))) {
          const own = chains.filter((chain) => chain.flat().some(({ row }) => row.customer === customer));
          expect(own).toHaveLength(1);
          const places = own
            .flat(2)
            .filter(({ row }) => row.customer === customer)
            .map(({ place }) => place);
          expect(places).toEqual(places.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('share transactions among small customers', () => {
    const rows = Array.from({ length: 50 }, (_, place) => ({
      row: { customer: `c${place}`, order: `${place}` },
      place,
      items: 2,
      bytes: 100,
    }));
    expect(bundled(rows, customerOf, OF_CUSTOMER).map((chain) => chain.flat().length)).toEqual([24, 24, 2]);
  });
});

describe('rounds', () => {
  it('give every order id to one customer a round, the first row to the first', () => {
    fc.assert(
      fc.property(weighedRows, (rows) => {
        const rounds = inRounds(rows, orderOf, customerOf);
        expect(rounds.flat()).toHaveLength(rows.length);
        for (const round of rounds) {
          const owners = new Map(round.map(({ row }) => [row.order, row.customer]));
          for (const { row } of round) expect(owners.get(row.order)).toBe(row.customer);
        }
        const first = new Map(rows.toReversed().map(({ row }) => [row.order, row.customer]));
        for (const { row } of rounds[0] ?? []) expect(first.get(row.order)).toBe(row.customer);
      }),
    );
  });
});
