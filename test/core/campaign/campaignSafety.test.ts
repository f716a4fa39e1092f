import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { Store } from '../../../core/ports.ts';
import { DAY_MS, MINUTE_MS } from '../../../core/time.ts';
import { aCampaign, aCampaignWorld, OPEN_SETTINGS } from '../../support/campaignWorld.ts';

const PEOPLE = 60;

/** A store in which a worker dies in the middle: the n-th commit of a step from now fails, before it or after it was written. */
function aStoreThatCrashes() {
  const store = createMemoryStore();
  let left = Number.POSITIVE_INFINITY;
  let written = false;
  const commitStep: Store['commitStep'] = async (change) => {
    left -= 1;
    if (left !== 0) return store.commitStep(change);
    if (written) await store.commitStep(change);
    throw new Error('the worker died');
  };
  const crashing: Store = new Proxy(store, {
    get: (of, name) => (name === 'commitStep' ? commitStep : Reflect.get(of, name)),
  });
  return {
    store: crashing,
    crashAt: (commits: number, afterWriting: boolean) => {
      left = commits;
      written = afterWriting;
    },
  };
}

/** A person whose request died is told so; here they leave it at that. */
function died(failure: unknown): void {
  expect(String(failure)).toContain('the worker died');
}

const step = fc.oneof(
  fc.record({ do: fc.constant('run' as const), minutes: fc.integer({ min: 1, max: 600 }) }),
  fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const) }),
  fc.record({
    do: fc.constant('crash' as const),
    commits: fc.integer({ min: 1, max: 90 }),
    written: fc.boolean(),
  }),
);

describe('a campaign that is paused, resumed and cut off at any moment', () => {
  it('sends nobody a message twice, nothing to whom it holds out, and leaves nobody out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.boolean(), async (steps, isPaced) => {
        const { store, crashAt } = aStoreThatCrashes();
        const shop = await aCampaignWorld({ store });
        await shop.people(PEOPLE);
        await shop.launch(
          aCampaign({
            holdout: 0.2,
            messages: undefined,
            variants: [
              { id: 'plain', messages: [{ template: 'hello', expires: '30d' }] },
              {
                id: 'bold',
                messages: [
                  { template: 'other', expires: '30d' },
                  { template: 'second', after: '6h', expires: '30d' },
                ],
              },
            ],
            ...(isPaced ? { perHour: 20 } : {}),
          }),
        );
        const arms = new Map<string, string>();
        for (const one of steps) {
          if (one.do === 'run') await shop.runTo(shop.clock.now + one.minutes * MINUTE_MS);
          else if (one.do === 'crash') crashAt(one.commits, one.written);
          else await shop[one.do]().catch(died);
          for await (const page of shop.store.exportPeople())
            for (const { person, enrolments } of page) {
              const arm = enrolments[0]?.arms['variant'];
              if (arm === undefined) continue;
              expect(arms.get(person.id) ?? arm).toBe(arm);
              arms.set(person.id, arm);
            }
        }
        crashAt(Number.POSITIVE_INFINITY, false);
        await shop.resume();
        for (const { record } of await shop.store.parked(1_000))
          if (record.kind === 'task')
            await shop.store.defer(record, { dueAt: shop.clock.now, attempts: 0, error: '' });
        await shop.runTo(shop.clock.now + 12 * DAY_MS);

        const decided = await shop.decided();
        expect(new Set(decided.map(({ id }) => id)).size).toBe(decided.length);
        expect(decided.every(({ outcome }) => outcome === 'sent' || outcome === 'held-out')).toBe(true);
        const sent = decided.filter(({ outcome }) => outcome === 'sent');
        expect(shop.sent.length).toBe(sent.length);
        expect(new Set(shop.sent.map(({ decision }) => decision)).size).toBe(sent.length);
        const heldOut = new Set(decided.filter((one) => one.heldOut).map(({ customerId }) => customerId));
        expect(sent.some(({ customerId }) => heldOut.has(customerId))).toBe(false);
        expect(new Set(decided.map(({ customerId }) => customerId)).size).toBe(PEOPLE);
        expect((await shop.run()).entered).toBe(PEOPLE);
        expect((await shop.campaign()).state).toBe('done');
      }),
      { numRuns: 30 },
    );
  }, 60_000);
});

describe('two workers at one launch', () => {
  it('let everybody in once, and count them once', async () => {
    const shop = await aCampaignWorld({ settings: OPEN_SETTINGS });
    await shop.people(700);
    await shop.launch(aCampaign());
    await Promise.all([shop.drain(), shop.drain(), shop.drain()]);
    await shop.runTo(shop.clock.now + DAY_MS);
    expect(shop.sent.length).toBe(700);
    expect(await shop.run()).toMatchObject({ audience: 700, entered: 700 });
  });
});
