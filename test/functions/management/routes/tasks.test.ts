import { describe, expect, it } from 'vitest';
import { customerId } from '../../../../core/ids.ts';
import { tallyGroup } from '../../../../core/message/tally.ts';
import { DAY_MS, HOUR_MS, isoInstant } from '../../../../core/time.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { aDecision, anEvent, anIdentity, MAYA, NOW } from '../../../support/builders.ts';
import { aShop, tell } from '../../inbound/given.ts';
import { call, post } from '../call.ts';

type World = Awaited<ReturnType<typeof aShop>>;

interface Listed {
  readonly items: readonly { readonly id: string; readonly state: string }[];
  readonly total: number;
}

async function aReply(world: World, messageId: string, hours = 0): Promise<void> {
  world.clock.now = NOW + hours * HOUR_MS;
  const properties = { channel: 'sms', text: `words of ${messageId}`, journey: 'refill' };
  await tell(world, anEvent({ name: 'Reply Received', messageId, at: world.clock.now, properties }));
}

async function listed({ container }: World, show = ''): Promise<string[]> {
  const answer = await call<Listed>(container, '/v1/tasks', { query: { show } });
  expect(answer.status).toBe(200);
  return answer.body.items.map(({ id, state }) => `${id} ${state}`);
}

describe('GET /v1/tasks', () => {
  it('lists what is to be done, what is due first, and what is done only when asked', async () => {
    const world = await aShop();
    await aReply(world, 'b', 1);
    await aReply(world, 'a', 0);
    await tell(world, anIdentity({ customerId: customerId('slash/ed'), email: 'other@example.org' }));
    await tell(
      world,
      anEvent({
        customerId: customerId('slash/ed'),
        name: 'Complaint Opened',
        properties: { complaint_id: 'c 1' },
      }),
    );
    expect(await listed(world)).toEqual([
      'complaint/slash%2Fed/c%201 open',
      'reply/test/a open',
      'reply/test/b open',
    ]);
    expect(await listed(world, 'due')).toEqual([]);
    world.clock.now = NOW + 25 * HOUR_MS;
    expect(await listed(world, 'due')).toEqual([
      'complaint/slash%2Fed/c%201 overdue',
      'reply/test/a overdue',
      'reply/test/b overdue',
    ]);
    const done = await post(
      world.container,
      `/v1/tasks/${encodeURIComponent('complaint/slash%2Fed/c%201')}/done`,
      {},
    );
    expect(done).toMatchObject({ status: 200, body: { state: 'done' } });
    expect(await listed(world)).toEqual(['reply/test/a overdue', 'reply/test/b overdue']);
    expect(await listed(world, 'all')).toHaveLength(3);
  });

  it('shows each with its customer, its reason and its times', async () => {
    const world = await aShop();
    await tell(world, anIdentity({ name: 'Maya Lin' }));
    await aReply(world, 'a');
    const answer = await call<{ items: unknown[] }>(world.container, '/v1/tasks');
    expect(answer.body.items).toEqual([
      {
        id: 'reply/test/a',
        kind: 'care',
        about: 'answer reply',
        reason: 'words of a',
        channel: 'sms',
        customerId: MAYA,
        customerName: 'Maya Lin',
        journey: 'refill',
        decision: null,
        complaint: null,
        subject: null,
        assignee: null,
        state: 'open',
        openedAt: isoInstant(NOW),
        dueAt: isoInstant(NOW + DAY_MS),
        doneAt: null,
        note: null,
      },
    ]);
  });

  it('counts what a short list leaves out, and refuses what it does not know', async () => {
    const world = await aShop();
    for (const id of ['a', 'b', 'c']) await aReply(world, id);
    expect((await call(world.container, '/v1/tasks', { query: { limit: '2' } })).body).toMatchObject({
      total: 3,
    });
    expect((await call(world.container, '/v1/tasks', { query: { show: 'some' } })).status).toBe(400);
  });
});

