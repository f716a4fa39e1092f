import { beforeAll, describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import { isBalanced } from '../../../core/message/ledger.ts';
import type { Store } from '../../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, isoDay, utcDay } from '../../../core/time.ts';
import type { SimulationReport } from '../../../local/simulate/report.ts';
import { aContact, anOrder, denied, granted, someSettings } from '../../support/builders.ts';
import { aHistory, ASSUMING, FROM, historyOf, run, SHIPPED, TO } from './history.ts';

const DAYS = (TO - FROM) / DAY_MS;
const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, count) => all + count, 0);

let source: Store;
let assumed: SimulationReport;
beforeAll(async () => {
  source = await aHistory();
  assumed = await run(source, ASSUMING);
});

describe('a simulation', () => {
  it('sends, holds out and moves customers as the engine would', () => {
    expect(assumed.ledger.sent).toBeGreaterThan(20);
    expect(assumed.ledger.heldOut).toBeGreaterThan(0);
    expect(Object.keys(assumed.sends).sort()).toEqual([
      'recommend-us',
      'regular-thanks',
      'saved-for-you',
      'second-order',
      'thank-you',
      'win-back',
    ]);
    expect(assumed.entries['win-back']?.entered).toBeGreaterThan(5);
    expect(assumed.entries['win-back']?.ended['goal']).toBeGreaterThan(0);
    expect(sum(assumed.transitions)).toBeGreaterThan(80);
  });

  it('gives the same bytes for the same input and seed, however the source was filled', async () => {
    const bytes = JSON.stringify(assumed);
    expect(JSON.stringify(await run(source, ASSUMING))).toBe(bytes);
    const reversed = await aHistory({ orders: historyOf().reverse() });
    expect(JSON.stringify(await run(reversed, ASSUMING))).toBe(bytes);
  });

  it('gives the same bytes in two threads as in one', async () => {
    const one = await run(source, ASSUMING, { threads: 1 });
    expect(JSON.stringify(await run(source, ASSUMING, { threads: 2 }))).toBe(JSON.stringify(one));
  });

  it('with another seed holds out other people and gives other arms, and nobody moves or enters otherwise', async () => {
    const other = await run(source, { ...ASSUMING, seed: 2 });
    expect(other.heldOut).not.toEqual(assumed.heldOut);
    expect(other.transitions).toEqual(assumed.transitions);
    const entered = ({ entries }: typeof assumed) =>
      Object.entries(entries).map(([id, one]) => [id, one.entered]);
    expect(entered(other)).toEqual(entered(assumed));
  });

  it('changes with one order more', async () => {
    const orders = [
      ...historyOf(),
      anOrder({ id: 'one-more', customerId: customerId('c000'), at: FROM + 20 * DAY_MS }),
    ];
    const more = await run(await aHistory({ orders }), ASSUMING);
    expect(more.liveOrders).toBe(assumed.liveOrders + 1);
    expect({ ...more, liveOrders: 0 }).not.toEqual({ ...assumed, liveOrders: 0 });
  });

  it('tells by journey and node what became of every decision, and what it cost', () => {
    const { nodes, ledger, sends, heldOut, cost } = assumed;
    const counted = Object.values(nodes).flatMap((journey) => Object.values(journey));
    const total = (of: (node: (typeof counted)[number]) => number) =>
      counted.reduce((all, node) => all + of(node), 0);
    expect(total((node) => node.sent)).toBe(ledger.sent);
    expect(total((node) => node.heldOut)).toBe(ledger.heldOut);
    expect(total((node) => sum(node.suppressed))).toBe(ledger.suppressed);
    expect(total((node) => node.microUsd)).toBe(cost.microUsd);
    const ofWinBack = Object.values(nodes['win-back'] ?? {});
    expect(ofWinBack.reduce((all, node) => all + node.sent, 0)).toBe(sends['win-back']?.total);
    expect(ofWinBack.reduce((all, node) => all + node.heldOut, 0)).toBe(heldOut['win-back']);
  });

  it('balances its ledger, and tells the cost and the days of what was sent', () => {
    const { ledger, sends, suppressed, heldOut, cost } = assumed;
    expect(isBalanced(ledger)).toBe(true);
    const nodes = Object.values(sends).flatMap((journey) => Object.values(journey.nodes));
    expect(sum(Object.fromEntries(nodes.map((node, i) => [i, sum(node.days)])))).toBe(ledger.sent);
    expect(sum(Object.fromEntries(Object.entries(sends).map(([id, { total }]) => [id, total])))).toBe(
      ledger.sent,
    );
    expect([sum(suppressed), sum(heldOut)]).toEqual([ledger.suppressed, ledger.heldOut]);
    const { emailPriceMicroUsd } = DEFAULT_SETTINGS.messages;
    expect(cost).toEqual({
      currency: 'USD',
      emails: ledger.sent,
      sms: 0,
      smsParts: 0,
      webhooks: 0,
      microUsd: ledger.sent * emailPriceMicroUsd,
      usd: (ledger.sent * emailPriceMicroUsd) / 1e6,
    });
    const days = nodes.flatMap((node) => Object.keys(node.days)).sort();
    expect(days[0]! >= isoDay(utcDay(FROM)) && days.at(-1)! < isoDay(utcDay(TO))).toBe(true);
  });

  it('evaluates every night, refits every week and says how far it is', async () => {
    const told: number[] = [];
    const { evaluations, people } = await run(source, {}, { onDay: (done) => told.push(done) });
    expect(evaluations).toEqual({ nights: DAYS, refits: Math.ceil(DAYS / 7) });
    expect(told).toEqual(Array.from({ length: DAYS }, (_, day) => day + 1));
    expect(people).toBe(await source.countPeople());
  });

  it('only reads its source', async () => {
    const held: unknown[] = [];
    for await (const page of source.exportPeople()) held.push(...structuredClone(page));
    await run(source, ASSUMING);
    const after: unknown[] = [];
    for await (const page of source.exportPeople()) after.push(...page);
    expect(after).toEqual(held);
    expect([
      await source.countAccepted(),
      await source.lastEvaluation(),
      (await source.journeys()).length,
    ]).toEqual([0, null, 0]);
  });

  it('does not see what happens after its end', async () => {
    const cut = await aHistory({ orders: historyOf().filter((order) => order.at < TO) });
    expect(JSON.stringify(await run(cut, ASSUMING))).toBe(JSON.stringify(assumed));
  });

  it('renders each message where asked, and counts them', async () => {
    const rendered = await run(source, { ...ASSUMING, render: true, to: FROM + 14 * DAY_MS });
    expect(rendered.ledger.sent).toBeGreaterThan(0);
    expect(rendered.rendered).toBe(rendered.ledger.sent);
    expect(assumed.rendered).toBeNull();
  });
});

