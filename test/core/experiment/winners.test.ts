/** From the rule in a definition to the arm of a newcomer. */
import { describe, expect, it } from 'vitest';
import { judge, type PairState } from '../../../core/experiment/judge.ts';
import { customerId } from '../../../core/ids.ts';
import { advance } from '../../../core/journey/advance.ts';
import { cachedBook } from '../../../core/journey/book.ts';
import type { Enrolment } from '../../../core/journey/enrolment.ts';
import { lintJourney } from '../../../core/journey/lint.ts';
import { winnerOf, WINNERS, winnersOf } from '../../../core/journey/winners.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import { anEnrolment, NOW } from '../../support/builders.ts';
import { aStepInput } from '../../support/stepInput.ts';
import { ARMS, aJourney, published, armsOf, aShop } from './armsOfAJourney.ts';

describe('judging', () => {
  const look = (a: number, b: number, before: readonly PairState[] = [], minimum = 50) =>
    judge(
      [
        { id: 'a', converted: a, people: 1_000 },
        { id: 'b', converted: b, people: 1_000 },
      ],
      before,
      minimum,
    );

  it('names the arm that is ahead once the always-valid test says so, and not before', () => {
    expect(look(100, 110).winner).toBeNull();
    expect(look(100, 200).winner).toBe('b');
    expect(look(200, 100).winner).toBe('a');
    expect(look(100, 200, [], 1_001).winner).toBeNull();
  });

  it('does not forget what an earlier look has shown', () => {
    const { pairs } = look(100, 200);
    expect(look(150, 152, pairs).winner).toBe('b');
    expect(look(150, 152, pairs).pairs).toEqual(pairs);
  });

  it('of three arms asks more of each pair, and one ahead of all', () => {
    const three = (a: number, b: number, c: number) =>
      judge(
        [a, b, c].map((converted, at) => ({ id: 'abc'.charAt(at), converted, people: 1_000 })),
        [],
        50,
      ).winner;
    expect(three(100, 100, 200)).toBe('c');
    expect(three(100, 190, 200)).toBeNull();
    const pair = [
      { id: 'a', converted: 100, people: 1_000 },
      { id: 'c', converted: 170, people: 1_000 },
    ];
    const p = judge(pair, [], 50).pairs[0]?.p ?? 1;
    expect(p).toBeGreaterThan(0.05 / 3);
    expect(p).toBeLessThanOrEqual(0.05);
    expect(three(100, 100, 170)).toBeNull();
  });

  it('has no winner without a rival', () => {
    expect(judge([{ id: 'a', converted: 9, people: 90 }], [], 10)).toEqual({ pairs: [], winner: null });
  });
});

