/** The imports of the Complete Journey, in their order: each file, with what its columns mean. */
import { DISCOUNT_TAKEN, type Prepared } from './prepare.ts';
import type { JourneyFiles } from './findFiles.ts';

/** The data set is of a shop in the United States. */
export const JOURNEY_CURRENCY = 'USD';

const TRAITS = [
  'age',
  'income',
  'home_ownership',
  'marital_status',
  'household_size',
  'household_comp',
  'kids_count',
];
const CUSTOMER_MAP = ['id=household_id', ...TRAITS.map((trait) => `trait.${trait}=${trait}`)].join(',');
const ORDER_MAP = ['customer', 'date', 'amount', 'order', 'item', 'quantity', 'price']
  .map((field) => `${field}=${field}`)
  .join(',');
const CAMPAIGN_MAP =
  'customer=customer,date=date,name=name,property.campaign_id=campaign,property.campaign_type=type,property.starts=starts,property.ends=ends';
const DISCOUNT_MAP =
  'customer=customer,date=date,property.order_id=order,property.item=item,property.retail_minor:number=retail,property.coupon_minor:number=coupon,property.discount_minor:number=total';
export const PRODUCT_MAP = 'item=item,name=name,category=category,brand=brand,price=price';

export type JourneyImport = 'customers' | 'orders' | 'received' | 'redeemed' | 'discounts';

export interface FileImport {
  readonly what: JourneyImport;
  /** The kind of import it is. */
  readonly kind: 'customers' | 'orders' | 'events';
  /** What is read. */
  readonly file: string;
  /** What the user has: refused rows are named by its lines. */
  readonly source: string;
  readonly options: Readonly<Record<string, string>>;
}

export function journeyImports(files: JourneyFiles, prepared: Prepared): readonly FileImport[] {
  const { demographics, transactions, campaigns, redemptions } = files;
  return [
    {
      what: 'customers',
      kind: 'customers',
      file: demographics,
      source: demographics,
      options: { map: CUSTOMER_MAP },
    },
    {
      what: 'orders',
      kind: 'orders',
      file: prepared.orders,
      source: transactions,
      options: { map: ORDER_MAP, currency: JOURNEY_CURRENCY },
    },
    {
      what: 'received',
      kind: 'events',
      file: prepared.received,
      source: campaigns,
      options: { map: CAMPAIGN_MAP },
    },
    {
      what: 'redeemed',
      kind: 'events',
      file: prepared.redeemed,
      source: redemptions,
      options: { map: `${CAMPAIGN_MAP},property.coupon_upc=coupon` },
    },
    {
      what: 'discounts',
      kind: 'events',
      file: prepared.discounts,
      source: transactions,
      options: { map: DISCOUNT_MAP, event: DISCOUNT_TAKEN },
    },
  ];
}
