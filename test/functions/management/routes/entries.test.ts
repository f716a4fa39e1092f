import { beforeEach, describe, expect, it } from 'vitest';
import { MAYA } from '../../../support/builders.ts';
import type { Store } from '../../../../core/ports.ts';
import type { Container } from '../../../../functions/shared/container.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { aJourney, NOW } from '../../../support/builders.ts';
import { know } from '../../../support/sendWorld.ts';
import { call, post } from '../call.ts';

let container: Container;
let store: Store;
beforeEach(async () => {
  ({ container, store } = aContainer());
  await know(store, { traits: { city: 'Lyon' } }, []);
  const api = { on: 'api' as const };
  await store.publishJourney(aJourney({ id: 'plain', entry: [api] }), NOW);
  await store.publishJourney(aJourney({ id: 'keyed', entry: [{ ...api, key: 'booking.id' }] }), NOW);
  const where = { trait: 'city', equals: 'Rome' };
  await store.publishJourney(aJourney({ id: 'filtered', entry: [{ ...api, where }] }), NOW);
  await store.publishJourney(aJourney({ id: 'closed' }), NOW);
});

function enter(journey: string, body: object = {}) {
  return post(container, `/v1/journeys/${journey}/entries`, { customer: 'maya', ...body });
}

describe('POST /v1/journeys/{id}/entries', () => {
  it('lets a person in, with what was sent', async () => {
    const { status, body } = await enter('plain', { properties: { why: 'asked' } });
    expect([status, body]).toEqual([
      200,
      { journey: 'plain', customer: 'maya', key: '', outcome: 'entered', reason: null },
    ]);
    const record = await store.loadPerson(MAYA);
    expect(record?.enrolments).toMatchObject([
      { journeyId: 'plain', trigger: { properties: { why: 'asked', journey: 'plain' } } },
    ]);
  });

  it('says why not: already inside, or not let in by the filter', async () => {
    await enter('plain');
    expect((await enter('plain')).body).toMatchObject({ outcome: 'refused', reason: 'already-inside' });
    expect((await enter('filtered')).body).toMatchObject({ outcome: 'refused', reason: 'filter' });
  });

  it('lets a person in once for each key', async () => {
    expect((await enter('keyed', { key: 'b1' })).body).toMatchObject({ outcome: 'entered', key: 'b1' });
    expect((await enter('keyed', { properties: { booking: { id: 'b2' } } })).body).toMatchObject({
      outcome: 'entered',
      key: 'b2',
    });
    expect((await enter('keyed', { key: 'b1' })).body).toMatchObject({ reason: 'already-inside' });
  });

  it('does nothing twice under one idempotency key', async () => {
    const again = () =>
      call(container, '/v1/journeys/plain/entries', {
        method: 'POST',
        body: JSON.stringify({ customer: 'maya' }),
        headers: { 'idempotency-key': 'once' },
      });
    expect((await again()).body).toMatchObject({ outcome: 'entered' });
    expect((await again()).body).toMatchObject({ outcome: 'repeated', reason: null });
    expect((await store.loadPerson(MAYA))?.enrolments).toHaveLength(1);
  });

  it.each(['', 'k'.repeat(201)])('refuses an idempotency key of another length: %s', async (key) => {
    const answer = await call(container, '/v1/journeys/plain/entries', {
      method: 'POST',
      body: JSON.stringify({ customer: 'maya' }),
      headers: { 'idempotency-key': key },
    });
    expect([answer.status, answer.body.field]).toEqual([400, 'idempotency-key']);
  });

  it.each([
    ['plain', { key: 'b1' }, 400, 'the entry of "plain" takes no key'],
    ['keyed', {}, 400, '"keyed" is entered once for each booking.id'],
    ['closed', {}, 409, 'journey "closed" has no entry of kind api'],
    ['gone', {}, 404, 'there is no journey "gone"'],
    [
      'plain',
      { properties: { note: 'x'.repeat(33_000) } },
      400,
      'the properties have 33011 bytes; at most 32768 are taken',
    ],
    ['plain', { customer: 'nobody' }, 404, 'there is no customer "nobody"'],
    [
      'plain',
      { properties: 'no object' },
      400,
      'properties: Invalid input: expected record, received string',
    ],
  ])('%s, case %#, answers as it should', async (journey, body, status, detail) => {
    const answer = await enter(journey, body);
    expect([answer.status, answer.body.detail]).toEqual([status, detail]);
  });
});
