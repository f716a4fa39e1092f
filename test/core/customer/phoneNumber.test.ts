import { describe, expect, it } from 'vitest';
import { PHONE_COUNTRIES, phoneCountry, phoneNumberOf } from '../../../core/customer/phoneNumber.ts';

describe('phoneNumberOf', () => {
  it.each([
    ['+44 (0)20 7946 0018', '', '+442079460018'],
    ['020 7946 0018', 'GB', '+442079460018'],
    ['0044 20 7946 0018', '', '+442079460018'],
    ['138 0013 8000', 'cn', '+8613800138000'],
    ['(202) 555-0143', 'US', '+12025550143'],
    ['0049 30 901820', 'US', '+4930901820'],
    ['＋４９３０９０１８２０', '', '+4930901820'],
    ['030 901820', '', null],
    ['123', 'DE', null],
    ['+999123456', '', null],
    ['call me', 'US', null],
    ['+49 30 901820 or 030 1234', '', null],
    ['+4930901820'.padEnd(80, '0'), '', null],
  ])('reads %s, at home in "%s", as %s', (text, country, expected) => {
    expect(phoneNumberOf(text, country === '' ? null : phoneCountry(country))).toBe(expected);
  });

  it('knows the countries that have a numbering plan', () => {
    expect(phoneCountry(' de ')).toBe('DE');
    expect(phoneCountry('XX')).toBeNull();
    expect(PHONE_COUNTRIES.length).toBeGreaterThan(200);
  });
});
