/**
 * Makes of the Complete Journey's files what the imports of orders, products and events read: a price of a piece beside what a
 * line came to, the discounts of a line as an event, campaigns received at the day they began. Rows stay on their lines.
 */
import { join } from 'node:path';
import { CAMPAIGN_RECEIVED, COUPON_REDEEMED } from '../../../core/campaign/historyEvents.ts';
import { parseAmount } from '../../../core/customer/import/amount.ts';
import type { JsonObject } from '../../../core/json.ts';
import { MOST_CATALOGUE_ITEMS } from '../../../core/recommend/catalogue.ts';
import type { FieldCells } from '../../../functions/shared/import/fieldRows.ts';
import type { JourneyFiles } from './findFiles.ts';
import { lineFile, putRow, rowsOf } from './rowsOf.ts';
import { piecePriceMinor, type SoldProducts, soldProducts } from './soldProducts.ts';

export const DISCOUNT_TAKEN = 'Discount Taken';

const DEMOGRAPHIC_COLUMNS = ['household_id'] as const;
const TRANSACTION_COLUMNS = [
  'household_id',
  'basket_id',
  'product_id',
  'quantity',
  'sales_value',
  'retail_disc',
  'coupon_disc',
  'coupon_match_disc',
  'transaction_timestamp',
] as const;
const PRODUCT_COLUMNS = [
  'product_id',
  'department',
  'brand',
  'product_category',
  'product_type',
  'package_size',
] as const;
const CAMPAIGN_COLUMNS = ['campaign_id', 'household_id'] as const;
const DESCRIPTION_COLUMNS = ['campaign_id', 'campaign_type', 'start_date', 'end_date'] as const;
const REDEMPTION_COLUMNS = ['household_id', 'coupon_upc', 'campaign_id', 'redemption_date'] as const;

export interface Prepared {
  readonly orders: string;
  readonly products: string;
  readonly discounts: string;
  readonly received: string;
  readonly redeemed: string;
  /** Products left out, so that the catalogue holds no more than it may. */
  readonly productsLeftOut: number;
}

function decimalOf(minor: number): string {
  return (minor / 100).toFixed(2);
}

function minorOf(text: string | undefined): number {
  const amount = parseAmount(text ?? '', 'USD');
  return amount.kind === 'amount' ? Math.abs(amount.minor) : 0;
}

function orderOf(cells: FieldCells): JsonObject {
  const price = piecePriceMinor(cells['sales_value'], cells['quantity']);
  return {
    customer: cells['household_id'] ?? '',
    date: cells['transaction_timestamp'] ?? '',
    amount: cells['sales_value'] ?? '',
    order: cells['basket_id'] ?? '',
    item: cells['product_id'] ?? '',
    quantity: cells['quantity'] ?? '',
    ...(price === null ? {} : { price: decimalOf(price) }),
  };
}

/** What the shop took off, and what coupons did; null where neither took anything. */
function discountOf(cells: FieldCells): JsonObject | null {
  const retail = minorOf(cells['retail_disc']);
  const coupon = minorOf(cells['coupon_disc']) + minorOf(cells['coupon_match_disc']);
  if (retail + coupon === 0) return null;
  return {
    customer: cells['household_id'] ?? '',
    date: cells['transaction_timestamp'] ?? '',
    order: cells['basket_id'] ?? '',
    item: cells['product_id'] ?? '',
    retail,
    coupon,
    total: retail + coupon,
  };
}

async function prepareTransactions(file: string, into: { orders: string; discounts: string }) {
  const [orders, discounts, sold] = [lineFile(into.orders), lineFile(into.discounts), soldProducts()];
  for await (const row of rowsOf(file, TRANSACTION_COLUMNS)) {
    await putRow(orders, row, orderOf);
    if (row.kind === 'faulty') continue;
    await putRow(discounts, row, discountOf);
    const { product_id: item, sales_value: value, quantity } = row.cells;
    if (item !== undefined) sold.add(item, piecePriceMinor(value, quantity));
  }
  await Promise.all([orders.close(), discounts.close()]);
  return sold;
}

