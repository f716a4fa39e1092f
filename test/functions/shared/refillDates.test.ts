import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../../adapters/memory/memoryBlobs.ts';
import { applyEvent } from '../../../core/customer/applyEvent.ts';
import type { JsonObject } from '../../../core/json.ts';
import { customerId } from '../../../core/ids.ts';
import { plainLinearAlgebra } from '../../../core/linear/plainLinearAlgebra.ts';
import { mergeDataFor } from '../../../core/message/mergeData.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, isoDay, utcDay } from '../../../core/time.ts';
import { changeCatalogue } from '../../../functions/shared/catalogueNews.ts';
import { runRefillDates } from '../../../functions/shared/refillDates.ts';
import { runTraining } from '../../../local/machines/runEvaluation.ts';
import { aContainer } from '../../support/aContainer.ts';
import { CATALOGUE, SHOPPERS, TODAY } from '../../support/aRecommenderShop.ts';
import { aDecision } from '../../support/builders.ts';
import { importHistory } from '../../support/shops.ts';

const P0 = customerId('p000');

/** Everybody's leaves and beans were bought 100, 70 and 40 days ago: their next time came ten days before today. */
async function aShop(daysBefore: number) {
  const world = aContainer({ documents: memoryBlobs(), linearAlgebra: plainLinearAlgebra });
  const { container, store, clock } = world;
  clock.now = TODAY - daysBefore * DAY_MS;
  const before = clock.now;
  await importHistory(
    store,
    SHOPPERS.flatMap(({ customerId: id, baskets }) =>
      baskets
        .filter(({ at }) => at < before)
        .map((basket) => ({ ...basket, customerId: id, currency: 'USD' })),
    ),
  );
  await changeCatalogue(container, () => CATALOGUE);
  const train = () => runTraining(container, { at: clock.now });
  const drain = async () => {
    for (let steps = 0; steps < 20; steps += 1) {
      const task = await store.loadTask('refill-dates');
      if (task === null) return;
      const { book, model } = await container.inForce();
      await runRefillDates({ container, book, model })(task, clock.now);
    }
  };
  const tell = async (traits: JsonObject) => {
    const { book, model } = await container.inForce();
    const event = {
      kind: 'identified',
      source: 's',
      messageId: 'm',
      customerId: P0,
      at: clock.now,
      traits,
    } as const;
    await applyEvent({ ...container, model }, book, event, clock.now);
  };
  const traits = async () => (await store.loadProfile(P0))?.traits ?? {};
  return { ...world, train, drain, tell, traits };
}

describe('the date something runs out', () => {
  it('is told when recommendations are trained, and shown by the letter', async () => {
    const { train, drain, traits, store, clock } = await aShop(25);
    await train();
    await drain();
    const { refill_on: on, refill } = await traits();
    expect(refill).toMatchObject({ item: 'leaves', name: 'Tea leaves', by: 'own-rhythm' });
    expect(typeof on === 'string' && on > isoDay(utcDay(clock.now))).toBe(true);
    const person = await store.loadProfile(P0);
    if (person === null) throw new Error('nobody');
    const chinese = { ...person, locale: 'zh-CN' };
    const data = mergeDataFor(aDecision(), chinese, DEFAULT_SETTINGS, clock.now);
    expect(data['refill']).toEqual({ runs_out: on, name: '茶叶' });
    expect(await store.loadTask('refill-dates')).toBeNull();
  });

  it('is told once, and leaves a date the shop told for later as it is', async () => {
    const { train, drain, tell, traits, store } = await aShop(25);
    await train();
    await drain();
    const events = async () => (await store.factsOf(P0, 50)).length;
    const before = await events();
    await train();
    await drain();
    expect(await events()).toBe(before);
    const other = await aShop(25);
    await other.tell({ refill_on: '2026-12-31' });
    await other.train();
    await other.drain();
    expect(await other.traits()).toMatchObject({ refill_on: '2026-12-31' });
    expect((await other.traits())['refill']).toBeUndefined();
    await tell({ likes: ['tea'] });
    expect((await traits())['refill_on']).toBeDefined();
  });

  it('is told to nobody who does not want to be chosen for by what they did', async () => {
    const { train, drain, tell, traits } = await aShop(25);
    await tell({ profiling: false });
    await train();
    await drain();
    expect((await traits())['refill_on']).toBeUndefined();
  });
});
