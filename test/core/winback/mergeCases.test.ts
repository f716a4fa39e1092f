import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { customerId } from '../../../core/ids.ts';
import { NO_CONSEQUENCES } from '../../../core/journey/occasion.ts';
import type { Store } from '../../../core/ports.ts';
import { mergeCases } from '../../../core/winback/mergeCases.ts';
import { casesOf } from '../../../core/winback/takeUp.ts';
import { caseDossier, type WinBackCase } from '../../../core/winback/winBackCase.ts';
import { NOW } from '../../support/builders.ts';
import { plantedCases } from '../../support/winBack.ts';

const [from, into] = [customerId('old'), customerId('new')];
const HANDOVER = { id: from, from, into };
const LATER = NOW + 1_000;

function aCase(over: Partial<WinBackCase> = {}): WinBackCase {
  const [planted] = plantedCases({ seed: 1, people: 1, effect: {} });
  if (planted === undefined) throw new Error('no case was planted');
  const open = { status: 'open', outcome: null, closedAt: null, closedBecause: null } as const;
  return { ...planted, ...open, id: '2026-03-01', version: 1, customerId: from, ...over };
}

async function aStore(...cases: WinBackCase[]): Promise<Store> {
  const store = createMemoryStore();
  for (const one of cases)
    await store.commitStep({
      ...NO_CONSEQUENCES,
      decisions: [],
      dossiers: [{ dossier: caseDossier(one), expectedVersion: 0 }],
    });
  return store;
}

describe('mergeCases', () => {
  it('an open case goes over as it stands, with the task that looks at it', async () => {
    const store = await aStore(aCase());
    await mergeCases({ store }, HANDOVER, LATER);
    const [moved] = await casesOf(store, into);
    expect(moved).toMatchObject({ status: 'open', verdict: aCase().verdict, endsAt: aCase().endsAt });
    const [left] = await casesOf(store, from);
    expect(left).toMatchObject({ status: 'closed', closedBecause: 'merged' });
    const tasks = await store.tasks('win-back');
    expect(tasks.map(({ customerId: owner, dueAt }) => [owner, dueAt])).toEqual([[into, aCase().endsAt]]);
  });

  it('so does the block of somebody the shop ended with', async () => {
    const ended = { status: 'closed', verdict: 'end', closedAt: NOW, closedBecause: 'end' } as const;
    const store = await aStore(aCase({ ...ended, blockedUntil: NOW + 99 }));
    await mergeCases({ store }, HANDOVER, LATER);
    expect((await casesOf(store, into))[0]).toMatchObject({ closedBecause: 'end', blockedUntil: NOW + 99 });
    expect(await store.tasks('win-back')).toEqual([]);
  });

  it('of two cases of one day the one that is there goes on', async () => {
    const own = aCase({ customerId: into, verdict: 'let-go' });
    const store = await aStore(aCase({ verdict: 'recover' }), own);
    await mergeCases({ store }, HANDOVER, LATER);
    expect(await casesOf(store, into)).toEqual([own]);
  });

  it('run again moves nothing', async () => {
    const store = await aStore(aCase());
    await mergeCases({ store }, HANDOVER, LATER);
    const before = [await casesOf(store, from), await casesOf(store, into)];
    await mergeCases({ store }, HANDOVER, LATER + 1_000);
    expect([await casesOf(store, from), await casesOf(store, into)]).toEqual(before);
  });

  it('of an id that is not the profile itself moves nothing', async () => {
    const store = await aStore(aCase());
    await mergeCases({ store }, { ...HANDOVER, id: customerId('alias') }, LATER);
    expect(await casesOf(store, into)).toEqual([]);
  });
});
