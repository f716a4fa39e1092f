/** The state machine `import` where something is wrong, is cut off, or is short of time. */
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { Json } from '../../../core/json.ts';
import type { Store } from '../../../core/ports.ts';
import { aContainer } from '../../support/aContainer.ts';
import {
  type ImportAsked,
  importByMachine,
  importTasks,
  importWorld,
  type ImportWorld,
  rejectsOf,
  runImport,
  UPLOAD,
} from '../../support/importMachine.ts';

const ROWS = Array.from({ length: 120 }, (_, i) => `c${i % 23},2025-04-0${1 + (i % 3)},${i % 4}`);
const CONTENT = `id,day,total\n${ROWS.join('\n')}\nx,never,1\n`;
const OPTIONS = { map: 'customer=id,date=day,amount=total', currency: 'USD', name: 'orders.csv' };
const ORDERS: ImportAsked = { kind: 'orders', content: CONTENT, options: OPTIONS };

function aWorld(store: Store = createMemoryStore(), sizes: Partial<ImportWorld> = {}) {
  return { ...importWorld(aContainer({ store }).container, sizes), store };
}

/** What an import that nothing happens to leaves. */
async function undisturbed() {
  const world = aWorld();
  return { report: await importByMachine(world, ORDERS), orders: await ordersIn(world.store) };
}

async function ordersIn(store: Store): Promise<string[]> {
  const found: string[] = [];
  for await (const page of store.exportPeople())
    for (const { person, orders } of page)
      found.push(...orders.map((order) => `${person.id} ${order.id} ${order.amountMinor}`));
  return found.sort();
}

function withoutNotes(report: Json): Json {
  const { notes: _notes, ...rest } = report as { readonly notes: Json };
  return rest;
}

describe('an import', () => {
  it('keeps its report and refused rows, and nothing of the rows it took nor of the upload', async () => {
    const world = aWorld();
    const report = await importByMachine(world, ORDERS);
    expect(report).toMatchObject({ accepted: 120, rejected: 1, rejectFile: 'imports/run/rejects.ndjson' });
    expect(world.blobs.keys()).toEqual([
      'imports/run/plan.json',
      'imports/run/rejects.ndjson',
      'imports/run/result.json',
    ]);
    expect(await rejectsOf(world)).toMatchObject([{ line: 122, field: 'date' }]);
    expect(await world.store.getValue('currency')).toBe('"USD"');
  });

  it('that is a dry run leaves the upload for the import itself, and the store as it was', async () => {
    const world = aWorld();
    await importByMachine(world, { ...ORDERS, options: { ...OPTIONS, dryRun: true } });
    expect(world.blobs.keys()).toContain(UPLOAD);
    expect(await ordersIn(world.store)).toEqual([]);
    expect(await world.store.getValue('currency')).toBeNull();
  });

  it.each([
    [
      'a column that is not there',
      { ...OPTIONS, map: 'customer=nobody,date=day,amount=total' },
      'column-not-found',
    ],
    ['a map that cannot be read', { ...OPTIONS, map: 'customer' }, 'map-invalid'],
    ['a currency that is none', { ...OPTIONS, currency: 'dollars' }, 'misuse'],
    ['an encoding nobody knows', { ...OPTIONS, encoding: 'klingon' }, 'encoding-unknown'],
    ['a missing option', { currency: 'USD' }, 'misuse'],
  ])('with %s is refused as on one machine, and not recorded as failed', async (_, options, code) => {
    const world = aWorld();
    const ending = await runImport(world, { ...ORDERS, options });
    expect(ending).toMatchObject({ kind: 'failed', error: code, cause: expect.stringMatching(/\w{3}/) });
    expect(await world.store.getValue('import-failure')).toBeNull();
  });

  it.each([
    ['an empty file', '', 'file-empty'],
    ['a spreadsheet', Uint8Array.from([0x50, 0x4b, 3, 4, 9]), 'file-not-text'],
  ])('of %s is refused', async (_, content, code) => {
    expect(await runImport(aWorld(), { ...ORDERS, content })).toMatchObject({ kind: 'failed', error: code });
  });

  it('of an upload that is gone is refused', async () => {
    const world = aWorld();
    const tasks = importTasks(world);
    const plan = tasks['ImportPlan'];
    const ending = await runImport(world, ORDERS, {
      ...tasks,
      ImportPlan: async (input, context) => {
        await world.blobs.remove([UPLOAD]);
        return plan?.(input, context);
      },
    });
    expect(ending).toMatchObject({ kind: 'failed', error: 'file-not-found' });
  });

  it('in another currency than the shop has is refused', async () => {
    const world = aWorld();
    await importByMachine(world, ORDERS);
    const again = await runImport(world, { ...ORDERS, run: 'b', options: { ...OPTIONS, currency: 'EUR' } });
    expect(again).toMatchObject({ kind: 'failed', error: 'currency-differs' });
  });
});

