import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { smsLengths } from '../../../functions/shared/smsLengths.ts';
import { anSms, aTemplate } from './templates.ts';

const lengthOf = (en: string, zh?: string) => smsLengths([anSms(en, zh)], DEFAULT_SETTINGS).get('an-sms');

describe('smsLengths', () => {
  it('counts the parts with the data filled in, and the longer of the languages', () => {
    expect(lengthOf('Hello')).toBe(1);
    expect(lengthOf('a'.repeat(151))).toBe(1);
    expect(lengthOf(`${'a'.repeat(151)} {{ customer.first_name }}`)).toBe(2);
    expect(lengthOf('Hello', '茶'.repeat(71))).toBe(2);
  });

  it('leaves out what is no SMS', () => {
    expect(smsLengths([aTemplate()], DEFAULT_SETTINGS).size).toBe(0);
  });
});
