import { describe, expect, it } from 'vitest';
import { customerField, fieldLabel, parseCustomerMap } from '../../../../core/customer/import/customerMap.ts';
import { guessColumns } from '../../../../core/customer/import/knownColumns.ts';

const labels = (text: string) =>
  parseCustomerMap(text).map(({ field, column }) => `${fieldLabel(field)}=${column}`);

describe('parseCustomerMap', () => {
  it('names texts, traits and consents', () => {
    expect(labels('id=no, email=Mail,firstName=f,trait.size=s,consent.SMS.offers=o,traits=t')).toEqual([
      'id=no',
      'email=Mail',
      'first_name=f',
      'trait.size=s',
      'consent.sms.offers=o',
      'traits=t',
    ]);
  });

  it('lets a column’s name hold commas, and one column fill two fields', () => {
    expect(labels('id=a, b,email=x,trait.mail=x')).toEqual(['id=a, b', 'email=x', 'trait.mail=x']);
  });

  it('gives traits the type named, and birthdays always a date', () => {
    expect(customerField('trait.points:number')).toEqual({ kind: 'trait', name: 'points', type: 'number' });
    expect(customerField('trait.a:b')).toEqual({ kind: 'trait', name: 'a:b', type: 'text' });
    expect(customerField('trait.birthday')).toMatchObject({ type: 'date' });
  });

  it.each([
    ['id', 'map-invalid'],
    ['id=', 'map-invalid'],
    ['id=a,mail=b', 'map-unknown-field'],
    ['id=a,trait.=b', 'map-unknown-field'],
    ['id=a,consent.fax.x=b', 'map-unknown-field'],
    ['id=a,consent.email=b', 'map-unknown-field'],
    ['id=a,email=b,email=c', 'map-repeated'],
    ['email=b', 'map-missing-field'],
  ])('refuses %j: %s', (text, code) => {
    expect(() => parseCustomerMap(text)).toThrow(expect.objectContaining({ code }));
  });
});

describe('guessColumns', () => {
  const guess = (...header: string[]) =>
    guessColumns(header).map(({ field, column }) => `${column}>${fieldLabel(field)}`);

  it.each([
    [
      ['Customer ID', 'E-mail', 'First Name', 'Created At'],
      ['Customer ID>id', 'E-mail>email', 'First Name>first_name', 'Created At>since'],
    ],
    [
      ['会员编号', '手机号', '姓名', '生日'],
      ['会员编号>id', '手机号>phone', '姓名>name', '生日>trait.birthday'],
    ],
    [['id', 'customer_id'], ['customer_id>id']],
    [
      ['consent.email.news', 'trait.size', 'id'],
      ['consent.email.news>consent.email.news', 'trait.size>trait.size', 'id>id'],
    ],
    [
      ['trait.birthday', 'birthday', 'id'],
      ['trait.birthday>trait.birthday', 'id>id'],
    ],
    [['colour', ''], []],
  ])('reads %j', (header, expected) => {
    expect(guess(...header)).toEqual(expected);
  });
});
