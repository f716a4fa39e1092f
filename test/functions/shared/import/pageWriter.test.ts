import { describe, expect, it } from 'vitest';
import type { ImportedOrder } from '../../../../core/ports.ts';
import { dryWriter, storeWriter } from '../../../../functions/shared/import/pageWriter.ts';

const page: readonly ImportedOrder[] = [];

/** A store whose commits end when told to. */
function slowStore() {
  const started: number[] = [];
  const ends: (() => void)[] = [];
  return {
    started,
    ends,
    beginImport: () => Promise.resolve(7),
    importOrders: (_: readonly ImportedOrder[], importId: number) => {
      started.push(importId);
      return new Promise<('accepted' | 'duplicate')[]>((resolve) => {
        ends.push(() => resolve(['accepted', 'duplicate', 'accepted']));
      });
    },
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('storeWriter', () => {
  it('lets the caller read on while one page is committed, and holds back the next', async () => {
    const store = slowStore();
    const writer = storeWriter(store);
    await writer.write(page);
    const second = writer.write(page);
    await turn();
    expect(store.started).toEqual([7]);
    store.ends[0]?.();
    await second;
    expect(store.started).toEqual([7, 7]);
    store.ends[1]?.();
    await writer.finish();
    expect([writer.accepted(), writer.duplicates()]).toEqual([4, 2]);
  });

  it('begins no import where nothing is written', async () => {
    const store = { ...slowStore(), beginImport: () => Promise.reject(new Error('begun')) };
    const writer = storeWriter(store);
    await writer.finish();
    expect(writer.accepted()).toBe(0);
  });

  it('throws a failed commit at the next call, and at none before', async () => {
    const writer = storeWriter({
      beginImport: () => Promise.resolve(1),
      importOrders: () => Promise.reject(new Error('disk full')),
    });
    await writer.write(page);
    await turn();
    await expect(writer.write(page)).rejects.toThrow('disk full');
  });
});

describe('dryWriter', () => {
  it('counts rows', async () => {
    const writer = dryWriter();
    const order = { id: 'o', customerId: 'c', at: 0, amountMinor: 1, currency: 'USD', lines: [] };
    await writer.write([{ line: 2, order, idFromContent: false } as unknown as ImportedOrder]);
    expect([writer.accepted(), writer.duplicates()]).toEqual([1, 0]);
  });
});
