import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseColumnMap } from '../../../core/customer/import/columnMap.ts';
import type { RejectedRow } from '../../../functions/shared/import/rejectLine.ts';
import { cohortOfOrders } from '../../../local/value/cohort.ts';
import { readOrders } from '../../../local/value/readOrders.ts';
import { readSummary } from '../../../local/value/readSummary.ts';
import { tempDir } from '../../support/tempDir.ts';

const dir = tempDir();
const NOW = Date.UTC(2026, 5, 1);
let files = 0;

async function read(content: string, more: { map?: string; currency?: string; name?: string } = {}) {
  files += 1;
  const file = join(dir, more.name ?? `orders-${files}.csv`);
  writeFileSync(file, content);
  const refused: RejectedRow[] = [];
  const map = more.map === undefined ? null : parseColumnMap(more.map);
  const { currency = null } = more;
  const orders = await readOrders({
    file,
    map,
    currency,
    dateFormat: null,
    now: NOW,
    refuse: (row) => refused.push(row),
  });
  return {
    orders,
    refused,
    amounts: [...orders.log].map(([id, rows]) => [id, ...rows.map(({ amountMinor }) => amountMinor)]),
  };
}

describe('orders of a file', () => {
  it('are gathered by customer under columns known by their names', async () => {
    const { orders, amounts } = await read(
      'Order Date;Customer ID;Total\n2026-01-01;A;10.50\n2026-01-02;"B;x";3\n2026-02-01;A;-2\n',
    );
    expect(amounts).toEqual([
      ['A', 1_050, -200],
      ['B;x', 300],
    ]);
    expect(orders.notes[0]).toContain('Customer ID as customer, Order Date as date, Total as amount');
  });

  it('are refused one by one where they cannot be read', async () => {
    const { orders, refused } = await read(
      'who,day,sum\nA,2026-01-01,1\n,2026-01-01,1\nB,soon,1\nC,2026-01-01,much\nD,2027-01-01,1\n',
      {
        map: 'customer=who,date=day,amount=sum',
      },
    );
    expect([orders.rows, orders.rejected, orders.log.size]).toEqual([5, 4, 1]);
    expect(refused.map(({ line, field }) => [line, field])).toEqual([
      [3, 'customer'],
      [4, 'date'],
      [5, 'amount'],
      [6, 'date'],
    ]);
  });

  it('may have more decimals than cents where no currency is named', async () => {
    const content = 'customer,date,amount\nA,2026-01-01,7.12345\n';
    expect((await read(content)).amounts).toEqual([['A', expect.closeTo(712.345, 9)]]);
    expect((await read(content, { currency: 'USD' })).orders.rejected).toBe(1);
    expect(
      (await read('customer,date,amount\nA,2026-01-01,700\n', { currency: 'JPY' })).orders.minorUnits,
    ).toBe(1);
  });

  it('may be NDJSON', async () => {
    const { amounts } = await read('{"customer":"A","date":"2026-01-01","amount":5}\n', {
      name: 'orders.ndjson',
    });
    expect(amounts).toEqual([['A', 500]]);
  });

  it('cannot be known by names that say nothing', async () => {
    await expect(read('a,b,c\n1,2,3\n')).rejects.toThrow(
      'no column is named like customer; the header has: a, b, c',
    );
  });
});

describe('a cohort of orders', () => {
  it('is in the unit asked for, and says who came later', async () => {
    const { orders } = await read(
      'customer,date,amount\nA,2026-01-01,1\nA,2026-01-15,3\nA,2026-01-22,5\nB,2026-03-01,1\n',
    );
    const untilDay = Date.UTC(2026, 1, 1) / 86_400_000;
    const weeks = cohortOfOrders(orders, untilDay, 'week');
    expect([weeks.rows, weeks.x[0], weeks.tx[0], weeks.T[0], weeks.meanSpend?.[0]]).toEqual([
      1,
      2,
      3,
      30 / 7,
      4,
    ]);
    expect(weeks.litt?.[0]).toBeCloseTo(Math.log(2), 12);
    expect(weeks.notes.at(-1)).toContain('1 customers without an order before the date');
    const days = cohortOfOrders(orders, untilDay, 'day');
    expect([days.tx[0], days.T[0]]).toEqual([21, 30]);
    expect(days.litt?.[0]).toBeCloseTo(Math.log(14) + Math.log(7), 12);
  });
});

const shared = new URL('../../../../shared/data/', import.meta.url);
const LOG = new URL('cdnow_sample_elog.csv', shared);

describe.skipIf(!existsSync(LOG))('the orders of the CDNOW sample (skipped where they are absent)', () => {
  it('until 1997-10-01 are the summary published of them, to the last digit it has', async () => {
    const source = { map: null, refuse: () => {} };
    const log = await readOrders({
      ...source,
      file: LOG.pathname,
      currency: null,
      dateFormat: null,
      now: NOW,
    });
    const cohort = cohortOfOrders(log, Date.UTC(1997, 9, 1) / 86_400_000, 'week');
    const file = new URL('cdnow_summary.csv', shared).pathname;
    const summary = await readSummary({ ...source, file, discrete: false });
    expect(cohort.rows).toBe(summary.rows);
    let worst = 0;
    for (let row = 0; row < cohort.rows; row += 1) {
      const pairs = [
        [cohort.x[row], summary.x[row]],
        [cohort.tx[row], summary.tx[row]],
        [cohort.T[row], summary.T[row]],
        [cohort.meanSpend?.[row], summary.meanSpend?.[row]],
      ];
      for (const [own = 0, theirs = 0] of pairs)
        worst = Math.max(worst, Math.abs(own - theirs) / Math.max(1, theirs));
    }
    expect(worst).toBeLessThan(1e-12);
  });
});
