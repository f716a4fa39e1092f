/** An import through the state machine answers what the same import answers on one machine, and leaves the same in the store. */
import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Store } from '../../../core/ports.ts';
import { consentOptions, consentRules } from '../../../functions/shared/import/consents.ts';
import { customerOptions, customerRules } from '../../../functions/shared/import/customers.ts';
import { eventOptions, eventRules } from '../../../functions/shared/import/events.ts';
import { eventTarget } from '../../../functions/shared/import/kinds.ts';
import { orderOptions, orderRules } from '../../../functions/shared/import/orders.ts';
import type { ImportKind } from '../../../functions/shared/import/reading.ts';
import { suppressionOptions, suppressionRules } from '../../../functions/shared/import/suppressions.ts';
import { importConsents, importSuppressions } from '../../../local/import/importContacts.ts';
import { importEvents } from '../../../local/import/importEvents.ts';
import { importCustomers } from '../../../local/import/importCustomers.ts';
import { importOrders } from '../../../local/import/importOrders.ts';
import { aContainer } from '../../support/aContainer.ts';
import { NOW } from '../../support/builders.ts';
import { importByMachine, importWorld, rejectsOf } from '../../support/importMachine.ts';
import { aFile, linesOf } from '../../support/orderFiles.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';

interface Asked {
  readonly kind: ImportKind;
  readonly content: string;
  readonly options: JsonObject;
  readonly name: string;
}

async function onOneMachine({ kind, content, options, name }: Asked, store: Store) {
  const file = await aFile(content, name);
  const common = { file, rejectFile: `${file}.rejects.ndjson`, store, addressKeyOf, now: NOW };
  switch (kind) {
    case 'orders':
      return importOrders({ ...common, ...orderRules(orderOptions.parse(options)), shopCurrency: null });
    case 'customers':
      return importCustomers({ ...common, ...customerRules(customerOptions.parse(options)) });
    case 'consents':
      return importConsents({ ...common, ...consentRules(consentOptions.parse(options), NOW, name) });
    case 'suppressions':
      return importSuppressions({
        ...common,
        ...suppressionRules(suppressionOptions.parse(options), NOW, name),
      });
    case 'events':
      return importEvents({
        ...common,
        ...eventRules(eventOptions.parse(options), NOW),
        target: eventTarget(aContainer({ store }).container),
      });
  }
}

/** Everything known of everyone. Versions count commits, whose number is not promised. */
async function everyone(store: Store) {
  const found = [];
  for await (const page of store.exportPeople())
    for (const { person, orders, history } of page) {
      const { version: _version, ...known } = person;
      const keys = [known.email, known.phone].flatMap((address, i) =>
        address === null ? [] : [addressKeyOf(i === 0 ? 'email' : 'sms', address)],
      );
      const contacts = [...(await store.loadContacts(keys)).values()].map((one) => ({ ...one, version: 0 }));
      const sorted = [...orders].sort((a, b) => (a.id < b.id ? -1 : 1));
      found.push({ known, orders: sorted, history, contacts });
    }
  return found.sort((a, b) => (a.known.id < b.known.id ? -1 : 1));
}

async function bothWays(asked: Asked, before: (store: Store) => Promise<void> = async () => {}) {
  const [here, there] = [createMemoryStore(), createMemoryStore()];
  await before(here);
  await before(there);
  const world = importWorld(aContainer({ store: there }).container);
  const options = { ...asked.options, name: asked.name };
  const results = [];
  for (const run of ['first', 'again']) {
    const local = await onOneMachine(asked, here);
    const remote = await importByMachine(world, { ...asked, options, run });
    const localRejects = await linesOf(local.rejectFile);
    results.push({
      local: { ...local, rejectFile: local.rejectFile !== null },
      remote: { ...(remote as JsonObject), rejectFile: (remote as JsonObject)['rejectFile'] !== null },
      localRejects,
      remoteRejects: await rejectsOf(world, run),
    });
  }
  return { results, here: await everyone(here), there: await everyone(there), world };
}

