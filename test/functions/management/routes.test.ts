import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { customerId, decisionId } from '../../../core/ids.ts';
import { bookOf } from '../../../core/journey/book.ts';
import { newContact } from '../../../core/message/contact.ts';
import { runSend } from '../../../core/message/send.ts';
import { evaluateShop } from '../../../core/lifecycle/evaluateShop.ts';
import { DAY_MS, isoInstant } from '../../../core/time.ts';
import { aChange } from '../../contract/given.ts';
import { aContainer } from '../../support/aContainer.ts';
import {
  aDecision,
  aJourney,
  anEnrolment,
  anOrder,
  at,
  denied,
  granted,
  MAYA,
  NOW,
} from '../../support/builders.ts';
import { decide, know } from '../../support/sendWorld.ts';
import { importHistory } from '../../support/shops.ts';
import { type Body, call, post } from './call.ts';

const { container, store } = aContainer();
const TODAY = at('2026-03-10');
/** Ids that a path must encode. */
const ODD = ['50%', 'a/b', '王 芳', 'plus+and&'];

beforeAll(async () => {
  await know(store, { traits: { city: 'Lyon' } }, [granted('offers'), denied('newsletter')]);
  for (const id of ODD) await know(store, { id: customerId(id), name: `Odd ${id}`, email: null });
  await importHistory(
    store,
    [1, 31, 61, 91].map((day) => anOrder({ id: `o-${day}`, at: TODAY - day * DAY_MS, amountMinor: 1_000 })),
  );
  await store.putValue('currency', JSON.stringify('USD'));
  await evaluateShop(container.evaluationDeps(), bookOf([]), { at: TODAY, now: TODAY, force: true });
  await store.publishTemplate({ id: 'hello', channel: 'email', locales: {} }, {}, NOW);
  await store.publishJourney(aJourney(), NOW - DAY_MS);
  await store.publishJourney(aJourney({ priority: 60 }), NOW);
  await store.commitStep({
    enrolments: [{ enrolment: anEnrolment({ nodeId: 'start' }), expectedVersion: 0 }],
    decisions: [],
    cancellations: [],
    facts: [],
  });
  await decide(
    store,
    aDecision(),
    aDecision({ id: decisionId('later'), decidedAt: NOW + 1, journeyId: 'other' }),
  );
});

describe('GET /v1/customers', () => {
  it('lists rows with stage, grade and value, and how many there are', async () => {
    const { status, type, body } = await call(container, '/v1/customers', { query: { search: 'maya' } });
    expect([status, type, body.total, body.next]).toEqual([200, 'application/json', 1, null]);
    expect(body.items).toMatchObject([
      {
        id: 'maya',
        name: 'Maya Lin',
        currency: 'USD',
        stage: 'stability',
        stageSince: '2026-03-09T00:00:00.000Z',
        orders: 4,
        lastOrder: '2026-03-09T00:00:00.000Z',
        pAlive: null,
        pActive: null,
      },
    ]);
    const [row] = body.items;
    expect(row?.value).toBe((row?.valueMinor ?? 0) / 100);
    expect(row?.expectedOrders).toBeGreaterThan(0);
  });

  it('goes on page by page to the end, whatever characters ids are made of', async () => {
    const ids: string[] = [];
    let cursor = '';
    for (let page = 0; page < 9; page += 1) {
      const { body } = await call(container, '/v1/customers', { query: { limit: '2', cursor } });
      ids.push(...body.items.map((item) => item.id));
      if (body.next === null) break;
      cursor = body.next;
    }
    expect(ids.sort()).toEqual([...ODD, 'maya'].sort());
  });

  it.each(['1', '100'])('gives pages of %s', async (limit) => {
    const { status, body } = await call(container, '/v1/customers', { query: { limit } });
    expect([status, body.items.length]).toEqual([200, Math.min(Number(limit), body.total)]);
  });

  it('filters by stage', async () => {
    const inStage = async (stage: string) =>
      (await call(container, '/v1/customers', { query: { stage } })).body.total;
    expect([await inStage('stability'), await inStage('identification'), await inStage('decline')]).toEqual([
      1, 4, 0,
    ]);
  });
});