describe('POST /v1/tasks/{id}/done', () => {
  const path = `/v1/tasks/${encodeURIComponent('reply/test/a')}/done`;

  it('closes a task with a note, once, and a fact says so', async () => {
    const world = await aShop();
    await aReply(world, 'a');
    const first = await post(world.container, path, { note: 'called back' });
    expect(first.body).toMatchObject({ state: 'done', note: 'called back', doneAt: isoInstant(NOW) });
    world.clock.now = NOW + HOUR_MS;
    const again = await post(world.container, path, { note: 'something else' });
    expect(again.body).toEqual(first.body);
    const facts = await world.store.factsOf(MAYA, 20);
    expect(facts.filter(({ kind, body }) => kind === 'care-task' && body.state === 'done')).toMatchObject([
      { body: { note: 'called back' } },
    ]);
  });

  it('needs no body, and takes one that is overdue', async () => {
    const world = await aShop();
    await aReply(world, 'a');
    world.clock.now = NOW + 2 * DAY_MS;
    expect((await call(world.container, path, { method: 'POST' })).body).toMatchObject({
      state: 'done',
      note: null,
    });
  });

  it.each([
    ['an unknown task', '/v1/tasks/none/done', {}, 404],
    ['a note that is too long', path, { note: 'x'.repeat(2_001) }, 400],
    ['an empty note', path, { note: ' ' }, 400],
    ['what it does not know', path, { status: 'done' }, 400],
  ])('refuses %s', async (_, to, body, status) => {
    const world = await aShop();
    await aReply(world, 'a');
    expect((await post(world.container, to, body)).status).toBe(status);
  });

  it('refuses tasks that are no care tasks', async () => {
    const { container, store } = aContainer();
    await store.putTask({
      task: {
        id: 'merge/x',
        kind: 'merge',
        customerId: MAYA,
        lane: 'upkeep',
        dueAt: NOW,
        version: 1,
        attempts: 0,
        body: {},
      },
      expectedVersion: 0,
    });
    expect((await post(container, `/v1/tasks/${encodeURIComponent('merge/x')}/done`, {})).status).toBe(404);
  });
});

describe('GET /v1/deliverability', () => {
  async function aSend({ store }: ReturnType<typeof aContainer>, id: string, group: string): Promise<void> {
    const decision = aDecision({ id: id as never, outcome: 'claimed', claimant: 'w#1', tallyGroup: group });
    const fact = {
      customerId: MAYA,
      at: NOW,
      kind: 'message-accepted',
      journeyId: 'test',
      body: {},
    } as const;
    await store.putDecisions([{ decision, fact }]);
    const nothing = { enrolments: [], cancellations: [], facts: [], evidence: null, reason: null };
    await store.settle({
      ...nothing,
      decisionId: decision.id,
      outcome: 'sent',
      at: NOW,
      providerMessageId: id,
      claimant: 'w#1',
    });
  }

  async function aTelling(
    { store }: ReturnType<typeof aContainer>,
    id: string,
    feedback: object,
  ): Promise<void> {
    const change = { decisionId: id as never, feedback, ifOpen: null, at: NOW, contacts: [], facts: [] };
    await store.recordFeedback({ ...change, eventId: `${id}/${JSON.stringify(feedback)}` });
  }

  it('says what became of mails by who runs the mailbox, and leaves SMS out', async () => {
    const world = aContainer();
    for (const id of ['a', 'b', 'c', 'd'])
      await aSend(world, id, tallyGroup('default', id === 'd' ? 'qq' : 'gmail'));
    await aSend(world, 'e', tallyGroup('default', 'sms'));
    for (const id of ['a', 'b', 'd']) await aTelling(world, id, { deliveredAt: NOW });
    await aTelling(world, 'c', { hardBouncedAt: NOW });
    await aTelling(world, 'a', { openedAt: NOW });
    await aTelling(world, 'b', { openedByMachineAt: NOW });
    const { status, body } = await call<Record<string, unknown>>(world.container, '/v1/deliverability', {
      query: { days: '7' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ since: '2026-03-04', until: '2026-03-10', hasEvents: true });
    expect(body['providers']).toMatchObject([
      {
        provider: 'gmail',
        sent: 3,
        delivered: 2,
        hardBounces: 1,
        opened: 1,
        openedByMachine: 1,
        rates: { delivered: 2 / 3, hardBounces: 1 / 3, opened: 0.5, complaints: 0 },
      },
      { provider: 'qq', sent: 1, delivered: 1 },
    ]);
    expect(body['total']).toMatchObject({ provider: 'all', sent: 4, delivered: 3 });
  });

  it('says that nothing was told yet', async () => {
    const world = aContainer();
    expect((await call<object>(world.container, '/v1/deliverability')).body).toMatchObject({
      hasEvents: false,
      providers: [],
    });
    await aSend(world, 'a', tallyGroup('default', 'gmail'));
    expect((await call<object>(world.container, '/v1/deliverability')).body).toMatchObject({
      hasEvents: false,
      total: { sent: 1, rates: { opened: null } },
    });
  });

  it.each(['0', '91', 'x', '1.5'])('refuses %s days', async (days) => {
    const { container } = aContainer();
    expect((await call(container, '/v1/deliverability', { query: { days } })).status).toBe(400);
  });
});