describe('a part', () => {
  it('short of time goes on when it is called again, a page each time at least', async () => {
    const { report, orders } = await undisturbed();
    const world = aWorld();
    const ending = await runImport(world, { ...ORDERS, remainingMs: () => 1_000 });
    expect(ending).toMatchObject({ kind: 'succeeded', output: report });
    expect(ending.trace.filter((state) => state.endsWith('WritePart')).length).toBeGreaterThan(10);
    expect(await ordersIn(world.store)).toEqual(orders);
  });

  it.each([1, 2, 5, 9, 14])('cut off at commit %i goes on behind its last page', async (crashAt) => {
    const { report, orders } = await undisturbed();
    const memory = createMemoryStore();
    let commits = 0;
    const store: Store = {
      ...memory,
      importOrders: async (rows, importId) => {
        commits += 1;
        if (commits !== crashAt) return memory.importOrders(rows, importId);
        await memory.importOrders(rows.slice(0, 3), importId);
        throw Object.assign(new Error('the worker is gone'), { name: 'TransientError' });
      },
    };
    const output = await importByMachine(aWorld(store), ORDERS);
    expect(await ordersIn(memory)).toEqual(orders);
    expect(output).toMatchObject({ rejected: 1 });
    const { accepted, duplicates, notes } = output as {
      accepted: number;
      duplicates: number;
      notes: string[];
    };
    expect(accepted + duplicates).toBe(120);
    expect(duplicates).toBe(3);
    expect(notes.at(-1)).toMatch(/^The import was interrupted and went on: of \d+ rows/);
    expect(withoutNotes(report)).toMatchObject({ accepted: 120, duplicates: 0 });
  });

  it('cut off between two pages counts as if nothing had happened', async () => {
    const { report } = await undisturbed();
    const world = aWorld(createMemoryStore(), { pageRows: 1 });
    const tasks = importTasks(world, () => 1_000);
    const part = tasks['ImportPart'];
    let calls = 0;
    const ending = await runImport(world, ORDERS, {
      ...tasks,
      ImportPart: async (input, context) => {
        calls += 1;
        const answer = await part?.(input, context);
        if (calls % 3 === 0) throw Object.assign(new Error('reply lost'), { name: 'TransientError' });
        return answer;
      },
    });
    expect(ending).toMatchObject({ kind: 'succeeded', output: report });
  });

  it('that fails for good leaves the others to end, is recorded, and the same file again goes on', async () => {
    const memory = createMemoryStore();
    let broken = true;
    const store: Store = {
      ...memory,
      importOrders: async (rows, importId) => {
        if (broken && rows.some(({ order }) => order.customerId === 'c7')) throw new RangeError('disk full');
        return memory.importOrders(rows, importId);
      },
    };
    const world = aWorld(store, { pageRows: 1 });
    const ending = await runImport(world, ORDERS);
    expect(ending).toMatchObject({
      kind: 'failed',
      error: 'ImportFailed',
      cause: expect.stringContaining('disk full'),
    });
    expect(JSON.parse((await memory.getValue('import-failure')) ?? '{}')).toMatchObject({
      run: 'run',
      error: 'RangeError',
      parts: 1,
    });
    expect((await ordersIn(memory)).length).toBeGreaterThan(60);
    broken = false;
    const before = (await ordersIn(memory)).length;
    expect(await importByMachine(world, { ...ORDERS, run: 'again' })).toMatchObject({
      accepted: 120 - before,
      duplicates: before,
    });
  });
});

describe('started again from the top', () => {
  it.each(['ImportPlan', 'ImportFinish'])('%s answers the same, its reply lost', async (name) => {
    const { report, orders } = await undisturbed();
    const world = aWorld();
    const tasks = importTasks(world);
    const task = tasks[name];
    let calls = 0;
    const ending = await runImport(world, ORDERS, {
      ...tasks,
      [name]: async (input, context) => {
        calls += 1;
        const answer = await task?.(input, context);
        if (calls === 1) throw Object.assign(new Error('reply lost'), { name: 'TransientError' });
        return answer;
      },
    });
    expect(ending).toMatchObject({ kind: 'succeeded', output: report });
    expect(calls).toBe(2);
    expect(await ordersIn(world.store)).toEqual(orders);
  });

  it('a failure to read the file that is no refusal is recorded', async () => {
    const world = aWorld();
    const failing = {
      ...world,
      blobs: {
        ...world.blobs,
        list: () => {
          throw new RangeError('no bucket');
        },
      },
    };
    const ending = await runImport(failing, ORDERS);
    expect(ending).toMatchObject({
      kind: 'failed',
      error: 'ImportFailed',
      cause: expect.stringContaining('no bucket'),
    });
    expect(JSON.parse((await world.store.getValue('import-failure')) ?? '{}')).toMatchObject({ run: 'run' });
  });
});

describe('an erasure while a file is imported', () => {
  it('takes rows out of parts, and every other row is written still', async () => {
    const { orders } = await undisturbed();
    const world = aWorld(createMemoryStore(), { partBytes: 100_000 });
    const tasks = importTasks(world, () => 1_000);
    const part = tasks['ImportPart'];
    let calls = 0;
    const ending = await runImport(world, ORDERS, {
      ...tasks,
      ImportPart: async (input, context) => {
        calls += 1;
        if (calls === 3) {
          const key = 'imports/run/parts/000000/000000.ndjson';
          const lines = ((await world.blobs.text(key))?.text ?? '').split('\n');
          await world.blobs.write(key, lines.filter((line) => !line.includes('"c5"')).join('\n'));
        }
        return part?.(input, context);
      },
    });
    expect(ending.kind).toBe('succeeded');
    const others = (list: string[]) => list.filter((line) => !line.startsWith('c5 '));
    expect(others(await ordersIn(world.store))).toEqual(others(orders));
    expect(calls).toBeGreaterThan(5);
  });
});