async function expectSame(asked: Asked, before?: (store: Store) => Promise<void>) {
  const { results, here, there, world } = await bothWays(asked, before);
  for (const { local, remote, localRejects, remoteRejects } of results) {
    expect(remote).toEqual(local);
    expect(Object.keys(remote)).toEqual(Object.keys(local));
    const byLine = (rows: unknown[]) =>
      [...rows].sort((a, b) => Number((a as JsonObject)['line']) - Number((b as JsonObject)['line']));
    expect(remoteRejects).toEqual(byLine(localRejects));
  }
  expect(there).toEqual(here);
  return { results, there, world };
}

const ORDER_OPTIONS = { map: 'customer=id,date=day,amount=total', currency: 'USD' };
const LINE_OPTIONS = {
  map: 'customer=id,date=day,amount=total,order=no,item=sku,quantity=qty,price=unit',
  currency: 'USD',
};

function orderRows(count: number): string {
  return Array.from(
    { length: count },
    (_, i) => `c${i % 37},2025-0${1 + (i % 4)}-1${i % 9},${i % 5}.50`,
  ).join('\n');
}

describe('orders', () => {
  it('in many parts', async () => {
    const content = `id,day,total\n${orderRows(400)}\nx,never,1\n,2025-01-01,4\n`;
    const { results, there } = await expectSame({
      kind: 'orders',
      content,
      options: ORDER_OPTIONS,
      name: 'o.csv',
    });
    expect(results[0]?.remote).toMatchObject({ accepted: 400, duplicates: 0, rejected: 2 });
    expect(results[1]?.remote).toMatchObject({ accepted: 0, duplicates: 400, rejected: 2 });
    expect(there).toHaveLength(37);
  });

  it('with identical rows, all of one customer', async () => {
    const content = `id,day,total\n${'a,2025-04-03,5\n'.repeat(60)}b,2025-04-03,5\n`;
    const { results, there } = await expectSame({
      kind: 'orders',
      content,
      options: ORDER_OPTIONS,
      name: 'o.csv',
    });
    expect(results[0]?.remote).toMatchObject({ accepted: 61 });
    expect(there[0]?.orders).toHaveLength(60);
  });

  it('with lines of orders, some of which stand with two customers', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, i) => `c${i % 11},2025-04-0${1 + (i % 7)},5,N${i % 40},item${i % 3},1,5`,
    );
    const content = `id,day,total,no,sku,qty,unit\n${rows.join('\n')}\n`;
    const { results } = await expectSame({
      kind: 'orders',
      content,
      options: LINE_OPTIONS,
      name: 'lines.csv',
    });
    expect(results[0]?.remote).not.toMatchObject({ accepted: 300 });
  });

  it('as NDJSON, known by its name', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => ({ id: `c${i}`, day: '2025-04-03', total: i }));
    const content = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    const { there } = await expectSame({
      kind: 'orders',
      content,
      options: ORDER_OPTIONS,
      name: 'orders.ndjson',
    });
    expect(there).toHaveLength(50);
  });

  it('of a file without rows, and of a dry run', async () => {
    await expectSame({ kind: 'orders', content: 'id,day,total\n', options: ORDER_OPTIONS, name: 'o.csv' });
    const { there } = await expectSame({
      kind: 'orders',
      content: `id,day,total\n${orderRows(30)}\n`,
      options: { ...ORDER_OPTIONS, dryRun: true },
      name: 'o.csv',
    });
    expect(there).toEqual([]);
  });

  it('any file', async () => {
    const cell = fc.constantFrom(
      'a',
      'b',
      'c',
      '2025-04-03',
      '2025-04-04',
      '5',
      '1,234',
      '-3',
      '',
      '"',
      'x"y',
      ' ',
    );
    const row = fc.array(cell, { minLength: 2, maxLength: 4 }).map((cells) => cells.join(','));
    const good = fc.constantFrom('a,2025-04-03,5', 'b,2025-04-03,5', 'a,2025-04-04,7');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(row, good), { maxLength: 60 }), async (rows) => {
        const content = `id,day,total\n${rows.join('\n')}\n`;
        const asked = { kind: 'orders', content, options: ORDER_OPTIONS, name: 'o.csv' } as const;
        expect((await expectSame(asked)).results).toHaveLength(2);
      }),
      { numRuns: 25 },
    );
  });

  const CDNOW = '../shared/data/cdnow_sample_elog.csv';
  it.skipIf(!existsSync(CDNOW))('the CDNOW sample', async () => {
    const content = readFileSync(CDNOW, 'utf8');
    const [header = ''] = content.split('\n');
    expect(header).toContain('date');
    const options = { map: 'customer=masterid,date=date,amount=sales', currency: 'USD' };
    const asked = { kind: 'orders', content, options, name: 'cdnow.csv' } as const;
    const [here, there] = [createMemoryStore(), createMemoryStore()];
    const world = importWorld(aContainer({ store: there }).container, { partBytes: 20_000, pageRows: 500 });
    const local = await onOneMachine(asked, here);
    expect(await importByMachine(world, asked)).toEqual(local);
    expect(await everyone(there)).toEqual(await everyone(here));
  });
});

