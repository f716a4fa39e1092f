/** What docs/data-model.md counts on the CDNOW sample, counted anew. */
import { BatchGetCommand, GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ImportedOrder, Store } from '../../core/ports.ts';
import { DAY_MS } from '../../core/time.ts';
import { at } from '../support/builders.ts';
import { CDNOW_ABSENT, cdnowOrders } from '../support/cdnow.ts';
import type { Call } from '../support/dynamoFake.ts';
import { fakeTables, storeOver } from '../support/dynamoTables.ts';
import { evaluate } from '../support/shops.ts';

const HEADING = '\n## The CDNOW sample, counted\n';
const PAGE_ROWS = 1_000;
const DAY = at('1998-06-01');

interface Counted {
  requests: number;
  read: number;
  written: number;
}

function count(counted: Counted, { command }: Call): void {
  counted.requests += 1;
  if (command instanceof GetCommand) counted.read += 1;
  if (command instanceof BatchGetCommand)
    for (const { Keys = [] } of Object.values(command.input.RequestItems ?? {})) counted.read += Keys.length;
  if (command instanceof PutCommand) counted.written += 1;
  if (command instanceof TransactWriteCommand) counted.written += command.input.TransactItems?.length ?? 0;
}

async function importAll(store: Store, rows: readonly ImportedOrder[]): Promise<void> {
  const importId = await store.beginImport();
  for (let from = 0; from < rows.length; from += PAGE_ROWS)
    await store.importOrders(rows.slice(from, from + PAGE_ROWS), importId);
}

/** Name, requests, items read, items written, as the page prints them. */
async function measured(): Promise<string[]> {
  const fake = fakeTables();
  const store = storeOver(fake);
  const rows: string[] = [];
  const row = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const counted = { requests: 0, read: 0, written: 0 };
    fake.onCall = (call) => {
      count(counted, call);
      return null;
    };
    await work();
    const { requests, read, written } = counted;
    rows.push(`| ${[name, requests, read, written].join(' | ')} |`);
  };
  const orders = cdnowOrders().map((order, n) => ({ line: n + 2, order, idFromContent: false }));
  await row('import of 6,919 orders of 2,357 customers', () => importAll(store, orders));
  await row('the same file again', () => importAll(store, orders));
  await row('first evaluation, everyone written', () => evaluate(store, { at: DAY }));
  await row('the same day again, no profile written', () => evaluate(store, { at: DAY }));
  await row('the night after, one profile written', () =>
    evaluate(store, { at: DAY + DAY_MS, force: false }),
  );
  await row('fitted anew a week later, 491 profiles written', () =>
    evaluate(store, { at: DAY + 8 * DAY_MS }),
  );
  await row('a page of 50 people', () => store.listPeople({ after: null, limit: 50 }));
  await row('a page of 50 in decline', () => store.listPeople({ after: null, limit: 50, stage: 'decline' }));
  await row('a search that finds nobody', () => store.listPeople({ after: null, limit: 50, search: 'zz' }));
  await row('how many people there are', () => store.countPeople());
  return rows;
}

describe.skipIf(CDNOW_ABSENT)('docs/data-model.md (needs the CDNOW sample beside the project)', () => {
  it('prints what the sample takes, as counted', async () => {
    const page = readFileSync(new URL('../../docs/data-model.md', import.meta.url), 'utf8');
    const section = page.split(HEADING)[1]?.split('\n## ')[0] ?? '';
    const printed = section.split('\n').filter((line) => line.startsWith('| '));
    expect(printed.slice(1)).toEqual(await measured());
  }, 60_000);
});
