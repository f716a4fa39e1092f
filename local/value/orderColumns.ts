/** Which columns of a file of orders are customer, date and amount, judged by their names where `--map` does not say. */
import type { OrderColumnMap } from '../../core/customer/import/columnMap.ts';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import { listed } from '../../functions/shared/import/listed.ts';

const FIELDS = ['customer', 'date', 'amount'] as const;
type Field = (typeof FIELDS)[number];

/** Ordered: the first name of a field that a header has is the one taken. */
const NAMES: Readonly<Record<Field, string>> = {
  customer:
    'customer customerid custid cust clientid userid memberid buyer masterid household householdid account accountid 客户 客户id 客户编号 会员 会员id',
  date: 'date orderdate orderedat purchasedate invoicedate transactiondate transactiontimestamp createdat day timestamp at 日期 下单时间 订单日期',
  amount: 'amount total sales salesvalue revenue value price spend ordertotal amountpaid 金额 订单金额 总额',
};

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Throws `ImportMisuse` (`map-missing-field`) naming the first field no column is named like. */
export function guessOrderColumns(header: readonly string[]): OrderColumnMap {
  const names = header.map(plain);
  const columnOf = (field: Field): string => {
    const places = NAMES[field].split(' ').map((name) => names.indexOf(name));
    const column = header[places.find((place) => place >= 0) ?? -1];
    if (column !== undefined) return column;
    throw new ImportMisuse(
      'map-missing-field',
      `no column is named like ${field}; the header has: ${listed(header)}. Name it: --map customer=COLUMN,date=COLUMN,amount=COLUMN`,
    );
  };
  return { customer: columnOf('customer'), date: columnOf('date'), amount: columnOf('amount') };
}