describe('GET /v1/customers/{id}', () => {
  it('shows the whole picture of one person', async () => {
    const { status, body } = await call(container, '/v1/customers/maya');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: 'maya',
      email: 'maya@example.org',
      zone: 'Europe/Berlin',
      traits: { city: 'Lyon' },
      spendMinor: 4_000,
      evidence: { rule: 'regular', orderDays: 4 },
      consents: [
        { topic: 'offers', channel: 'email', state: 'granted' },
        { topic: 'newsletter', channel: 'email', state: 'denied' },
      ],
      suppression: null,
      enrolments: [{ journeyId: 'test', status: 'active', nodeId: 'start' }],
      decisions: [{ id: 'later' }, { id: 'maya/test//1/hello/1', outcome: 'pending' }],
      ordersList: [{ id: 'o-91' }, { id: 'o-61' }, { id: 'o-31' }, { id: 'o-1' }],
    });
    expect(body.evidenceText.en).toMatch(/^4 orders at a regular interval, the last on 2026-03-09/);
    expect(body.facts.length).toBeGreaterThan(0);
  });

  it('shows the consents of the phone, and what blocks either address', async () => {
    const twoWays = aContainer();
    const [email, phone] = ['sam@example.org', '+15551230001'];
    await know(twoWays.store, { id: customerId('sam'), email, phone }, [
      granted('offers'),
      denied('orders', { channel: 'sms' }),
    ]);
    const key = twoWays.container.addressKeyOf('sms', phone);
    const contact = (await twoWays.store.loadContacts([key])).get(key) ?? newContact(key);
    const blocked = {
      ...contact,
      version: contact.version + 1,
      suppression: { why: 'manual', at: NOW, source: 'test' },
      complaints: [{ id: 'c1', openedAt: NOW, closedAt: null }],
    } as const;
    await twoWays.store.applyEvent(
      aChange({ contacts: [{ contact: blocked, expectedVersion: contact.version }] }),
    );
    const { body } = await call(twoWays.container, '/v1/customers/sam');
    expect(body).toMatchObject({
      consents: [
        { channel: 'email', topic: 'offers', state: 'granted' },
        { channel: 'sms', topic: 'orders', state: 'denied' },
      ],
      suppression: 'manual',
      complaintOpenSince: isoInstant(NOW),
    });
  });

  it.each(ODD)('finds %s by its encoded path', async (id) => {
    const { status, body } = await call(container, `/v1/customers/${encodeURIComponent(id)}`);
    expect([status, body.id]).toEqual([200, id]);
  });
});

describe('GET /v1/journeys', () => {
  it('lists the newest versions with who is inside, where', async () => {
    const { body } = await call(container, '/v1/journeys');
    expect(body.items).toMatchObject([
      { id: 'test', version: 2, inside: 1, byNode: { start: 1 }, topic: 'offers' },
    ]);
  });

  it('shows one, in any version', async () => {
    const newest = await call(container, '/v1/journeys/test');
    const first = await call(container, '/v1/journeys/test', { query: { version: '1' } });
    expect([newest.body.version, newest.body.definition.priority]).toEqual([2, 60]);
    expect([first.body.version, first.body.definition.priority]).toEqual([1, 50]);
  });
});

