import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { BudgetOfSend } from '../../../core/message/budgetsOf.ts';
import { Purse } from '../../../core/message/purse.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/time.ts';
import { NOW } from '../../support/builders.ts';

function aBudget(overrides: Partial<BudgetOfSend> = {}): BudgetOfSend {
  return { id: 'b', key: 'b/1', limit: 1_000, unit: 'micro-usd', freeAt: NOW + DAY_MS, ...overrides };
}

describe('a purse', () => {
  it('asks no store where no budget applies', async () => {
    const store = { ...createMemoryStore(), leaseSlice: () => Promise.reject(new Error('asked')) };
    expect(await new Purse(store, 'w').take([], 100, NOW)).toEqual({ kind: 'taken', slice: null });
  });

  it('takes until the budget is empty, and names it', async () => {
    const purse = new Purse(createMemoryStore(), 'w');
    for (let n = 0; n < 10; n += 1) {
      expect(await purse.take([aBudget()], 100, NOW)).toMatchObject({
        kind: 'taken',
        slice: { takes: { 'b/1': 100 } },
      });
    }
    expect(await purse.take([aBudget()], 100, NOW)).toEqual({
      kind: 'exhausted',
      budget: 'b',
      freeAt: NOW + DAY_MS,
    });
  });

  it('counts messages where the budget does, whatever they cost', async () => {
    const purse = new Purse(createMemoryStore(), 'w');
    const budgets = [aBudget({ unit: 'messages', limit: 1 })];
    expect(await purse.take(budgets, 7_500, NOW)).toMatchObject({ slice: { takes: { 'b/1': 1 } } });
    expect((await purse.take(budgets, 7_500, NOW)).kind).toBe('exhausted');
  });

  it('serves a whole page that asks at once, lease by lease, and no more than there is', async () => {
    for (const limit of [50_000, 300]) {
      const purse = new Purse(createMemoryStore(), 'w');
      const budgets = [aBudget({ unit: 'messages', limit })];
      const all = await Promise.all(Array.from({ length: 1_000 }, () => purse.take(budgets, 100, NOW)));
      expect(all.filter(({ kind }) => kind === 'taken')).toHaveLength(Math.min(limit, 1_000));
    }
  });

  it('takes nothing where one of two budgets is empty', async () => {
    const store = createMemoryStore();
    const purse = new Purse(store, 'w');
    const empty = aBudget({ id: 'c', key: 'c/1', limit: 50 });
    expect(await purse.take([aBudget(), empty], 100, NOW)).toMatchObject({ kind: 'exhausted', budget: 'c' });
    await purse.close();
    expect((await store.budgets()).every(({ leased }) => leased === 0)).toBe(true);
  });

  it('gives back what is left when it is closed, and asks again a minute after it was told there is none', async () => {
    const store = createMemoryStore();
    const [rich, poor] = [new Purse(store, 'rich'), new Purse(store, 'poor')];
    const all = aBudget({ limit: 100 });
    await rich.take([all], 60, NOW);
    expect((await poor.take([all], 60, NOW)).kind).toBe('exhausted');
    rich.putBack({ slice: 'rich/1', takes: { 'b/1': 60 } });
    await rich.close();
    expect((await poor.take([all], 60, NOW + 1)).kind).toBe('exhausted');
    expect((await poor.take([all], 60, NOW + MINUTE_MS)).kind).toBe('taken');
  });

  it('begins a new slice before the old one runs out', async () => {
    const purse = new Purse(createMemoryStore(), 'w');
    const first = await purse.take([aBudget()], 1, NOW);
    const later = await purse.take([aBudget()], 1, NOW + HOUR_MS);
    expect(first).toMatchObject({ slice: { slice: 'w/1' } });
    expect(later).toMatchObject({ slice: { slice: 'w/2' } });
  });
});
