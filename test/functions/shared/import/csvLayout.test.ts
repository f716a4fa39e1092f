import { describe, expect, it } from 'vitest';
import { parseColumnMap } from '../../../../core/customer/import/columnMap.ts';
import { csvLayout } from '../../../../functions/shared/import/csvLayout.ts';
import { DAMAGED } from '../../../../functions/shared/import/decodeText.ts';

const MAP = parseColumnMap('customer=id,date=day,amount=total');

describe('csvLayout', () => {
  it.each([
    ['id,day,total', ','],
    ['id;day;total', ';'],
    ['id\tday\ttotal', '\t'],
    ['id|day|total', '|'],
    ['"id";"day, UTC";day;total', ';'],
    [' "id" , "day" , "total" ', ','],
  ])('sniffs the separator of %j', (line, separator) => {
    expect(csvLayout(line, MAP).separator).toBe(separator);
  });

  it('finds the columns wherever they stand', () => {
    const { positions, header } = csvLayout('x,total,id,,day', MAP);
    expect(header).toEqual(['x', 'total', 'id', '', 'day']);
    expect(positions).toMatchObject({ customer: 2, date: 4, amount: 1, order: -1, item: -1 });
  });

  it('names a column by its field where it is mapped', () => {
    const layout = csvLayout('id,day,total,city', MAP);
    expect([0, 3].map((position) => layout.fieldAt(position))).toEqual(['customer', 'city']);
  });

  it.each<[string, string, RegExp]>([
    ['id,date,total', 'column-not-found', /"day" for date.*id, date, total/],
    ['ID,day,total', 'column-not-found', /"id" for customer.*Did you mean "ID"\?/],
    ['4,1997-01-01,29.33', 'column-not-found', /4, 1997-01-01, 29\.33.*first line must name the columns/],
    [`id,day,montant_factur${DAMAGED}`, 'column-not-found', /not valid UTF-8.*--encoding/],
    ['id,day,total,day', 'column-repeated', /"day" \(date\) twice/],
    ['id,"day,total', 'file-not-rows', /quote that is not closed/],
  ])('refuses %j: %s', (line, code, message) => {
    expect(() => csvLayout(line, MAP)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  it('lists a long header in part', () => {
    const line = Array.from({ length: 50 }, (_, i) => `c${i}`).join(',');
    expect(() => csvLayout(line, MAP)).toThrow(/c19 and 30 more/);
  });
});
