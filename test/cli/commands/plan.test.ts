import { describe, expect, it } from 'vitest';
import { aFolder, aPlan, aShop, NO_DIFFERENCE, type Shop } from '../support/aPlan.ts';
import { callCli } from '../support/callCli.ts';

const DIFFERENCE = {
  ...NO_DIFFERENCE,
  entries: {
    added: [{ on: 'event', event: 'Checkout Started', key: 'cart_id' }],
    removed: [{ on: 'stage', to: ['decline'] }],
    changed: [{ path: '0.where', from: { orders: { min: 2 } }, to: { orders: { min: 3 } } }],
  },
  fields: [
    { path: 'priority', from: 50, to: 60 },
    { path: 'goal', to: { on: 'event', event: 'Order Completed' } },
  ],
  nodes: {
    added: [{ id: 'rest', node: { type: 'wait', for: '2d', next: 'done' } }],
    removed: [{ id: 'gone', node: { type: 'send', template: 'gone', next: 'done' } }],
    changed: [
      {
        id: 'pause',
        fields: [{ path: 'for', from: '1d', to: '2d' }],
        ways: [{ path: 'next', from: 'gone', to: 'rest' }],
      },
    ],
  },
  texts: [{ path: 'description.en', from: 'Old words' }],
};
const CHANGED = aPlan('good', {
  kind: 'changed',
  running: 3,
  version: 4,
  difference: DIFFERENCE,
  people: [
    { version: 2, node: 'gone', people: 1, to: null, why: 'no-such-node' },
    { version: 3, node: 'pause', people: 17, to: 'pause', why: null },
  ],
});
const SHOP: Shop = { plans: { good: CHANGED } };
const HISTORY = { from: '2024-01-01', to: '2026-03-01' };

function node(sent: number, suppressed: object, microUsd: number) {
  return { sent, heldOut: 0, suppressed, microUsd };
}

const REPLAYED: Shop = {
  ...SHOP,
  history: HISTORY,
  simulate: ({ definitions }) =>
    definitions.length === 0
      ? { nodes: { good: { hello: node(10, {}, 1_000) } }, cost: { microUsd: 1_000 } }
      : {
          nodes: { good: { hello: node(8, { 'no-consent': 2 }, 800), extra: node(1, {}, 100) } },
          cost: { microUsd: 900 },
        },
};

function plan(shop: Shop, words: string) {
  const workingDir = aFolder('good', 'fair', 'bad');
  return callCli(['plan', ...words.split(' ')], { answer: aShop(shop), workingDir });
}

describe('plan', () => {
  it('says what changes, and what becomes of the people in flight', async () => {
    const call = await plan(SHOP, 'good.yaml --no-replay');
    expect(call.out.split('\n')).toEqual([
      'good.yaml: good, version 3 → 4',
      '  + entry event Checkout Started, once for each cart_id',
      '  - entry stage becomes Decline',
      '    entry 0.where: orders ≥ 2 → orders ≥ 3',
      '    priority: 50 → 60',
      '    goal: event Order Completed',
      '    description.en: Old words, left out now',
      '  + node rest · Wait rest · 2 days',
      '  - node gone · Message gone',
      '    node pause · for: 1 day → 2 days',
      '    node pause · next: gone → rest',
      '  18 people are mid-journey. None will be mailed again.',
      '  They finish the version they entered:',
      '    1 person at gone, version 2; a migration leaves them: there is no such node any more',
      '    17 people at pause, version 3; a migration takes them along',
      '  To take them over: perennial journeys migrate good --preview',
      '',
    ]);
    expect(call.code).toBe(0);
    const chinese = await plan(SHOP, 'good.yaml --no-replay --lang zh-CN');
    expect(chinese.out).toContain('18人正在旅程中,不会重复收到。');
  });

  it('replays the last days as it runs and as planned, with one seed', async () => {
    const call = await plan(REPLAYED, 'good.yaml --days 10 --seed 7');
    const simulations = call.requests.filter(({ path }) => path === '/v1/simulations');
    const days = { from: '2026-02-19', to: '2026-03-01', seed: 7 };
    expect(simulations.map(({ body }) => body)).toEqual([
      { ...days, definitions: [] },
      { ...days, definitions: [{ source: 'id: good' }] },
    ]);
    expect(call.out.split('\n').slice(-9)).toEqual([
      'Replay of 2026-02-19 to 2026-03-01: recorded orders and events, as it runs and as planned',
      '                                                  Running  Planned   Change',
      'good extra    sent                                      0        1       +1',
      '              cost, USD                            0.0000   0.0001  +0.0001',
      'good hello    sent                                     10        8       -2',
      '              not sent: no consent to this topic        0        2       +2',
      '              cost, USD                            0.0010   0.0008  -0.0002',
      'all journeys  cost, USD                            0.0010   0.0009  -0.0001',
      '',
    ]);
  });

  it('is one document under --json', async () => {
    const call = await plan(REPLAYED, 'good.yaml --json');
    expect(JSON.parse(call.out)).toMatchObject({
      files: [{ file: 'good.yaml', id: 'good', valid: true, plan: { kind: 'changed', version: 4 } }],
      replay: {
        from: '2026-01-30',
        to: '2026-03-01',
        nodes: [
          { journey: 'good', node: 'extra', sent: { running: 0, planned: 1, change: 1 } },
          { journey: 'good', node: 'hello', suppressed: { 'no-consent': { change: 2 } } },
        ],
        usd: { running: 0.001, planned: 0.0009 },
      },
    });
  });

  it('begins a replay no earlier than the records do', async () => {
    const call = await plan({ ...REPLAYED, history: { from: '2026-02-25', to: '2026-03-01' } }, 'good.yaml');
    expect(call.requests.at(-1)?.body).toMatchObject({ from: '2026-02-25', to: '2026-03-01' });
  });

  it.each([
    ['--no-replay says so', REPLAYED, 'good.yaml --no-replay'],
    [
      'nothing changes',
      { ...REPLAYED, plans: { good: aPlan('good', { kind: 'texts', running: 1 }) } },
      'good.yaml',
    ],
    ['no order is recorded', SHOP, 'good.yaml'],
    ['no file is valid', REPLAYED, 'bad.yaml'],
  ])('replays nothing where %s', async (_, shop, words) => {
    const call = await plan(shop, words);
    expect(call.requests.map(({ path }) => path)).toEqual(['/v1/journeys/plan']);
  });

  it('answers 1 where a file is not valid, and plans the others', async () => {
    const call = await plan(SHOP, 'good.yaml bad.yaml --no-replay');
    expect(call.code).toBe(1);
    expect(call.out).toContain('good.yaml: good, version 3 → 4\n');
    expect(call.out).toContain('  bad.yaml:12: nodes.a: no node "b"\n');
  });

  it('says how many are where a new journey begins', async () => {
    const good = aPlan('good', { backlog: { matching: 3 } });
    const call = await plan({ plans: { good } }, 'good.yaml --no-replay');
    expect(call.out).toBe(
      'good.yaml: good, new: version 1\n  3 people are where it begins already. Publishing asks whether to let them in.\n',
    );
  });

  it.each(['good.yaml --days 0', 'good.yaml --days 4000'])('refuses %s', async (words) => {
    expect(await plan(SHOP, words)).toMatchObject({ code: 2, requests: [] });
  });
});
