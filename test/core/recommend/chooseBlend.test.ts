import { describe, expect, it } from 'vitest';
import { chance } from '../../../core/chance.ts';
import { plainLinearAlgebra as linear } from '../../../core/linear/plainLinearAlgebra.ts';
import {
  blendScorer,
  chooseBlend,
  chooseLambda,
  LAMBDAS,
  trainNeighbours,
  USUAL_LAMBDA,
  voicesOf,
} from '../../../core/recommend/chooseBlend.ts';
import { evaluateRankings, rankingCases, type Scorer } from '../../../core/recommend/evaluateRankings.ts';
import { addFrequency } from '../../../core/recommend/frequency.ts';
import { type Bought, purchaseTable } from '../../support/purchaseTables.ts';

const CUSTOMERS = 150;
const ITEMS = 60;

function numbered(letter: string, n: number): string {
  return `${letter}${String(n).padStart(3, '0')}`;
}

/** Customers of five tastes: most of what one buys, once each, is of their taste. */
function tastes(seed: number): Bought[] {
  return Array.from({ length: CUSTOMERS }, (_, c) =>
    Array.from({ length: 12 }, (__, i): Bought => {
      const lot = (name: string) => chance(seed, name, String(c), String(i));
      const taste = lot('strays') < 0.85 ? c % 5 : Math.floor(lot('which') * 5);
      return [numbered('c', c), numbered('i', taste * 12 + Math.floor(lot('item') * 12))];
    }),
  ).flat();
}

/** Customers who each buy six favourites about every 14 days for 200 days, and now and then anything. */
function habits(seed: number): Bought[] {
  return Array.from({ length: CUSTOMERS }, (_, c) =>
    Array.from({ length: 90 }, (__, i): Bought => {
      const lot = (name: string) => chance(seed, name, String(c), String(i));
      const favourite = Math.floor(chance(seed, 'favourite', String(c), String(i % 6)) * ITEMS);
      const item = lot('strays') < 0.8 ? favourite : Math.floor(lot('any') * ITEMS);
      return [numbered('c', c), numbered('i', item), Math.floor(i / 6) * 14 + Math.floor(lot('day') * 5)];
    }),
  ).flat();
}

function split(bought: readonly Bought[], isTest: (one: Bought, n: number) => boolean) {
  return {
    train: purchaseTable(bought.filter((one, n) => !isTest(one, n))),
    test: purchaseTable(bought.filter(isTest)),
  };
}

async function judgeDefault({ train, test }: ReturnType<typeof split>, excludeSeen: boolean) {
  const choice = await chooseBlend(train, { linear, excludeSeen, k: 5 });
  const options = { k: 5, excludeSeen, items: train.itemIds.length };
  const judge = (score: Scorer) => evaluateRankings(rankingCases(train, test), score, options).ndcgAtK;
  const ease = await trainNeighbours(train, 'ease', { linear, lambda: choice.lambda });
  const knn = await trainNeighbours(train, 'item-knn', { linear, lambda: 0 });
  const voices = voicesOf(train, choice.blend, choice.neighboursBy === 'ease' ? ease : knn);
  return {
    choice,
    standing: judge(blendScorer(voices, choice.blend, options.items)),
    ease: judge(({ items }, scores) => ease(items, scores)),
    knn: judge(({ items }, scores) => knn(items, scores)),
    frequency: judge((history, scores) => addFrequency(history, scores)),
  };
}

describe('the method chosen on the past', () => {
  it('discovers as well as the best single method, in a shop of tastes', async () => {
    const shop = split(tastes(3), (_, n) => chance(3, 'test', String(n)) < 0.2);
    const { choice, standing, ease, knn } = await judgeDefault(shop, true);
    expect(choice.blend.habit).toBeNull();
    expect(choice.hiddenBy).toBe('chance');
    expect(standing).toBeGreaterThan(0.97 * Math.max(ease, knn));
  });

  it('foretells repeat purchases as well as personal frequency, in a shop of habits', async () => {
    const shop = split(habits(5), ([, , day = 0]) => day >= 170);
    const { choice, standing, ease, frequency } = await judgeDefault(shop, false);
    expect(choice.blend.habit).not.toBeNull();
    expect(choice.hiddenBy).toBe('date');
    expect(frequency).toBeGreaterThan(ease);
    expect(standing).toBeGreaterThan(0.97 * frequency);
  });

  it('is the same each time', async () => {
    const train = purchaseTable(tastes(7));
    const choose = () => chooseBlend(train, { linear, excludeSeen: true });
    expect(await choose()).toEqual(await choose());
  });

  it('takes only methods that are allowed', async () => {
    const train = purchaseTable(tastes(7));
    const { tried, neighboursBy } = await chooseBlend(train, {
      linear,
      excludeSeen: true,
      methods: ['item-knn'],
    });
    expect(neighboursBy).toBe('item-knn');
    expect(tried.map((one) => one.neighboursBy)).toEqual(['item-knn', 'item-knn']);
  });

  it('tries a λ of the list, and keeps the one that was found before', async () => {
    const train = purchaseTable(tastes(7));
    expect(LAMBDAS).toContain(await chooseLambda(train, { linear, excludeSeen: true }));
    expect((await chooseBlend(train, { linear, excludeSeen: true, lambda: 42 })).lambda).toBe(42);
  });
});

describe('with too few customers to judge by', () => {
  it.each<[string, readonly Bought[], boolean, string | null]>([
    [
      'discovery',
      [
        ['a', 'x'],
        ['a', 'x'],
      ],
      true,
      null,
    ],
    [
      'a shop where something was bought again',
      [
        ['a', 'x'],
        ['a', 'x'],
      ],
      false,
      'frequency',
    ],
    [
      'a shop where nothing was',
      [
        ['a', 'x'],
        ['b', 'x'],
      ],
      false,
      null,
    ],
    ['an empty shop', [], false, null],
  ])('a rule decides for %s', async (_, bought, excludeSeen, habit) => {
    const choice = await chooseBlend(purchaseTable(bought), { linear, excludeSeen });
    expect(choice).toMatchObject({ tried: [], neighboursBy: 'ease', lambda: USUAL_LAMBDA });
    expect(choice.blend.habit).toBe(habit);
  });
});