describe('the night', () => {
  it('stores who won, for the books to find, and judges it no more', async () => {
    const { store, night, reads } = aShop(armsOf({ a: [30, 300], b: [120, 300] }));
    expect(await night()).toEqual({ judged: 1, decided: [{ journey: 'hello', node: 'split', arm: 'b' }] });
    await store.publishJourney(aJourney(), NOW);
    const book = await cachedBook(store)();
    expect(book.winners).toEqual({ 'hello/split': { arm: 'b', at: NOW, arms: ['a', 'b'] } });
    expect(await night()).toEqual({ judged: 0, decided: [] });
    expect(reads.people).toBe(1);
  });

  it('keeps the least p of all nights', async () => {
    const early = aShop(armsOf({ a: [30, 300], b: [62, 300] }));
    await early.night();
    const looks = await early.store.getValue('experiment-looks');
    await early.night(NOW + DAY_MS);
    const later = await early.store.getValue('experiment-looks');
    const pairs = (json: string | null) => JSON.parse(json ?? '{}')['hello/split'].pairs;
    expect(pairs(later)).toEqual(pairs(looks));
    expect(pairs(looks)[0].p).toBeLessThan(1);
  });

  it('reads nobody where there is nothing to judge', async () => {
    const { night, reads } = aShop(armsOf({ a: [0, 99], b: [99, 99] }), [published(aJourney(ARMS, null))]);
    expect(await night()).toEqual({ judged: 0, decided: [] });
    expect(reads.people).toBe(0);
  });

  it('counts only people whose window is over, of the same shares, and none held out', async () => {
    const decisive = armsOf({ a: [30, 300], b: [120, 300] });
    const changed = (change: Partial<Enrolment>) =>
      decisive.map((record) => ({
        ...record,
        enrolments: record.enrolments.map((one) => ({ ...one, ...change })),
      }));
    const uneven = ARMS.map((arm, at) => ({ ...arm, share: at === 0 ? 0.2 : 0.8 }));
    const versions = [published(aJourney(uneven), 2), published(aJourney(), 3)];
    for (const [people, journeys] of [
      [changed({ enteredAt: NOW - 13 * DAY_MS }), [published(aJourney())]],
      [changed({ heldOut: true }), [published(aJourney())]],
      [changed({ journeyVersion: 2 }), versions],
    ] as const) {
      const shop = aShop(people, [...journeys]);
      expect((await shop.night()).decided).toEqual([]);
    }
    const shop = aShop(changed({ journeyVersion: 3 }), versions.slice(1));
    expect((await shop.night()).decided).toHaveLength(1);
  });

  it('judges anew where the arms are others', async () => {
    const { store, night } = aShop(armsOf({ a: [30, 300], b: [120, 300] }));
    await night();
    const third = [...ARMS.map((arm) => ({ ...arm, share: 0.4 })), { id: 'c', share: 0.2, next: 'end' }];
    const node = aJourney(third).nodes['split'];
    if (node?.type !== 'experiment') throw new Error('no experiment');
    expect(winnerOf(winnersOf(await store.getValue(WINNERS)), 'hello', 'split', node)).toBeUndefined();
  });
});

describe('a newcomer', () => {
  const definition = aJourney();
  const winners = { 'hello/split': { arm: 'b', at: NOW, arms: ['a', 'b'] } };
  const armOf = (more: Partial<Enrolment>, from = definition) => {
    const enrolment = anEnrolment({ journeyId: 'hello', nodeId: 'split', ...more });
    return advance(aStepInput({ definition: from, enrolment, winners })).enrolments[0]?.enrolment.arms[
      'split'
    ];
  };
  const ids = Array.from({ length: 40 }, (_, i) => customerId(`n${i}`));

  it('gets the arm that won; who had one keeps it, and who was inside draws as before', () => {
    for (const id of ids) expect(armOf({ customerId: id, enteredAt: NOW })).toBe('b');
    expect(armOf({ enteredAt: NOW, arms: { split: 'a' } })).toBe('a');
    const inside = ids.map((id) => armOf({ customerId: id, enteredAt: NOW - 1 }));
    expect(new Set(inside)).toEqual(new Set(['a', 'b']));
  });

  it('draws where the rule was taken out or the arms are others', () => {
    const without = aJourney(ARMS, null);
    expect(new Set(ids.map((id) => armOf({ customerId: id }, without)))).toEqual(new Set(['a', 'b']));
    const others = aJourney(ARMS.map((arm) => ({ ...arm, id: `${arm.id}2` })));
    expect(new Set(ids.map((id) => armOf({ customerId: id }, others)))).toEqual(new Set(['a2', 'b2']));
  });

  it('is held out whatever won', () => {
    const { enrolments } = advance(
      aStepInput({
        definition,
        winners,
        enrolment: anEnrolment({ journeyId: 'hello', nodeId: 'hold', arms: { hold: 'held-out' } }),
      }),
    );
    expect(enrolments[0]?.enrolment).toMatchObject({ heldOut: true, arms: { hold: 'held-out', split: 'b' } });
  });
});

describe('a rule', () => {
  it('by the goal needs a goal', () => {
    const context = { templates: new Set<string>(), messages: DEFAULT_SETTINGS.messages };
    const codes = (metric: string) =>
      lintJourney(aJourney(ARMS, { metric }), context).map(({ code, path }) => `${code} ${path}`);
    expect(codes('goal')).toContain('no-goal nodes.split.winner.metric');
    expect(codes('order').some((code) => code.startsWith('no-goal'))).toBe(false);
  });
});
