import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore, type MemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { parseCustomerMap } from '../../../core/customer/import/customerMap.ts';
import { addressKey, customerId } from '../../../core/ids.ts';
import { parseIso } from '../../../core/time.ts';
import { type CustomerImport, importCustomers } from '../../../local/import/importCustomers.ts';
import { aFile, linesOf } from '../../support/orderFiles.ts';

const NOW = parseIso('2026-05-10') ?? 0;
const DAY = 86_400_000;

async function importText(
  content: string | Buffer,
  change: Partial<CustomerImport> = {},
  name = 'people.csv',
) {
  const file = await aFile(content, name);
  return importCustomers({
    file,
    map: null,
    restAsTraits: false,
    proof: null,
    country: null,
    store: createMemoryStore(),
    addressKeyOf: (channel, address) => addressKey(`${channel}:${address}`),
    rejectFile: `${file}.rejects.ndjson`,
    dryRun: false,
    now: NOW,
    ...change,
  });
}

const profile = async (store: MemoryStore, id: string) => store.loadProfile(customerId(id));

describe('importCustomers', () => {
  it('imports people, and the same file again changes nothing', async () => {
    const store = createMemoryStore();
    const content = 'id,email,name,size,updated\na,a@b.example,Ada,M,2026-01-02\nb,,Bob,,\n';
    const map = parseCustomerMap('id=id,email=email,name=name,trait.size=size,updated=updated');
    const report = { rejected: 0, rejectFile: null, notes: [] };
    expect(await importText(content, { store, map })).toEqual({
      accepted: 2,
      updated: 0,
      unchanged: 0,
      ...report,
    });
    const before = await Promise.all(['a', 'b'].map((id) => profile(store, id)));
    expect(before[0]).toMatchObject({
      name: 'Ada',
      email: 'a@b.example',
      traits: { size: 'M' },
      fieldTimes: { name: parseIso('2026-01-02') },
    });
    expect(await importText(content, { store, map, now: NOW + DAY })).toEqual({
      accepted: 0,
      updated: 0,
      unchanged: 2,
      ...report,
    });
    expect(await Promise.all(['a', 'b'].map((id) => profile(store, id)))).toEqual(before);
  });

  it('refuses a bad row whole and imports the good ones around it', async () => {
    const store = createMemoryStore();
    const report = await importText('id,email,name\na,a@b.example,A\nb,nowhere,B\nc,c@b.example,C\n', {
      store,
    });
    expect(report).toMatchObject({ accepted: 2, rejected: 1, rejectFile: expect.stringMatching(/rejects/) });
    expect(await linesOf(report.rejectFile)).toMatchObject([
      {
        line: 3,
        field: 'email',
        value: 'nowhere',
        code: 'not-an-email',
        problem: expect.stringMatching(/./),
        remedy: expect.stringMatching(/./),
        row: ['b', 'nowhere', 'B'],
      },
    ]);
    expect(await profile(store, 'b')).toBeNull();
    expect(report.notes).toContainEqual(
      expect.stringMatching(/^Refused 1, first on line 3: email is no email/),
    );
  });

  it('reads a byte-order mark, CRLF, quoted line breaks and gzip', async () => {
    const store = createMemoryStore();
    const content = '\uFEFFid,name,note\r\n1,Ada,"two\r\nlines"\r\n2,Bob,x\r\n';
    const map = parseCustomerMap('id=id,name=name,trait.note=note');
    expect(await importText(gzipSync(content), { store, map })).toMatchObject({ accepted: 2, rejected: 0 });
    expect((await profile(store, '1'))?.traits).toEqual({ note: 'two\nlines' });
  });

  it('refuses a row of more than 32 KB, in either format', async () => {
    const long = '客'.repeat(11_000);
    const csv = await importText(`id,name,note\n1,Ada,${long}\n2,Bob,x\n`);
    expect(csv).toMatchObject({ accepted: 1, rejected: 1 });
    const json = await importText(`{"id":"1","note":"${long}"}\n{"id":"2"}\n`);
    expect(json).toMatchObject({ accepted: 1, rejected: 1 });
    expect(await linesOf(json.rejectFile)).toMatchObject([{ line: 1, field: null, code: 'row-too-long' }]);
  });

  it('lets the later row of one customer go before, wherever they stand, and counts every row', async () => {
    const store = createMemoryStore();
    const others = Array.from({ length: 12_000 }, (_, n) => `x${n},x${n}@b.example,X`);
    const rows = [
      'a,old@b.example,Ada',
      ...others,
      'a,new@b.example,',
      'a,,Ada',
      'b,bad,B',
      'b2,b@b.example,B',
      'b2,bad,C',
    ];
    const content = `id,email,name\n${rows.join('\n')}\n`;
    const first = await importText(content, { store });
    expect(first).toMatchObject({ accepted: 12_002, updated: 1, unchanged: 1, rejected: 2 });
    expect(first.notes).toContainEqual(
      expect.stringMatching(/^2 rows are about a customer of an earlier row/),
    );
    expect(await profile(store, 'a')).toMatchObject({ email: 'new@b.example', name: 'Ada', version: 1 });
    expect(await profile(store, 'b2')).toMatchObject({ email: 'b@b.example' });
    expect(await importText(content, { store, now: NOW + 1 })).toMatchObject({
      accepted: 0,
      updated: 0,
      unchanged: 12_004,
      rejected: 2,
    });
  });

  it('lets no row that was true earlier take the place of what was told later', async () => {
    const store = createMemoryStore();
    const rows = (...lines: string[]) => `id,name,updated\n${lines.join('\n')}\n`;
    await importText(rows('a,New,2026-03-01', 'a,Old,2026-02-01'), { store });
    expect(await profile(store, 'a')).toMatchObject({ name: 'New' });
    expect(await importText(rows('a,Older,2026-02-20'), { store })).toMatchObject({
      updated: 0,
      unchanged: 1,
    });
    expect(await importText('id,name\na,Newest\n', { store })).toMatchObject({ updated: 1 });
    expect(await profile(store, 'a')).toMatchObject({ name: 'Newest', fieldTimes: { name: NOW } });
  });

  it('keeps consents under the address with their proof, and obeys a later refusal', async () => {
    const store = createMemoryStore();
    const map = parseCustomerMap('id=id,email=email,consent.email.news=news');
    const content = 'id,email,news\na,a@b.example,是\nb,b@b.example,no\nc,c@b.example,\nd,,yes\n';
    const proof = { source: 'checkout form', at: NOW - DAY, wording: 'Yes, send me news.' };
    expect(await importText(content, { store, map, proof })).toMatchObject({ accepted: 4 });
    const key = (id: string) => addressKey(`email:${id}@b.example`);
    const contacts = await store.loadContacts(['a', 'b', 'c'].map(key));
    const given = { topic: 'news', channel: 'email', ...proof };
    expect(contacts.get(key('a'))?.consents).toEqual({ 'email/news': { ...given, state: 'granted' } });
    expect(contacts.get(key('b'))?.consents).toEqual({ 'email/news': { ...given, state: 'denied' } });
    expect(contacts.get(key('c'))?.consents).toEqual({});
    expect((await profile(store, 'd'))?.consents).toEqual([{ ...given, state: 'granted' }]);
    expect(await importText(content, { store, map, proof })).toMatchObject({ unchanged: 4 });
    const older = { ...proof, at: NOW - 2 * DAY };
    await importText('id,email,news\nb,b@b.example,yes\n', { store, map, proof: older });
    const after = (await store.loadContacts([key('b')])).get(key('b'));
    expect(after?.consents['email/news']?.state).toBe('denied');
  });

  it('enters nobody into a journey and decides nothing', async () => {
    const store = createMemoryStore();
    await importText('id,email\na,a@b.example\n', { store });
    const record = await store.loadPerson(customerId('a'));
    expect(record).toMatchObject({ enrolments: [], orders: [], person: { lifecycle: null } });
    expect(await store.nextDueAt()).toBeNull();
  });

  it('reads a dry run to the end and writes nothing', async () => {
    const store = createMemoryStore();
    const report = await importText('id,email\na,a@b.example\na,a@b.example\nb,bad\n', {
      store,
      dryRun: true,
    });
    expect(report).toMatchObject({ accepted: 1, unchanged: 1, rejected: 1 });
    expect(report.notes.at(-1)).toMatch(/^Dry run/);
    expect(await store.countPeople()).toBe(0);
  });

  it.each<[Partial<CustomerImport>, string]>([
    [{ country: 'Narnia' }, 'country-unknown'],
    [{ proof: { source: 's', at: NOW + DAY, wording: null } }, 'consent-proof-missing'],
    [{ encoding: 'klingon' }, 'encoding-unknown'],
    [{ file: '/nowhere/people.csv' }, 'file-not-found'],
  ])('refuses %j before it reads a row', async (change, code) => {
    await expect(importText('id\na\n', change)).rejects.toMatchObject({ code });
  });

  it('says what was committed when the store fails, and goes on when repeated', async () => {
    const memory = createMemoryStore();
    let pages = 0;
    const store: CustomerImport['store'] = {
      importPeople: (people) => {
        pages += 1;
        return pages < 2 ? memory.importPeople(people) : Promise.reject(new Error('disk full'));
      },
    };
    const content = `id\n${Array.from({ length: 25_000 }, (_, n) => `c${n}`).join('\n')}\n`;
    await expect(importText(content, { store })).rejects.toMatchObject({
      code: 'import-interrupted',
      message: expect.stringMatching(/disk full.*20000 customers were added/),
    });
    expect(await importText(content, { store: memory })).toMatchObject({
      accepted: 5_000,
      unchanged: 20_000,
    });
  });

  it('has no reject file where nothing was refused', async () => {
    const file = await aFile('id\na\n');
    await importText('id\na\n', { rejectFile: `${file}.r` });
    expect(existsSync(`${file}.r`)).toBe(false);
  });
});

describe('any file', () => {
  it('leaves no row uncounted, and read again changes nothing', async () => {
    const id = fc.constantFrom('a', 'b', 'c', '', 'anonymous:x');
    const cell = fc.constantFrom('', 'x', 'a@b.example', '2026-01-02', '"', 'é');
    const row = fc.tuple(id, cell, cell, cell).map((cells) => cells.join(','));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 12 }), async (rows) => {
        const store = createMemoryStore();
        const content = ['id,email,name,updated', ...rows].join('\n');
        const first = await importText(content, { store });
        const counted = first.accepted + first.updated + first.unchanged;
        expect(counted + first.rejected).toBe(rows.length);
        expect(await linesOf(first.rejectFile)).toHaveLength(first.rejected);
        const again = await importText(content, { store, now: NOW + 1 });
        expect(again).toMatchObject({
          accepted: 0,
          updated: 0,
          unchanged: counted,
          rejected: first.rejected,
        });
      }),
      { numRuns: 40 },
    );
  });
});
