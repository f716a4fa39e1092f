import { expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { segmentsTaskId } from '../../../core/segment/judge.ts';
import { MAYA, NOW } from '../../support/builders.ts';
import { aLoyaltyWorld, aProgramme } from './given.ts';

function segments(rule: object) {
  const name = { en: 'One', 'zh-CN': '一' };
  const segment = { id: 'one', kind: 'live', name, rule };
  return {
    version: 1,
    at: NOW,
    definition: JSON.parse(JSON.stringify({ segments: [{ segment, revision: 1 }] })),
  };
}

async function afterPosting(rule: object) {
  const store = createMemoryStore();
  const shop = aLoyaltyWorld(aProgramme(), store);
  await shop.order();
  const { book } = shop.world;
  shop.world.book = { ...book, programme: { ...book.programme, segments: segments(rule) } };
  await shop.post({ kind: 'award', operation: 'x' });
  return store.loadTask(segmentsTaskId(MAYA));
}

it('makes segments that ask for points due with the commit that changes them', async () => {
  expect(await afterPosting({ points: { min: 50 } })).toMatchObject({ kind: 'segments', dueAt: NOW });
});

it('leaves segments alone that do not ask', async () => {
  expect(await afterPosting({ orders: { min: 1 } })).toBeNull();
});
