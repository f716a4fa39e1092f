import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { parseFieldMap } from '../../../core/customer/import/fieldMap.ts';
import { CONSENT_FIELDS, type ConsentRowRules } from '../../../core/customer/import/mapConsent.ts';
import { addressKey } from '../../../core/ids.ts';
import type { AddressKeyOf } from '../../../core/ports.ts';
import { type ConsentImport, importConsents } from '../../../local/import/importContacts.ts';
import { aContact, aPerson, at, denied, MAYA } from '../../support/builders.ts';
import { aFile, linesOf } from '../../support/orderFiles.ts';

const NOW = at('2026-05-10');
const addressKeyOf: AddressKeyOf = (channel, address) => addressKey(`${channel}:${address.toLowerCase()}`);
const RULES: ConsentRowRules = {
  source: null,
  basis: null,
  wording: null,
  topic: null,
  channel: null,
  at: null,
  country: null,
  by: 'file',
  dateFormat: null,
  now: NOW,
};

async function importText(content: string, change: Partial<ConsentImport> = {}, name = 'consents.csv') {
  const file = await aFile(content, name);
  return importConsents({
    file,
    map: null,
    rules: RULES,
    store: createMemoryStore(),
    addressKeyOf,
    rejectFile: `${file}.rejects.ndjson`,
    dryRun: false,
    ...change,
  });
}

const FILE = `address,topic,state,at,source,wording,basis
maya@example.org,offers,yes,2026-04-01,checkout,"Yes, write to me",express
new@example.org,offers,no,2026-04-02,letter,,
nodate@example.org,offers,yes,,checkout,,express
`;

describe('importConsents', () => {
  it('keeps every consent with its proof, of addresses nobody has too, and the same file again changes nothing', async () => {
    const store = createMemoryStore();
    const first = await importText(FILE, { store });
    expect(first).toMatchObject({ accepted: 2, unchanged: 0, rejected: 1 });
    const keys = ['maya@example.org', 'new@example.org'].map((address) => addressKeyOf('email', address));
    const contacts = await store.loadContacts(keys);
    expect(contacts.get(addressKeyOf('email', 'maya@example.org'))?.consents['email/offers']).toEqual({
      topic: 'offers',
      channel: 'email',
      state: 'granted',
      at: at('2026-04-01'),
      source: 'checkout',
      wording: 'Yes, write to me',
      basis: 'express',
      by: 'file',
    });
    expect(await importText(FILE, { store })).toMatchObject({ accepted: 0, unchanged: 2, rejected: 1 });
    expect(await store.loadContacts(keys)).toEqual(contacts);
  });

  it('refuses rows one by one, with line, field and remedy', async () => {
    const report = await importText(FILE);
    expect(await linesOf(report.rejectFile ?? '')).toMatchObject([
      { line: 4, field: 'at', code: 'no-proof', remedy: expect.stringContaining('--at') },
    ]);
    expect(report.notes.join()).toContain('Refused 1, first on line 4');
  });

  it('leaves what is known and later', async () => {
    const store = createMemoryStore();
    store.putContact(aContact([denied('offers', { at: at('2026-04-02') })]));
    expect(await importText(FILE, { store })).toMatchObject({ accepted: 1, unchanged: 1 });
    const key = addressKeyOf('email', 'maya@example.org');
    expect((await store.loadContacts([key])).get(key)?.consents['email/offers']?.state).toBe('denied');
  });

  it('finds the address of a customer, and refuses one who is unknown or has none', async () => {
    const store = createMemoryStore();
    await store.importPeople([{ person: aPerson({ version: 0 }), consents: [] }]);
    const rows = ['maya', 'nobody'].map((customer) => JSON.stringify({ customer, state: 'yes' }));
    const sms = JSON.stringify({ customer: 'maya', state: 'yes', channel: 'sms' });
    const rules = {
      ...RULES,
      channel: 'email',
      topic: 'offers',
      source: 'crm',
      basis: 'express',
      at: NOW,
    } as const;
    const report = await importText([...rows, sms].join('\n'), { store, rules }, 'consents.ndjson');
    expect(report).toMatchObject({ accepted: 1, rejected: 2 });
    expect(await linesOf(report.rejectFile ?? '')).toMatchObject([
      { line: 2, field: 'customer', value: 'nobody', code: 'unknown-customer' },
      { line: 3, field: 'customer', value: MAYA, code: 'no-address' },
    ]);
  });

  it('writes nothing on a dry run', async () => {
    const store = createMemoryStore();
    expect(await importText(FILE, { store, dryRun: true })).toMatchObject({ accepted: 2, rejected: 1 });
    expect((await store.loadContacts([addressKeyOf('email', 'maya@example.org')])).size).toBe(0);
  });

  it('goes by the map, and refuses one that names no such field or column', async () => {
    const text = 'mail;list;when\nmaya@example.org;offers;2026-04-01\n';
    const rules = { fields: CONSENT_FIELDS, example: '--map …' };
    const map = parseFieldMap('address=mail,topic=list,at=when', rules);
    const whole = { ...RULES, source: 'x', basis: 'express' } as const;
    await expect(importText(text, { map, rules: whole })).resolves.toMatchObject({ rejected: 1 });
    await expect(importText(text, { map: { address: 'email' } })).rejects.toMatchObject({
      code: 'column-not-found',
    });
    await expect(importText(text)).rejects.toMatchObject({ code: 'map-missing-field' });
    expect(() => parseFieldMap('mail=address', rules)).toThrow(/knows no field "mail"/);
    expect(() => parseFieldMap('address=a,address=b', rules)).toThrow(/twice/);
  });

  it('leaves no reject file where nothing was refused', async () => {
    const report = await importText(
      'address,topic,state,at,source\nmaya@example.org,*,no,2026-04-01,letter\n',
    );
    expect(report).toMatchObject({ accepted: 1, rejected: 0, rejectFile: null });
    expect(existsSync('consents.csv.rejects.ndjson')).toBe(false);
  });
});
