import { describe, expect, it } from 'vitest';
import { parseCustomerMap } from '../../../../core/customer/import/customerMap.ts';
import { fieldLabel } from '../../../../core/customer/import/customerMap.ts';
import { customerTable } from '../../../../functions/shared/import/customerTable.ts';

const FORMAT = { map: null, restAsTraits: false, hasProof: true };
const MAP = parseCustomerMap('id=no,trait.size=size');

function cells(header: string, fields: readonly string[], change: Partial<typeof FORMAT> = {}) {
  const read = customerTable(header, { ...FORMAT, ...change }).cellsOf(fields);
  return read.map(({ field, value }) => `${fieldLabel(field)}=${typeof value === 'string' ? value : '?'}`);
}

describe('customerTable', () => {
  it('knows columns by their names, whatever the separator', () => {
    expect(cells('Customer ID;E-Mail;colour', ['7', 'a@b.example', 'red'])).toEqual([
      'id=7',
      'email=a@b.example',
    ]);
  });

  it('takes the columns of a map and no others, and leaves out empty cells', () => {
    expect(cells('no,email,size', ['7', 'a@b.example', ''], { map: MAP } as object)).toEqual(['id=7']);
  });

  it('keeps the rest as traits where asked', () => {
    const fields = ['7', 'a@b.example', 'M', 'red', 'x'];
    expect(cells('no,email,size,colour,', fields, { map: MAP, restAsTraits: true } as object)).toEqual([
      'id=7',
      'trait.size=M',
      'trait.email=a@b.example',
      'trait.colour=red',
    ]);
  });

  it('takes off the apostrophe that an export put before a formula, and no other', () => {
    expect(cells('id,name', ["'=1+1", "'tis"])).toEqual(['id==1+1', "name='tis"]);
  });

  it('says what was guessed and what ignored', () => {
    const notes = (header: string, format: object = {}) =>
      customerTable(header, { ...FORMAT, ...format }).notes();
    expect(notes('Customer ID,email,colour,')).toEqual([
      expect.stringMatching(/^Read by their names: Customer ID as id, email\./),
      expect.stringMatching(/^Columns ignored: colour, \(unnamed\)\. With --traits rest/),
    ]);
    expect(notes('no,size', { map: MAP })).toEqual([]);
  });

  it.each<[string, object, string, RegExp]>([
    ['email,name', {}, 'column-not-found', /email, name\. Name it: --map id=COLUMN/],
    ['number,size', { map: MAP }, 'column-not-found', /"no" for id/],
    ['no,no,size', { map: MAP }, 'column-repeated', /"no" \(id\) twice/],
    ['id,consent.email.news', { hasProof: false }, 'consent-proof-missing', /--consent-source TEXT/],
  ])('refuses %j: %s', (header, format, code, message) => {
    expect(() => customerTable(header, { ...FORMAT, ...format })).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });
});
