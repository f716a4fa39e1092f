import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import {
  guardReputation,
  readGuard,
  resumeSending,
  senderCounts,
  tooNear,
} from '../../../core/message/reputationGuard.ts';
import type { Tallied } from '../../../core/message/feedback.ts';
import { loadSending } from '../../../core/message/sending.ts';
import type { Tally } from '../../../core/message/tally.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, utcDay } from '../../../core/time.ts';
import { NOW } from '../../support/builders.ts';

const SETTINGS = DEFAULT_SETTINGS.guard;
const TODAY = utcDay(NOW);

function talliesOf(counts: Partial<Record<Tallied, number>>, group = 'default/gmail', day = TODAY): Tally[] {
  const entries = Object.entries(counts).filter(
    (entry): entry is [Tallied, number] => entry[1] !== undefined,
  );
  return entries.map(([what, count]) => ({ day, group, what, count }));
}

function found(counts: Partial<Record<Tallied, number>>) {
  return tooNear(senderCounts(talliesOf(counts), []), SETTINGS);
}

/** A store whose tallies are what the test says. */
function aShop(tallies: Tally[]) {
  const store = createMemoryStore();
  const days = {
    ...store,
    tallies: async ({ since, until }: { since: number; until: number }) =>
      tallies.filter(({ day }) => day >= since && day <= until),
  };
  return { store: days, settings: SETTINGS };
}

describe('the rates', () => {
  it.each([
    ['one complaint of the first 1,000', { sent: 1_000, delivered: 1_000, complained: 1 }, 'complaints'],
    ['one of 1,250', { sent: 1_250, delivered: 1_250, complained: 1 }, 'complaints'],
    ['one of 1,251', { sent: 1_251, delivered: 1_251, complained: 1 }, null],
    ['one of 999', { sent: 999, delivered: 999, complained: 1 }, null],
    ['two of 3,750: one more would reach it', { sent: 3_750, delivered: 3_750, complained: 2 }, 'complaints'],
    ['two of 3,760', { sent: 3_760, delivered: 3_760, complained: 2 }, null],
    ['39 bounces of 1,000', { sent: 1_000, delivered: 961, 'hard-bounced': 39 }, 'hard-bounces'],
    ['38 bounces of 1,000', { sent: 1_000, delivered: 962, 'hard-bounced': 38 }, null],
    ['25 of the 500 whose end is known', { sent: 1_000, delivered: 475, 'hard-bounced': 25 }, 'hard-bounces'],
    ['soft bounces alone', { sent: 1_000, delivered: 500, 'soft-bounced': 500 }, null],
    ['nothing', { sent: 5_000, delivered: 5_000 }, null],
  ] as const)('%s', (_what, counts, what) => {
    expect(found(counts)?.what ?? null).toBe(what);
  });

  it('are each sender’s own, over all its mailbox providers; text messages have none', () => {
    const halves = [
      ...talliesOf({ sent: 500, delivered: 500 }, 'news/gmail'),
      ...talliesOf({ sent: 500, delivered: 499, complained: 1 }, 'news/qq'),
      ...talliesOf({ sent: 900, delivered: 900, complained: 9 }, 'shop/gmail'),
      ...talliesOf({ sent: 5_000, delivered: 100, 'hard-bounced': 4_900 }, 'shop/sms'),
    ];
    expect(tooNear(senderCounts(halves, []), SETTINGS)).toMatchObject({ sender: 'news', what: 'complaints' });
    const one = senderCounts(halves, []).filter(({ sender }) => sender === 'shop');
    expect(tooNear(one, SETTINGS)).toBeNull();
  });
});

describe('the guard', () => {
  const BAD = talliesOf({ sent: 2_000, delivered: 1_990, complained: 4 });

  it('pauses once, with what it measured, and stays until somebody resumes it', async () => {
    const shop = aShop(BAD);
    expect((await guardReputation(shop, NOW)).paused).toEqual({
      at: NOW,
      what: 'complaints',
      sender: 'default',
      count: 4,
      of: 1_990,
      limit: SETTINGS.complaintRate,
    });
    expect((await guardReputation(shop, NOW + 1)).paused).toBeNull();
    expect((await loadSending(shop.store)).guard?.at).toBe(NOW);
    expect((await loadSending(shop.store)).guard?.at).toBe(NOW);
  });

  it('looks back over its days and no further', async () => {
    const long = talliesOf({ sent: 2_000, delivered: 1_990, complained: 4 }, 'default/gmail', TODAY - 6);
    expect((await guardReputation(aShop(long), NOW)).paused).not.toBeNull();
    expect((await guardReputation(aShop(long), NOW + DAY_MS)).paused).toBeNull();
  });

  it('counts from the resumption on', async () => {
    const tallies = [...BAD];
    const shop = aShop(tallies);
    await guardReputation(shop, NOW);
    const was = await resumeSending(shop, { by: 'ann', why: 'list removed' }, NOW + 60_000);
    expect(was?.count).toBe(4);
    expect((await loadSending(shop.store)).guard).toBeNull();
    expect((await guardReputation(shop, NOW + 61_000)).paused).toBeNull();
    expect((await readGuard(shop, NOW + 61_000)).resumed).toMatchObject({ by: 'ann', why: 'list removed' });
    tallies.push(...talliesOf({ sent: 1_000, delivered: 1_000, complained: 1 }));
    expect((await guardReputation(shop, NOW + 62_000)).paused).toMatchObject({ count: 1, of: 1_000 });
  });

  it('has nothing to resume where it paused nothing', async () => {
    expect(await resumeSending(aShop([]), { by: 'ann', why: 'x' }, NOW)).toBeNull();
  });

  it('is wary while only the number of sends stands between a sender and a pause', async () => {
    const few = talliesOf({ sent: 900, delivered: 900, complained: 3 });
    expect(await guardReputation(aShop(few), NOW)).toEqual({ paused: null, isWary: true });
    expect((await guardReputation(aShop([]), NOW)).isWary).toBe(false);
  });
});
