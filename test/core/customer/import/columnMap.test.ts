import { describe, expect, it } from 'vitest';
import { parseColumnMap } from '../../../../core/customer/import/columnMap.ts';

describe('parseColumnMap', () => {
  it('reads required and optional fields', () => {
    expect(
      parseColumnMap(
        'customer=masterid, date=date,amount=sales,order=no,item=sku,quantity=qty,price=unit,currency=cur',
      ),
    ).toEqual({
      customer: 'masterid',
      date: 'date',
      amount: 'sales',
      order: 'no',
      item: 'sku',
      quantity: 'qty',
      price: 'unit',
      currency: 'cur',
    });
  });

  it('leaves out what is not named', () => {
    expect(Object.keys(parseColumnMap('customer=a,date=b,amount=c'))).toEqual(['customer', 'date', 'amount']);
  });

  it.each([
    ['customer=a,date=b,amount=Total, incl. tax', 'Total, incl. tax'],
    ['customer=a,date=b,amount=x=y', 'x=y'],
    ['customer=a,date=b,AMOUNT=金额', '金额'],
  ])('takes unusual column names: %s', (text, column) => {
    expect(parseColumnMap(text).amount).toBe(column);
  });

  it.each<[string, string, RegExp]>([
    ['', 'map-invalid', /form field=column/],
    ['customer', 'map-invalid', /"customer"/],
    ['customer=,date=b,amount=c', 'map-invalid', /"customer="/],
    ['=x,date=b,amount=c', 'map-invalid', /"=x"/],
    ['customer=a,date=b,amount=c,colour=d', 'map-unknown-field', /"colour".*customer, date, amount.*remove/],
    ['客户=a,date=b,amount=c', 'map-unknown-field', /"客户"/],
    ['customer=a,date=b', 'map-missing-field', /amount.*add amount=COLUMN/],
    ['customer=a,amount=b', 'map-missing-field', /date/],
    ['date=a,amount=b', 'map-missing-field', /customer/],
    ['customer=a,date=b,amount=c,date=d', 'map-repeated', /date twice.*"b".*"d"/],
    ['customer=a,date=b,amount=c,order=a', 'map-repeated', /"a" to both customer and order/],
    ['customer=a,date=b,amount=c,quantity=q', 'map-missing-field', /quantity.*item=COLUMN/],
    ['customer=a,date=b,amount=c,price=p', 'map-missing-field', /price.*item=COLUMN/],
  ])('refuses "%s": %s', (text, code, message) => {
    expect(() => parseColumnMap(text)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });
});