describe('customers', () => {
  const options = {
    map: 'id=no,email=mail,trait.size=size,consent.email.news=news',
    consentSource: 'form',
    consentDate: '2025-01-01',
  };

  it('with rows of one customer far apart, and refused ones', async () => {
    const rows = Array.from(
      { length: 200 },
      (_, i) => `k${i % 60},${i % 60}@example.org,${i % 7},${i % 2 === 0 ? 'yes' : 'no'}`,
    );
    const content = `no,mail,size,news\n${rows.join('\n')}\nz,not an address,1,yes\n`;
    const { results } = await expectSame({ kind: 'customers', content, options, name: 'people.csv' });
    expect(results[0]?.remote).toMatchObject({ accepted: 60, rejected: 1 });
    expect(results[1]?.remote).toMatchObject({ accepted: 0, unchanged: 200 });
  });
});

describe('consents and suppressions', () => {
  const known = async (store: Store) => {
    const people = Array.from({ length: 20 }, (_, i) => `p${i},p${i}@example.org`);
    const file = `id,email\n${people.join('\n')}\n`;
    await onOneMachine({ kind: 'customers', content: file, options: {}, name: 'p.csv' }, store);
  };

  it('by address and by customer, some of whom nobody knows', async () => {
    const rows = Array.from({ length: 60 }, (_, i) =>
      i % 2 === 0
        ? `,p${i % 25},offers,yes,2025-04-0${1 + (i % 9)}`
        : `p${i % 20}@example.org,,news,no,2025-03-01`,
    );
    const content = `address,customer,topic,state,at\n${rows.join('\n')}\n`;
    const { results } = await expectSame(
      {
        kind: 'consents',
        content,
        options: { source: 'form', basis: 'express' },
        name: 'consents.csv',
      },
      known,
    );
    expect(results[0]?.localRejects.length).toBeGreaterThan(0);
  });

  it('by address, with the file as the source of those that name none', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `p${i % 30}@example.org,${i % 3 === 0 ? 'Bounce' : 'Complaint'}`,
    );
    const content = `address,reason\n${rows.join('\n')}\n`;
    const { results } = await expectSame(
      { kind: 'suppressions', content, options: {}, name: 'list.csv' },
      known,
    );
    expect(results[1]?.remote).toMatchObject({ accepted: 0, unchanged: 60 });
  });
});

describe('events', () => {
  it('in many parts, with equal rows and refused ones', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => `c${i % 23},2025-01-0${1 + (i % 3)},Visit,${i % 2}`);
    const content = `who,at,what,page\n${rows.join('\n')}\nx,never,Visit,1\n`;
    const { results, there } = await expectSame({
      kind: 'events',
      content,
      options: { map: 'customer=who,date=at,name=what,property.page=page' },
      name: 'e.csv',
    });
    expect(results[0]?.remote).toMatchObject({ accepted: 300, duplicates: 0, rejected: 1 });
    expect(results[1]?.remote).toMatchObject({ accepted: 0, duplicates: 300, rejected: 1 });
    expect(there).toHaveLength(23);
  });
});