describe('without an assumption', () => {
  it('nothing is sent, and every decision says why', async () => {
    const { ledger, suppressed, assumptions, sends } = await run(source);
    expect(ledger.accepted).toBeGreaterThan(50);
    expect([ledger.sent, ledger.unknown, ledger.failed, ledger.heldOut]).toEqual([0, 0, 0, 0]);
    expect(sum(suppressed)).toBe(ledger.accepted - ledger.pending);
    expect(Object.keys(suppressed)).toEqual(['no-address']);
    expect(sends).toEqual({});
    expect(assumptions).toEqual({
      reachable: false,
      reachableBy: [],
      consent: [],
      peopleAssumedReachable: 0,
      consentsAssumed: 0,
      decisions: 0,
    });
  });

  it('of consent nobody is written to, of a topic nobody who did not agree to it', async () => {
    const reachable = await run(source, { assumeReachable: ['email'] });
    expect([reachable.ledger.sent, Object.keys(reachable.suppressed)]).toEqual([0, ['no-consent']]);
    const offers = await run(source, { assumeReachable: ['email'], assumeConsent: ['offers'] });
    expect(Object.keys(offers.sends)).toEqual(['saved-for-you', 'second-order', 'win-back']);
  });
});

describe('assumptions', () => {
  it('are counted: people, consents, and the decisions that rest on them', () => {
    const { ledger, assumptions } = assumed;
    expect(assumptions).toMatchObject({ reachable: true, consent: ['offers', 'newsletter'] });
    expect(assumptions.peopleAssumedReachable).toBe(assumed.people);
    expect(assumptions.consentsAssumed).toBe(2 * assumed.people);
    expect(assumptions.decisions).toBe(ledger.sent + ledger.heldOut + ledger.pending);
  });

  const everyone = [...new Set(historyOf().map((order) => order.customerId))];
  const allRefuse = everyone.map((id) => ({
    person: { id, email: `${id}@Example.org` },
    consents: [denied('offers'), denied('newsletter')],
  }));

  it('never override a refusal on record', async () => {
    const { ledger, suppressed, assumptions } = await run(await aHistory({ people: allRefuse }), ASSUMING);
    expect([ledger.sent, assumptions.consentsAssumed, assumptions.peopleAssumedReachable]).toEqual([0, 0, 0]);
    expect(Object.keys(suppressed)).toEqual(['opted-out']);
  });

  it('never override a refusal by somebody else with the same address', async () => {
    const people = everyone.map((id, i) => ({
      person: { id, email: 'family@example.org' },
      consents: i === 0 ? [denied('offers'), denied('newsletter')] : [],
    }));
    expect((await run(await aHistory({ people }), ASSUMING)).ledger.sent).toBe(0);
  });

  it.each([
    ['suppressed-address', { suppression: { why: 'hard-bounce', at: FROM, source: 'test' } }],
    ['open-complaint', { complaints: [{ id: 'c1', openedAt: FROM, closedAt: null }] }],
  ] as const)('never override what stands in the way of an address: %s', async (reason, change) => {
    const people = everyone.map((id) => ({ person: { id }, consents: [] }));
    const store = await aHistory({ people });
    const blocked: Store = {
      ...store,
      loadContacts: async (keys) => new Map(keys.map((key) => [key, aContact([], { key, ...change })])),
    };
    const { ledger, suppressed } = await run(blocked, ASSUMING);
    expect([ledger.sent, Object.keys(suppressed)]).toEqual([0, [reason]]);
  });

  it('are not needed where address and consent are on record, and then nothing rests on them', async () => {
    const people = everyone.map((id) => ({
      person: { id },
      consents: [granted('offers'), granted('newsletter')],
    }));
    const { ledger, assumptions } = await run(await aHistory({ people }), ASSUMING);
    expect(ledger.sent).toBe(assumed.ledger.sent);
    expect(assumptions).toMatchObject({ peopleAssumedReachable: 0, consentsAssumed: 0, decisions: 0 });
  });

  it('keep apart customers whose ids differ in nothing but case', async () => {
    const caps = [{ class: 'promotional' as const, most: 1, withinDays: 31 }];
    const definitions = { ...SHIPPED, settings: someSettings({ messages: { caps } }) };
    const sentTo = async (ids: readonly string[]) => {
      const orders = ids.map((id) => anOrder({ id, customerId: customerId(id), at: FROM - 85 * DAY_MS }));
      return (await run(await aHistory({ orders }), ASSUMING, { definitions })).ledger;
    };
    const [upper, lower, both] = [await sentTo(['B']), await sentTo(['b']), await sentTo(['B', 'b'])];
    expect([upper.sent, lower.sent]).toEqual([1, 1]);
    expect(both.sent).toBe(2);
  });
});
