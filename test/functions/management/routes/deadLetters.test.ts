import { describe, expect, it } from 'vitest';
import { decisionId } from '../../../../core/ids.ts';
import type { Decision } from '../../../../core/message/decision.ts';
import { isBalanced, recountLedger } from '../../../../core/message/ledger.ts';
import { webhookRequest } from '../../../../core/message/webhook.ts';
import type { OutboundMessage, ProviderReply } from '../../../../core/ports.ts';
import { DAY_MS, HOUR_MS } from '../../../../core/time.ts';
import { runWave } from '../../../../local/machines/runWave.ts';
import { aContainer, type ContainerWorld } from '../../../support/aContainer.ts';
import { aDecision, MAYA, NOW } from '../../../support/builders.ts';
import { aChange } from '../../../contract/given.ts';
import { call, post } from '../call.ts';

const FIRST = decisionId('maya/test//1/tell/1');
const URL = 'https://hooks.example.com/p';
const DOWN: ProviderReply = { kind: 'ambiguous', reason: "the webhook's receiver answered 500" };

function aHook(over: Partial<Decision> = {}): Decision {
  return aDecision({ id: FIRST, channel: 'webhook', template: '', url: URL, ...over });
}

function ended(id: string, over: Partial<Decision> = {}): Decision {
  const settled = { outcome: 'failed', reason: 'answered 404', settledAt: NOW, dueAt: null } as const;
  return aHook({ id: decisionId(id), ...settled, ...over });
}

/** A shop whose webhooks are taken or not as the test says. */
function aShop() {
  const calls: OutboundMessage[] = [];
  const receiver = { answer: DOWN };
  const world = aContainer({
    provider: {
      send: async (message) => {
        calls.push(message);
        return receiver.answer;
      },
    },
  });
  return { ...world, calls, receiver };
}

async function accept({ store }: Pick<ContainerWorld, 'store'>, ...decisions: Decision[]): Promise<void> {
  await store.applyEvent(aChange());
  await store.putDecisions(
    decisions.map((decision) => ({
      decision,
      fact: {
        customerId: MAYA,
        at: NOW,
        kind: 'message-accepted',
        journeyId: 'test',
        body: { decision: decision.id },
      },
    })),
  );
}

/** Waves through so many days, each record done when it is due. */
async function live({ container, store, clock }: ContainerWorld, days: number): Promise<void> {
  const until = clock.now + days * DAY_MS;
  while (clock.now < until) {
    await runWave(container);
    clock.now = Math.min(until, Math.max(clock.now + HOUR_MS, (await store.nextDueAt()) ?? until));
  }
  await runWave(container);
}

const idsOf = (calls: readonly OutboundMessage[]) =>
  new Set(
    calls.flatMap((message) =>
      message.channel === 'webhook'
        ? webhookRequest(message).headers.flatMap(({ name, value }) => (name === 'webhook-id' ? [value] : []))
        : [],
    ),
  );

async function failedIds(world: ContainerWorld, query: Record<string, string> = {}): Promise<string[]> {
  const { status, body } = await call(world.container, '/v1/webhooks/failed', { query });
  expect(status).toBe(200);
  return body.items.map(({ id }) => id);
}

describe('a webhook whose receiver is down for three days', () => {
  it('is listed with its last answer, called again under its id, and the ledger closes over both', async () => {
    const world = aShop();
    await accept(world, aHook());
    await live(world, 4);
    const before = world.calls.length;
    expect(before).toBeGreaterThan(10);
    const { body } = await call(world.container, '/v1/webhooks/failed');
    expect(body.items).toMatchObject([
      { id: FIRST, webhookId: FIRST, customerId: MAYA, url: URL, outcome: 'unknown', tries: before },
    ]);
    expect(body.items).toMatchObject([{ reason: "the webhook's receiver answered 500" }]);

    world.receiver.answer = { kind: 'accepted', providerMessageId: 'http-200' };
    const redriven = await post(world.container, '/v1/webhooks/redrive', { all: true });
    const again = decisionId(`${FIRST}~1`);
    expect(redriven.body).toEqual({ items: [{ id: FIRST, as: again, state: 'redriven' }], next: null });
    expect(await failedIds(world)).toEqual([]);
    await live(world, 1);

    expect(world.calls).toHaveLength(before + 1);
    expect([...idsOf(world.calls)]).toEqual([FIRST]);
    expect(await world.store.loadDecision(FIRST)).toMatchObject({ outcome: 'unknown', tries: before });
    expect(await world.store.loadDecision(again)).toMatchObject({ outcome: 'sent', tries: 1 });
    const ledger = await recountLedger(world.store);
    expect(ledger).toMatchObject({ accepted: 2, unknown: 1, sent: 1 });
    expect(isBalanced(ledger)).toBe(true);
  });

  it('has three days more, and is listed anew where they pass too', async () => {
    const world = aShop();
    await accept(world, aHook());
    await live(world, 4);
    await post(world.container, '/v1/webhooks/redrive', { ids: [FIRST] });
    const redrivenAt = world.clock.now;
    await live(world, 4);
    expect(await failedIds(world)).toEqual([`${FIRST}~1`]);
    const second = await world.store.loadDecision(decisionId(`${FIRST}~1`));
    expect((second?.settledAt ?? 0) - redrivenAt).toBeGreaterThan(2 * DAY_MS);
    const { body } = await post(world.container, '/v1/webhooks/redrive', { ids: [FIRST] });
    expect(body.items).toEqual([{ id: FIRST, as: `${FIRST}~2`, state: 'redriven' }]);
  });
});

