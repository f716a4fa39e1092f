import { describe, expect, it } from 'vitest';
import type { ToldCustomer } from '../../../../core/customer/import/mapCustomer.ts';
import { toldPerson, withLaterRow } from '../../../../core/customer/import/toldPerson.ts';
import { customerId } from '../../../../core/ids.ts';
import { granted } from '../../../support/builders.ts';

const NOW = 1_000_000;
const ROW: ToldCustomer = {
  id: customerId('c'),
  since: null,
  updated: null,
  name: null,
  email: null,
  phone: null,
  locale: null,
  zone: null,
  traits: {},
  consents: [],
};
const told = (row: Partial<ToldCustomer>) => toldPerson({ ...ROW, ...row }, NOW);

describe('toldPerson', () => {
  it('dates what is told by the row, or by the import', () => {
    expect(told({ name: 'A', traits: { x: 1 } }).person).toMatchObject({
      version: 0,
      knownSince: NOW,
      fieldTimes: { name: NOW, 'traits.x': NOW },
    });
    expect(told({ name: 'A', updated: 5, since: 3 }).person).toMatchObject({
      knownSince: 3,
      fieldTimes: { name: 5 },
    });
    expect(told({ name: 'A', updated: NOW + 9 }).person.fieldTimes).toEqual({ name: NOW });
  });

  it('binds consents to the address of their channel, and keeps the rest with the person', () => {
    const [mail, sms] = [granted('news'), granted('news', { channel: 'sms' })];
    const { person, consents } = told({ email: 'a@b.example', consents: [mail, sms] });
    expect(consents).toEqual([{ address: 'a@b.example', change: mail }]);
    expect(person.consents).toEqual([sms]);
  });
});

describe('withLaterRow', () => {
  it('lets the later row go before where neither is dated, and keeps what only one tells', () => {
    const { told: both, differs } = withLaterRow(
      told({ name: 'A', email: 'a@b.example', traits: { x: 1, y: 1 } }),
      told({ name: 'B', phone: '+4930901820', traits: { x: 2 } }),
    );
    expect(differs).toBe(true);
    expect(both.person).toMatchObject({
      name: 'B',
      email: 'a@b.example',
      phone: '+4930901820',
      traits: { x: 2, y: 1 },
    });
  });

  it('lets the later time go before, whichever row it is on', () => {
    const newer = told({ name: 'New', updated: 9 });
    const older = told({ name: 'Old', updated: 5, since: 2 });
    expect(withLaterRow(newer, older)).toMatchObject({
      told: { person: { name: 'New', knownSince: 2 } },
      differs: true,
    });
    expect(withLaterRow(older, newer).told.person.name).toBe('New');
  });

  it('says when the later row changes nothing', () => {
    const row = told({
      name: 'A',
      traits: { x: { a: 1, b: 2 } },
      email: 'a@b.example',
      consents: [granted('n')],
    });
    const same = told({ traits: { x: { b: 2, a: 1 } }, email: 'a@b.example', consents: [granted('n')] });
    expect(withLaterRow(row, same)).toEqual({ told: row, differs: false });
  });
});
