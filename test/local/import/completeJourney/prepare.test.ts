import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findFiles } from '../../../../local/import/completeJourney/findFiles.ts';
import { type Prepared, prepareCompleteJourney } from '../../../../local/import/completeJourney/prepare.ts';
import { medianOf, piecePriceMinor } from '../../../../local/import/completeJourney/soldProducts.ts';
import { tempDir } from '../../../support/tempDir.ts';

const FILES = {
  'cj_demographics.csv': 'household_id,age\n1,65+\n',
  'cj_products.csv':
    'product_id,manufacturer_id,department,brand,product_category,product_type,package_size\np1,6,GROCERY,Private,EGGS,"EGGS, LARGE",12 CT\np2,6,GROCERY,National,,SOAP,\n',
  'transactions_sample.csv': `household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,coupon_disc,coupon_match_disc,week,transaction_timestamp
1,9,b1,p1,2,3.00,0.50,0,0,1,2017-01-02T10:00:00Z
1,9,b1,p2,1,2.01,0,0,0,1,2017-01-02T10:00:00Z
2,9,b2,p1,1,1.10,0,0.25,0.25,1,2017-01-03T10:00:00Z
2,9,b2,p1,0,0,0,0,0,1,2017-01-03T10:00:00Z
2,9,b2
`,
  'cj_campaigns.csv': 'campaign_id,household_id\n1,1\n9,2\n',
  'cj_campaign_descriptions.csv':
    'campaign_id,campaign_type,start_date,end_date\n1,Type A,2017-01-01,2017-02-01\n',
  'cj_coupon_redemptions.csv': 'household_id,coupon_upc,campaign_id,redemption_date\n1,555,1,2017-01-05\n',
};

const dir = tempDir();
let prepared: Prepared;

async function lines(path: string): Promise<unknown[]> {
  const text = await readFile(path, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? null : JSON.parse(line)));
}

beforeAll(async () => {
  const [from, to] = [join(dir, 'from'), join(dir, 'to')];
  await mkdir(from);
  await mkdir(to);
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(from, name), text);
  prepared = await prepareCompleteJourney(await findFiles(from), to);
});

describe('prepareCompleteJourney', () => {
  it('keeps every line of a basket on its line, with the price of a piece', async () => {
    expect(await lines(prepared.orders)).toEqual([
      null,
      expect.objectContaining({ customer: '1', order: 'b1', amount: '3.00', quantity: '2', price: '1.50' }),
      expect.objectContaining({ item: 'p2', price: '2.01' }),
      expect.objectContaining({ customer: '2', price: '1.10' }),
      expect.not.objectContaining({ price: expect.anything() }),
      ['2', '9', 'b2'],
    ]);
  });

  it('tells the discounts of the lines that had one', async () => {
    expect(await lines(prepared.discounts)).toEqual([
      null,
      expect.objectContaining({ customer: '1', order: 'b1', retail: 50, coupon: 0, total: 50 }),
      null,
      expect.objectContaining({ customer: '2', order: 'b2', retail: 0, coupon: 50, total: 50 }),
    ]);
  });

  it('prices a product at the median paid for a piece', async () => {
    expect(await lines(prepared.products)).toEqual([
      null,
      { item: 'p1', name: 'EGGS, LARGE, 12 CT', category: 'EGGS', brand: 'Private', price: '1.30' },
      { item: 'p2', name: 'SOAP', category: 'GROCERY', brand: 'National', price: '2.01' },
    ]);
    expect(prepared.productsLeftOut).toBe(0);
  });

  it('dates a campaign received by its beginning, and leaves one that nothing describes to be refused', async () => {
    const facts = { campaign: '1', type: 'Type A', starts: '2017-01-01', ends: '2017-02-01' };
    expect(await lines(prepared.received)).toEqual([
      null,
      { customer: '1', name: 'Campaign Received', date: '2017-01-01', ...facts },
      {
        customer: '2',
        name: 'Campaign Received',
        date: 'unknown: campaign 9 is described nowhere',
        campaign: '9',
      },
    ]);
    expect(await lines(prepared.redeemed)).toEqual([
      null,
      { customer: '1', name: 'Coupon Redeemed', date: '2017-01-05', coupon: '555', ...facts },
    ]);
  });

  it('says which file is another than its name', async () => {
    const other = join(dir, 'other');
    await mkdir(other);
    for (const [name, text] of Object.entries(FILES))
      await writeFile(join(other, name), name === 'cj_campaigns.csv' ? 'a,b\n1,2\n' : text);
    await expect(prepareCompleteJourney(await findFiles(other), join(dir, 'to'))).rejects.toMatchObject({
      code: 'column-not-found',
      message: expect.stringMatching(/cj_campaigns\.csv.*campaign_id, household_id/s),
    });
  });

  it('says which file is missing', async () => {
    await expect(findFiles(dir)).rejects.toMatchObject({
      code: 'file-not-found',
      message: expect.stringContaining('cj_demographics.csv'),
    });
    await expect(findFiles(join(dir, 'nowhere'))).rejects.toMatchObject({ code: 'file-not-found' });
  });
});

describe('prices', () => {
  it.each([
    [[], null],
    [[5], 5],
    [[9, 1, 5], 5],
    [[1, 2, 4, 9], 3],
    [[1, 2], 2],
  ])('the median of %j is %s', (prices, median) => expect(medianOf(prices)).toBe(median));

  it.each([
    ['3.00', '2', 150],
    ['1.00', '3', 33],
    ['1.00', '0', null],
    ['', '1', null],
    ['-2.00', '1', null],
    ['2.00', 'x', null],
  ])('%s for %s pieces is %s a piece', (value, quantity, price) =>
    expect(piecePriceMinor(value, quantity)).toBe(price),
  );
});
