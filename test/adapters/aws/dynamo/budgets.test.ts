import { describe, expect, it } from 'vitest';
import { decisionId } from '../../../../core/ids.ts';
import type { SliceLease } from '../../../../core/ports.ts';
import { aDecision, NOW } from '../../../support/builders.ts';
import { fakeTables, storeOver } from '../../../support/dynamoTables.ts';
import { aClaim, decide } from '../../../contract/given.ts';

function aLease(overrides: Partial<SliceLease> = {}): SliceLease {
  return { slice: 'w1', budget: 'b', limit: 1_000, want: 10, until: NOW + 1_000, now: NOW, ...overrides };
}

describe('a budget', () => {
  it('gets back what many crashed workers had, a few in each transaction', async () => {
    const fake = fakeTables();
    const store = storeOver(fake);
    for (let n = 0; n < 50; n += 1) await store.leaseSlice(aLease({ slice: `crashed-${n}`, want: 20 }));
    expect(await store.leaseSlice(aLease({ slice: 'new', want: 900 }))).toBe(0);
    let largest = 0;
    fake.onCall = ({ command }) => {
      const { input } = command;
      if ('TransactItems' in input) largest = Math.max(largest, input.TransactItems?.length ?? 0);
      return null;
    };
    const later = { now: NOW + 1_001, until: NOW + 9_000 };
    expect(await store.leaseSlice(aLease({ slice: 'new', want: 900, ...later }))).toBe(900);
    expect(largest).toBeLessThanOrEqual(22);
    expect(await store.budgets()).toEqual([{ budget: 'b', leased: 900, inSlices: 900 }]);
  });

  it('leaves other budgets their part of a slice that ran out', async () => {
    const store = storeOver(fakeTables());
    await store.leaseSlice(aLease({ budget: 'a', until: NOW + 9_000 }));
    await store.leaseSlice(aLease({ budget: 'b' }));
    await store.leaseSlice(aLease({ budget: 'b', slice: 'w2', now: NOW + 1_001 }));
    expect(await store.budgets()).toEqual([
      { budget: 'a', leased: 10, inSlices: 10 },
      { budget: 'b', leased: 10, inSlices: 10 },
    ]);
  });

  it('grows a slice that ran out anew', async () => {
    const store = storeOver(fakeTables());
    await store.leaseSlice(aLease());
    const again = aLease({ now: NOW + 5_000, until: NOW + 9_000, want: 7 });
    expect(await store.leaseSlice(again)).toBe(7);
    expect(await store.budgets()).toEqual([{ budget: 'b', leased: 7, inSlices: 7 }]);
  });

  it('gets back what is released after its slice was given up', async () => {
    const store = storeOver(fakeTables());
    await decide(store, aDecision());
    await store.leaseSlice(aLease());
    const slice = { slice: 'w1', takes: { b: 4 } };
    await store.claim(aClaim({ slice }));
    await store.returnSlice('w1');
    expect(await store.budgets()).toEqual([{ budget: 'b', leased: 4, inSlices: 0 }]);
    const { id } = aDecision();
    await store.release({ decisionId: id, claimant: 'worker-1', dueAt: NOW, evidence: null, slice });
    expect(await store.budgets()).toEqual([{ budget: 'b', leased: 0, inSlices: 0 }]);
  });

  it('is claimed from in turn: sends of one worker at once never meet', async () => {
    const fake = fakeTables();
    const store = storeOver(fake);
    const ids = Array.from({ length: 30 }, (_, n) => decisionId(`d${n}`));
    await decide(store, ...ids.map((id) => aDecision({ id })));
    await store.leaseSlice(aLease({ want: 1_000 }));
    const before = fake.calls.TransactWrite;
    const slice = { slice: 'w1', takes: { b: 1 } };
    const claims = ids.map((id) => store.claim(aClaim({ decisionId: id, contact: null, slice })));
    expect(new Set(await Promise.all(claims))).toEqual(new Set(['claimed']));
    expect(fake.calls.TransactWrite - before).toBe(ids.length);
  });

  it('is leased with more patience than eight attempts', async () => {
    const fake = fakeTables();
    const store = storeOver(fake);
    let refused = 0;
    fake.onCall = ({ name }) => {
      if (name !== 'TransactWrite' || refused === 20) return null;
      refused += 1;
      return 'conflict';
    };
    expect(await store.leaseSlice(aLease())).toBe(10);
    fake.onCall = ({ writes }) => (writes ? 'conflict' : null);
    await expect(store.leaseSlice(aLease())).rejects.toMatchObject({ name: 'TransientError' });
  });

  it('is never overspent by workers that share it, whoever comes between', async () => {
    const fake = fakeTables();
    const stores = Array.from({ length: 4 }, () => storeOver(fake));
    const leases = stores.flatMap((store, worker) =>
      Array.from({ length: 3 }, () => store.leaseSlice(aLease({ slice: `w${worker}`, want: 150 }))),
    );
    const granted = await Promise.all(leases);
    expect(granted.reduce((sum, one) => sum + one, 0)).toBe(1_000);
  });
});
