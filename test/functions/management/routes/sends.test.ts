import { beforeEach, describe, expect, it } from 'vitest';
import { customerId } from '../../../../core/ids.ts';
import type { ContainerWorld } from '../../../support/aContainer.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { denied, NOW } from '../../../support/builders.ts';
import { addressKeyOf, know } from '../../../support/sendWorld.ts';
import { createRecorder } from '../../../../adapters/memory/recorder.ts';
import type { OutboundMessage } from '../../../../core/ports.ts';
import { compileTemplate } from '../../../../functions/templatePublish/compileTemplate.ts';
import { anSms, aTemplate } from '../../shared/templates.ts';
import { call, post } from '../call.ts';

let world: ContainerWorld;
let messages: OutboundMessage[];
beforeEach(async () => {
  messages = [];
  world = aContainer({ provider: createRecorder((message) => messages.push(message)) });
  await know(world.store, {}, [denied('offers')]);
  for (const source of [
    { ...aTemplate(), id: 'receipt' },
    { ...anSms('Your code'), id: 'code' },
  ]) {
    await world.store.publishTemplate(source, await compileTemplate(source), NOW);
  }
});

const send = (body: object) => post(world.container, '/v1/messages', body);

describe('POST /v1/messages', () => {
  it('sends a customer one message, whatever topics they refused', async () => {
    const { status, body } = await send({ template: 'receipt', customer: 'maya', data: { order_id: 'A-1' } });
    expect([status, body]).toMatchObject([
      200,
      { customer: 'maya', outcome: 'sent', reason: null, repeated: false },
    ]);
    expect(messages).toMatchObject([
      { journeyId: 'api', template: 'receipt', class: 'transactional', to: 'maya@example.org' },
    ]);
    expect(await world.store.countAccepted()).toBe(1);
  });

  it('is sent once under one key, and refuses the key for another message', async () => {
    const wanted = { template: 'receipt', customer: 'maya', idempotencyKey: 'A-1' };
    const first = await send(wanted);
    expect((await send(wanted)).body).toEqual({ ...first.body, repeated: true });
    expect(messages).toHaveLength(1);
    const other = await send({ ...wanted, data: { order_id: 'A-2' } });
    expect([other.status, other.body.code, other.body.field]).toEqual([409, 'key-in-use', 'idempotency-key']);
  });

  it('makes a visitor of an address nobody has, and finds who has it', async () => {
    const address = 'guest@example.org';
    const { body } = await send({ template: 'receipt', address });
    expect(body).toMatchObject({ customer: `anonymous:${addressKeyOf('email', address)}`, outcome: 'sent' });
    expect((await send({ template: 'receipt', address })).body).toMatchObject({ outcome: 'sent' });
    expect(messages.map(({ to }) => to)).toEqual([address, address]);
    await know(world.store, { id: customerId('sam'), email: 'sam@example.org' }, []);
    const key = addressKeyOf('email', 'sam@example.org');
    const person = await world.store.loadProfile(customerId('sam'));
    await world.store.importPeople([
      { person: person!, consents: [], addresses: [{ contactKey: key, at: NOW }] },
    ]);
    expect((await send({ template: 'receipt', address: 'sam@example.org' })).body).toMatchObject({
      customer: 'sam',
    });
  });

  it('waits while everything is stopped, and goes out with the next wave', async () => {
    await post(world.container, '/v1/sending/stop', { why: 'a test', classes: 'all' });
    expect((await send({ template: 'receipt', customer: 'maya' })).body).toMatchObject({
      outcome: 'pending',
    });
    await post(world.container, '/v1/sending/resume', {});
    expect((await send({ template: 'receipt', customer: 'maya' })).body).toMatchObject({ outcome: 'sent' });
  });

  it.each([
    [{ customer: 'maya' }, 400, 'template'],
    [{ template: 'gone', customer: 'maya' }, 404, undefined],
    [{ template: 'receipt', customer: 'nobody' }, 404, undefined],
    [{ template: 'receipt' }, 400, 'customer'],
    [{ template: 'receipt', customer: 'maya', address: 'a@b.example' }, 400, 'customer'],
    [{ template: 'receipt', address: 'not an address' }, 400, 'address'],
    [{ template: 'code', address: '12345' }, 400, 'address'],
    [{ template: 'receipt', customer: 'maya', channel: 'sms' }, 400, 'channel'],
    [{ template: 'receipt', customer: 'maya', data: { text: 'x'.repeat(33_000) } }, 400, 'data'],
    [{ template: 'receipt', customer: 'maya', idempotencyKey: 'k'.repeat(201) }, 400, 'idempotencyKey'],
  ])('refuses %j', async (body, status, field) => {
    const answer = await send(body);
    expect([answer.status, answer.body.field]).toEqual([status, field]);
    expect(messages).toHaveLength(0);
  });
});

describe('the switch', () => {
  it('says who stopped sending, when and why, and is lifted', async () => {
    const stopped = await post(world.container, '/v1/sending/stop', { why: 'wrong price', by: 'Ada' });
    expect(stopped.body).toEqual({
      sending: false,
      stopped: { at: new Date(NOW).toISOString(), by: 'Ada', why: 'wrong price', classes: 'promotional' },
      guard: null,
    });
    expect((await call(world.container, '/v1/sending')).body).toEqual(stopped.body);
    expect((await post(world.container, '/v1/sending/resume', {})).body).toEqual({
      sending: true,
      stopped: null,
      guard: null,
    });
  });

  it('wants to know why', async () => {
    const answer = await post(world.container, '/v1/sending/stop', {});
    expect([answer.status, answer.body.field]).toEqual([400, 'why']);
  });
});
