import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customerField } from '../../../../core/customer/import/customerMap.ts';
import { type CustomerRules, mapCustomer } from '../../../../core/customer/import/mapCustomer.ts';
import { phoneCountry } from '../../../../core/customer/phoneNumber.ts';
import type { Json } from '../../../../core/json.ts';
import { parseIso } from '../../../../core/time.ts';

const NOW = parseIso('2026-05-10') ?? 0;
const PROOF = { source: 'form', at: NOW - 5, wording: 'Yes, please.' };
const RULES: CustomerRules = { now: NOW, dateFormat: null, proof: PROOF, country: null };

function map(row: Readonly<Record<string, Json>>, change: Partial<CustomerRules> = {}) {
  const cells = Object.entries(row).map(([name, value]) => {
    const field = customerField(name);
    if (field === null) throw new Error(`no field ${name}`);
    return { field, value };
  });
  return mapCustomer(cells, { ...RULES, ...change });
}

describe('mapCustomer', () => {
  it('reads what a row says', () => {
    const row = {
      id: ' c1 ',
      email: 'Maya@Shop.example',
      phone: '+44 (0)20 7946-0018',
      name: 'Maya',
      locale: 'zh_cn',
      zone: 'Asia/Shanghai',
      since: '2024-02-29',
      updated: '2026-05-01T10:00:00Z',
      'trait.size': 'M',
      'consent.email.news': 'yes',
    };
    expect(map(row)).toEqual({
      kind: 'customer',
      customer: {
        id: 'c1',
        email: 'Maya@Shop.example',
        phone: '+442079460018',
        name: 'Maya',
        locale: 'zh-CN',
        zone: 'Asia/Shanghai',
        since: parseIso('2024-02-29'),
        updated: parseIso('2026-05-01T10:00:00Z'),
        traits: { size: 'M' },
        consents: [{ topic: 'news', channel: 'email', state: 'granted', ...PROOF }],
      },
    });
  });

  it('takes empty values for nothing said', () => {
    const row = {
      id: 'c',
      email: ' ',
      phone: null,
      since: '',
      'trait.size': '',
      'consent.sms.x': ' ',
      traits: '',
    };
    expect(map(row)).toMatchObject({
      customer: { email: null, phone: null, since: null, traits: {}, consents: [] },
    });
  });

  it.each<[Record<string, Json>, string, string]>([
    [{ email: 'a@b.example' }, 'id', 'empty'],
    [{ id: ' ' }, 'id', 'empty'],
    [{ id: 'x'.repeat(513) }, 'id', 'too-long'],
    [{ id: 'a\nb' }, 'id', 'control-character'],
    [{ id: 'anonymous:1' }, 'id', 'reserved-id'],
    [{ id: 12345678901234567000 }, 'id', 'inexact-number'],
    [{ id: 'c', email: 'a@b' }, 'email', 'not-an-email'],
    [{ id: 'c', email: { a: 1 } }, 'email', 'not-text'],
    [{ id: 'c', phone: '020 7946 0018' }, 'phone', 'not-a-phone'],
    [{ id: 'c', phone: 'call me' }, 'phone', 'not-a-phone'],
    [{ id: 'c', zone: 'Mars/Phobos' }, 'zone', 'not-a-zone'],
    [{ id: 'c', locale: 'english, please' }, 'locale', 'not-a-locale'],
    [{ id: 'c', since: '2024-13-01' }, 'since', 'not-a-date'],
    [{ id: 'c', since: '03/04/2024' }, 'since', 'ambiguous-date'],
    [{ id: 'c', updated: '2027-01-01' }, 'updated', 'date-in-future'],
    [{ id: 'c', 'trait.birthday': 'spring' }, 'trait.birthday', 'not-a-date'],
    [{ id: 'c', traits: { birthday: 7 } }, 'traits', 'not-a-date'],
    [{ id: 'c', traits: '{"a":' }, 'traits', 'not-traits'],
    [{ id: 'c', traits: ['a'] }, 'traits', 'not-traits'],
    [{ id: 'c', 'trait.points:number': 'many' }, 'trait.points', 'not-a-number'],
    [{ id: 'c', 'trait.vip:boolean': 'perhaps' }, 'trait.vip', 'not-a-truth-value'],
    [{ id: 'c', 'consent.email.x': 'perhaps' }, 'consent.email.x', 'not-a-truth-value'],
    [{ id: 'c', consents: 'yes' }, 'consents', 'not-consents'],
    [{ id: 'c', consents: [{ topic: 'x', channel: 'fax', state: 'granted' }] }, 'consents', 'not-consents'],
  ])('refuses %j at %s: %s', (row, field, code) => {
    expect(map(row)).toMatchObject({ kind: 'rejected', field, code, remedy: expect.stringMatching(/./) });
  });

  it('refuses a consent nobody can prove, also in a list', () => {
    const bare = { proof: null };
    const list = [{ topic: 'x', channel: 'sms', state: 'no', source: 'till' }];
    expect(map({ id: 'c', 'consent.email.x': '否' }, bare)).toMatchObject({ code: 'no-proof' });
    expect(map({ id: 'c', consents: list }, bare)).toMatchObject({ code: 'no-proof' });
    const proved = list.map((one) => ({ ...one, at: '2026-01-02' }));
    expect(map({ id: 'c', consents: JSON.stringify(proved) }, bare)).toMatchObject({
      customer: {
        consents: [
          {
            topic: 'x',
            channel: 'sms',
            state: 'denied',
            source: 'till',
            at: parseIso('2026-01-02'),
            wording: null,
          },
        ],
      },
    });
  });

  it.each([
    ['是', 'granted'],
    ['TRUE', 'granted'],
    [1, 'granted'],
    [true, 'granted'],
    ['退订', 'denied'],
    ['0', 'denied'],
    [false, 'denied'],
  ])('reads the consent %j as %s', (value, state) => {
    expect(map({ id: 'c', 'consent.sms.x': value })).toMatchObject({ customer: { consents: [{ state }] } });
  });

  it.each([
    ['1990-05-06', '1990-05-06'],
    ['1958/5/6', '1958-05-06'],
    ['02-29', '--02-29'],
    ['--12-31', '--12-31'],
  ])('keeps the birthday %s as %s', (text, kept) => {
    expect(map({ id: 'c', 'trait.birthday': text })).toMatchObject({
      customer: { traits: { birthday: kept } },
    });
  });

  it('types traits as the map says', () => {
    const row = { id: 'c', 'trait.n:number': '-1.5', 'trait.b:boolean': 'Yes', 'trait.d:date': '2030-01-02' };
    expect(map(row)).toMatchObject({ customer: { traits: { n: -1.5, b: true, d: '2030-01-02' } } });
  });

  it('puts a name together, family name first in Chinese', () => {
    expect(map({ id: 'c', first_name: 'Ada', last_name: 'Brown' })).toMatchObject({
      customer: { name: 'Ada Brown' },
    });
    expect(map({ id: 'c', first_name: '芳', last_name: '王' })).toMatchObject({ customer: { name: '王芳' } });
    expect(map({ id: 'c', first_name: 'Ada', name: 'A. B.' })).toMatchObject({ customer: { name: 'A. B.' } });
  });

  it('reads national numbers as those of the country', () => {
    const at = (phone: string, country: string) =>
      map({ id: 'c', phone }, { country: phoneCountry(country) });
    expect(at('138 0013 8000', 'cn')).toMatchObject({ customer: { phone: '+8613800138000' } });
    expect(at('020 7946 0018', 'GB')).toMatchObject({ customer: { phone: '+442079460018' } });
    expect(at('(202) 555-0143', 'US')).toMatchObject({ customer: { phone: '+12025550143' } });
    expect(at('0049 30 901820', 'US')).toMatchObject({ customer: { phone: '+4930901820' } });
    expect(phoneCountry('XX')).toBeNull();
  });

  it('is total: any values give a customer or a fault', () => {
    const name = fc.constantFrom(
      'id',
      'email',
      'phone',
      'since',
      'zone',
      'locale',
      'traits',
      'consents',
      'trait.x',
      'consent.sms.x',
    );
    fc.assert(
      fc.property(fc.dictionary(name, fc.oneof(fc.string(), fc.jsonValue())), (row) => {
        expect(['customer', 'rejected']).toContain(map(JSON.parse(JSON.stringify(row))).kind);
      }),
    );
  });
});