describe('POST /v1/webhooks/redrive', () => {
  it('by two at once calls once', async () => {
    const world = aShop();
    await accept(world, ended('x'));
    const ask = () => post(world.container, '/v1/webhooks/redrive', { ids: ['x'] });
    const answers = await Promise.all([ask(), ask()]);
    const states = answers.flatMap(({ body }) => body.items).map((one) => JSON.stringify(one));
    expect(states.filter((one) => one.includes('redriven'))).toHaveLength(1);
    expect(await world.store.countAccepted()).toBe(2);
  });

  it('says of each why it is not called again', async () => {
    const world = aShop();
    const decisions = [
      ended('sent', { outcome: 'sent' }),
      ended('late', { outcome: 'suppressed', reason: 'expired' }),
      aHook({ id: decisionId('waits') }),
      aDecision({ id: decisionId('mail'), outcome: 'unknown', settledAt: NOW, dueAt: null }),
    ];
    await accept(world, ...decisions);
    const ids = ['sent', 'late', 'waits', 'mail', 'nothing'];
    const { body } = await post(world.container, '/v1/webhooks/redrive', { ids });
    expect(body.items).toEqual([
      { id: 'sent', as: null, state: 'delivered' },
      { id: 'late', as: null, state: 'not-called' },
      { id: 'waits', as: null, state: 'under-way' },
      { id: 'mail', as: null, state: 'no-webhook' },
      { id: 'nothing', as: null, state: 'no-decision' },
    ]);
    expect(await world.store.countAccepted()).toBe(decisions.length);
  });

  it('of all goes page by page, and by journey and day', async () => {
    const world = aShop();
    const hooks = Array.from({ length: 450 }, (_, n) =>
      ended(`h-${n}`, { journeyId: n % 2 === 0 ? 'even' : 'odd', settledAt: NOW + n * 60_000 }),
    );
    await accept(world, ...hooks);
    const since = '2026-03-10T12:40:00Z';
    const redriven: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const asked = { all: true, journey: 'odd', since, ...(cursor === '' ? {} : { cursor }) };
      const { body }: Awaited<ReturnType<typeof post>> = await post(
        world.container,
        '/v1/webhooks/redrive',
        asked,
      );
      redriven.push(...body.items.map(({ id }) => id));
      cursor = body.next;
    }
    const wanted = hooks.filter(
      ({ journeyId, settledAt }) => journeyId === 'odd' && (settledAt ?? 0) >= Date.parse(since),
    );
    expect(redriven).toEqual(wanted.map(({ id }) => id).reverse());
    expect(await world.store.countAccepted()).toBe(450 + wanted.length);
  });

  it.each([
    {},
    { ids: [] },
    { all: true, ids: ['a'] },
    { all: true, since: 'soon' },
    { all: true, cursor: '!' },
  ])('refuses %j', async (body) => {
    expect((await post(aShop().container, '/v1/webhooks/redrive', body)).status).toBe(400);
  });
});

describe('GET /v1/webhooks/failed', () => {
  it('is paged, of one journey, and from a day on', async () => {
    const world = aShop();
    const hooks = [0, 1, 2, 3, 4].map((day) =>
      ended(`h-${day}`, { journeyId: day === 2 ? 'care' : 'test', settledAt: NOW + day * DAY_MS }),
    );
    await accept(world, ...hooks);
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 9; pages += 1) {
      const query = { limit: '2', cursor };
      const { body } = await call(world.container, '/v1/webhooks/failed', { query });
      seen.push(...body.items.map(({ id }) => id));
      if (body.next === null) break;
      cursor = body.next;
    }
    expect(seen).toEqual(['h-4', 'h-3', 'h-2', 'h-1', 'h-0']);
    expect(await failedIds(world, { journey: 'care' })).toEqual(['h-2']);
    expect(await failedIds(world, { since: '2026-03-13' })).toEqual(['h-4', 'h-3']);
  });

  it.each([{ since: 'soon' }, { cursor: 'x' }, { limit: '0' }])('refuses %j', async (query) => {
    expect((await call(aShop().container, '/v1/webhooks/failed', { query })).status).toBe(400);
  });
});
