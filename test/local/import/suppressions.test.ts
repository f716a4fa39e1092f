import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { addressKey } from '../../../core/ids.ts';
import { newContact } from '../../../core/message/contact.ts';
import { hashText } from '../../../core/message/suppressionList.ts';
import type { AddressKeyOf } from '../../../core/ports.ts';
import { importSuppressions, type SuppressionImport } from '../../../local/import/importContacts.ts';
import { at } from '../../support/builders.ts';
import { aFile, linesOf } from '../../support/orderFiles.ts';

const NOW = at('2026-05-10');
const addressKeyOf: AddressKeyOf = (channel, address) =>
  addressKey(`${channel}-${address.toLowerCase()}`.replaceAll(/[^\w-]/g, '-'));

async function importText(content: string, change: Partial<SuppressionImport> = {}) {
  const file = await aFile(content, 'list.csv');
  return importSuppressions({
    file,
    map: null,
    rules: { reason: null, channel: null, source: 'list.csv', country: null, dateFormat: null, now: NOW },
    store: createMemoryStore(),
    addressKeyOf,
    rejectFile: `${file}.rejects.ndjson`,
    dryRun: false,
    ...change,
  });
}

describe('importSuppressions', () => {
  it('reads SES’s list, and the same again changes nothing', async () => {
    const store = createMemoryStore();
    const text =
      'EmailAddress,Reason,LastUpdateTime\na@b.example,BOUNCE,2026-04-01T10:00:00Z\nc@d.example,COMPLAINT,2026-04-02T10:00:00Z\n';
    const map = { address: 'EmailAddress', reason: 'Reason', at: 'LastUpdateTime' };
    expect(await importText(text, { store, map })).toMatchObject({ accepted: 2, unchanged: 0, rejected: 0 });
    expect(await importText(text, { store, map })).toMatchObject({ accepted: 0, unchanged: 2 });
    const listed = await store.suppressedContacts({ after: null, limit: 9 });
    expect(listed.map(({ suppression }) => suppression)).toEqual([
      { why: 'hard-bounce', at: at('2026-04-01T10:00:00Z'), source: 'list.csv' },
      { why: 'spam-complaint', at: at('2026-04-02T10:00:00Z'), source: 'list.csv' },
    ]);
  });

  it('keeps the weightiest reason, and dates what has no date by the import once', async () => {
    const store = createMemoryStore();
    await importText('address,reason\na@b.example,hard-bounce\n', { store });
    const later = {
      reason: 'manual',
      channel: null,
      source: 'x',
      country: null,
      dateFormat: null,
      now: NOW + 5,
    };
    expect(await importText('address\na@b.example\n', { store, rules: later })).toMatchObject({
      unchanged: 1,
    });
    expect(await importText('address,reason\na@b.example,bounce\n', { store, rules: later })).toMatchObject({
      unchanged: 1,
    });
  });

  it('refuses wishes, unknown reasons and addresses that are none, with a remedy', async () => {
    const report = await importText(
      'address,reason\na@b.example,unsubscribed\na@b.example,why not\nnobody,bounce\n,bounce\nx@y.example,erased\n',
    );
    expect(report).toMatchObject({ accepted: 0, rejected: 5 });
    const lines = await linesOf(report.rejectFile ?? '');
    expect(lines).toMatchObject([
      { line: 2, field: 'reason', code: 'opt-out' },
      { line: 3, field: 'reason', code: 'not-a-reason' },
      { line: 4, field: 'address', code: 'not-a-phone' },
      { line: 5, field: 'address', code: 'empty' },
      { line: 6, field: 'reason', code: 'not-a-reason' },
    ]);
  });

  it('takes back a hash it knows, and no other shop’s', async () => {
    const store = createMemoryStore();
    const key = addressKey('XeOWo8ZlqXx5vy4VgrvhkQ');
    store.putContact({ ...newContact(key), version: 1 });
    const text = `address,reason,at\n${hashText(key)},erased,2026-04-01\nhash:AAAAAAAAAAAAAAAAAAAAAA,manual,2026-04-01\n`;
    expect(await importText(text, { store })).toMatchObject({ accepted: 1, rejected: 1 });
    expect((await store.loadContacts([key])).get(key)?.suppression?.why).toBe('erased');
  });
});
