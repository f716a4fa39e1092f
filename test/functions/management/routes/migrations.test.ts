import { beforeEach, describe, expect, it } from 'vitest';
import { customerId } from '../../../../core/ids.ts';
import type { Store } from '../../../../core/ports.ts';
import type { Container } from '../../../../functions/shared/container.ts';
import { aStep } from '../../../contract/given.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { aJourney, anEnrolment, NOW } from '../../../support/builders.ts';
import { call, post } from '../call.ts';

function version(...nodes: readonly string[]) {
  const waits = nodes.map((id, place) => [
    id,
    { type: 'wait' as const, for: '1d', next: nodes[place + 1] ?? 'done' },
  ]);
  return aJourney({ start: nodes[0] ?? '', nodes: { ...Object.fromEntries(waits), done: { type: 'end' } } });
}

let container: Container;
let store: Store;
beforeEach(async () => {
  ({ container, store } = aContainer());
  await store.publishJourney(version('first', 'second'), NOW);
  await store.publishJourney(version('first', 'other'), NOW);
  const enrolments = ['first', 'second', 'second'].map((nodeId, n) => ({
    enrolment: anEnrolment({ customerId: customerId(`c${n}`), nodeId }),
    expectedVersion: 0,
  }));
  await store.commitStep(aStep({ enrolments }));
});

function migrate(body: object, id = 'test') {
  return post(container, `/v1/journeys/${id}/migrations`, body);
}

describe('POST /v1/journeys/{id}/migrations', () => {
  it('previews by node, and moves nobody', async () => {
    const { body } = await migrate({ preview: true });
    expect(body).toEqual({
      journey: 'test',
      to: 2,
      rows: [
        { version: 1, node: 'first', people: 1, to: 'first', why: null },
        { version: 1, node: 'second', people: 2, to: null, why: 'no-such-node' },
      ],
    });
    expect((await store.peopleInJourneys()).every((one) => one.version === 1)).toBe(true);
  });

  it('moves people to the newest version, by the map', async () => {
    const { body } = await migrate({ map: { second: 'other' } });
    expect(body).toEqual({ journey: 'test', to: 2, moved: 3, stayed: 0, missed: 0, next: null });
    expect(await store.peopleInJourneys()).toEqual([
      { journeyId: 'test', version: 2, nodeId: 'first', people: 1 },
      { journeyId: 'test', version: 2, nodeId: 'other', people: 2 },
    ]);
  });

  it('shows versions in flight in the list of journeys', async () => {
    await migrate({});
    expect((await call(container, '/v1/journeys')).body.items[0]).toMatchObject({
      inside: 3,
      byNode: { first: 1, second: 2 },
      versions: [
        { version: 1, people: 2 },
        { version: 2, people: 1 },
      ],
      backlog: null,
    });
  });

  it.each([
    [{ to: 7 }, 404, 'there is no journey "test" in version 7'],
    [{ map: { nowhere: 'other' } }, 400, 'no other version of test has a node "nowhere"'],
    [{ map: { second: 'nowhere' } }, 400, 'version 2 of test has no node "nowhere"'],
    [{ map: { other: 'second' }, to: 1 }, 200, undefined],
    [{ cursor: 'none' }, 400, 'the cursor is none that a migration gave'],
    [{ to: 0 }, 400, 'to: Too small: expected number to be >=1'],
  ])('%j answers %i', async (body, status, detail) => {
    const answer = await migrate(body);
    expect([answer.status, answer.body.detail]).toEqual([status, detail]);
  });

  it('names a journey that is not there', async () => {
    expect(await migrate({}, 'gone')).toMatchObject({ status: 404, body: { code: 'unknown-journey' } });
  });
});