async function countRows(file: string, columns: readonly string[]): Promise<number> {
  let count = 0;
  for await (const row of rowsOf(file, columns)) if (row.kind === 'cells') count += 1;
  return count;
}

function productOf(cells: FieldCells, sold: SoldProducts): JsonObject {
  const { product_id: item = '', product_type: type, package_size: size, brand } = cells;
  const price = sold.medianMinor(item);
  const name = [type, size].filter((part) => part !== undefined).join(', ');
  const category = cells['product_category'] ?? cells['department'];
  return {
    item,
    ...(name === '' ? {} : { name }),
    ...(category === undefined ? {} : { category }),
    ...(brand === undefined ? {} : { brand }),
    ...(price === null ? {} : { price: decimalOf(price) }),
  };
}

/** Where there are more products than a catalogue holds, those sold most go in. */
async function prepareProducts(file: string, path: string, sold: SoldProducts): Promise<number> {
  const isWhole = (await countRows(file, PRODUCT_COLUMNS)) <= MOST_CATALOGUE_ITEMS;
  const kept = sold.mostSold(MOST_CATALOGUE_ITEMS);
  const products = lineFile(path);
  let leftOut = 0;
  for await (const row of rowsOf(file, PRODUCT_COLUMNS)) {
    const isKept = isWhole || row.kind === 'faulty' || kept.has(row.cells['product_id'] ?? '');
    if (isKept) await putRow(products, row, (cells) => productOf(cells, sold));
    else leftOut += 1;
  }
  await products.close();
  return leftOut;
}

async function describedCampaigns(file: string): Promise<ReadonlyMap<string, FieldCells>> {
  const campaigns = new Map<string, FieldCells>();
  for await (const row of rowsOf(file, DESCRIPTION_COLUMNS))
    if (row.kind === 'cells') campaigns.set(row.cells['campaign_id'] ?? '', row.cells);
  return campaigns;
}

function campaignFacts(id: string, about: FieldCells | undefined): JsonObject {
  const { campaign_type: type, start_date: starts, end_date: ends } = about ?? {};
  return {
    campaign: id,
    ...(type === undefined ? {} : { type }),
    ...(starts === undefined ? {} : { starts }),
    ...(ends === undefined ? {} : { ends }),
  };
}

async function prepareCampaigns(
  { campaigns, descriptions, redemptions }: JourneyFiles,
  into: { received: string; redeemed: string },
): Promise<void> {
  const described = await describedCampaigns(descriptions);
  const [received, redeemed] = [lineFile(into.received), lineFile(into.redeemed)];
  for await (const row of rowsOf(campaigns, CAMPAIGN_COLUMNS))
    await putRow(received, row, ({ campaign_id: id = '', household_id: customer = '' }) => {
      const facts = campaignFacts(id, described.get(id));
      const date = facts['starts'] ?? `unknown: campaign ${id} is described nowhere`;
      return { customer, name: CAMPAIGN_RECEIVED, date, ...facts };
    });
  for await (const row of rowsOf(redemptions, REDEMPTION_COLUMNS))
    await putRow(redeemed, row, ({ campaign_id: id = '', ...cells }) => ({
      customer: cells['household_id'] ?? '',
      name: COUPON_REDEEMED,
      date: cells['redemption_date'] ?? '',
      coupon: cells['coupon_upc'] ?? '',
      ...campaignFacts(id, described.get(id)),
    }));
  await Promise.all([received.close(), redeemed.close()]);
}

/** Throws `ImportMisuse` where a file is another than its name says. */
export async function prepareCompleteJourney(files: JourneyFiles, dir: string): Promise<Prepared> {
  const into = {
    orders: join(dir, 'transactions.ndjson'),
    discounts: join(dir, 'discounts.ndjson'),
    products: join(dir, 'products.ndjson'),
    received: join(dir, 'campaigns.ndjson'),
    redeemed: join(dir, 'redemptions.ndjson'),
  };
  await countRows(files.demographics, DEMOGRAPHIC_COLUMNS);
  const sold = await prepareTransactions(files.transactions, into);
  const productsLeftOut = await prepareProducts(files.products, into.products, sold);
  await prepareCampaigns(files, into);
  return { ...into, productsLeftOut };
}