describe('POST /v1/journeys', () => {
  const yaml = (change: object = {}) => stringify({ ...aJourney({ id: 'fresh' }), ...change });

  it('publishes a version, and the same again changes nothing', async () => {
    const first = await post(container, '/v1/journeys', { source: yaml() });
    expect(first).toMatchObject({ status: 200, body: { id: 'fresh', version: 1, changed: true } });
    expect(first.body.problems.map((problem) => problem.code)).toEqual(['no-holdout', 'no-exit']);
    const again = await post(container, '/v1/journeys', { source: yaml() });
    expect(again.body).toMatchObject({ version: 1, changed: false });
    expect((await post(container, '/v1/journeys', { source: yaml({ priority: 1 }) })).body.version).toBe(2);
  });

  it('refuses what cannot run with every problem and its line, and publishes nothing', async () => {
    const source = yaml({ id: 'refused', start: 'nowhere', nodes: { done: { type: 'end' } } });
    const { status, type, body } = await post(container, '/v1/journeys', { source });
    expect([status, type, body.code]).toEqual([422, 'application/problem+json', 'journey-invalid']);
    expect(body.problems[0]).toMatchObject({ severity: 'error', code: 'unknown-node', path: 'start' });
    expect(source.split('\n')[(body.problems[0]?.line ?? 0) - 1]).toBe('start: nowhere');
    expect((await call(container, '/v1/journeys/refused')).status).toBe(404);
  });

  it('takes a body in base64 as API Gateway sends binary ones', async () => {
    const body = Buffer.from(JSON.stringify({ source: yaml({ id: 'coded' }) })).toString('base64');
    const answer = await call(container, '/v1/journeys', { method: 'POST', body, isBase64Encoded: true });
    expect(answer).toMatchObject({ status: 200, body: { id: 'coded' } });
  });

  it('only says what is wrong when asked to validate', async () => {
    const good = await post(container, '/v1/journeys/validate', { source: yaml({ id: 'never' }) });
    expect(good.body).toMatchObject({ valid: true, id: 'never' });
    const bad = await post(container, '/v1/journeys/validate', { source: yaml({ colour: 'red' }) });
    expect(bad).toMatchObject({
      status: 200,
      body: {
        valid: false,
        problems: [{ code: 'schema', path: 'colour', message: 'Unrecognized key: "colour"' }],
      },
    });
    expect((await call(container, '/v1/journeys/never')).status).toBe(404);
  });
});

describe('GET /v1/why/{id}', () => {
  it('tells what was decided and what happened, newest first', async () => {
    const { body } = await call<Body[]>(container, '/v1/why/maya');
    expect(body.map((entry) => entry.decision)).toEqual(['pending', 'pending', 'stage-changed']);
    expect(body[1]).toMatchObject({
      at: '2026-03-10T11:00:00.000Z',
      what: 'email "hello" of test at hello',
      reason: null,
      evidence: { id: 'maya/test//1/hello/1', journeyVersion: 1 },
    });
    expect(body[2]).toMatchObject({ reason: 'regular', evidence: { from: null, to: 'stability' } });
  });

  it('of a message says what became of it, a claimed one being pending still', async () => {
    const id = customerId('told');
    await know(store, { id });
    const sent = aDecision({ id: decisionId('sent'), customerId: id });
    const claimed = aDecision({ id: decisionId('claimed'), customerId: id });
    await decide(store, sent, claimed);
    const { send } = await container.waveDeps(() => true);
    await runSend(send, sent, NOW + 1_000);
    const crashing = { ...store, settle: () => Promise.reject(new Error('crashed')) };
    await runSend({ ...send, store: crashing }, claimed, NOW + 2_000);
    const { body } = await call<Body[]>(container, '/v1/why/told');
    expect(body.map(({ decision, evidence }) => [evidence.id, decision, evidence.dueAt])).toEqual([
      ['claimed', 'pending', '2026-03-10T11:15:02.000Z'],
      ['sent', 'sent', null],
    ]);
  });

  it('of one journey alone', async () => {
    const { body } = await call<Body[]>(container, '/v1/why/maya', { query: { journey: 'other' } });
    expect(body.map((entry) => entry.evidence.id)).toEqual(['later']);
  });
});

describe('accounts', () => {
  it('GET /v1/ledger/check counts the books', async () => {
    const { body } = await call(container, '/v1/ledger/check');
    expect(body).toMatchObject({
      balanced: true,
      checked: 4,
      accepted: 4,
      byOutcome: { pending: 3, sent: 1 },
    });
  });

  it('GET /v1/parked lists what gave up, with the error', async () => {
    const decision = aDecision({ id: decisionId('stuck'), customerId: MAYA });
    await decide(store, decision);
    await store.defer({ kind: 'send', decision }, { dueAt: null, attempts: 5, error: 'TypeError: no' });
    const { body } = await call(container, '/v1/parked');
    expect(body).toEqual({
      items: [{ kind: 'send', id: 'stuck', customerId: 'maya', error: 'TypeError: no' }],
      next: null,
    });
  });

  it('GET /v1/settings shows the settings in force and their version', async () => {
    const { body } = await call(container, '/v1/settings');
    expect(body).toEqual({ settings: container.settings, version: 1 });
  });
});
