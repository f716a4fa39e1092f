import { describe, expect, it } from 'vitest';
import { migrated } from '../../../core/journey/migrate.ts';
import { migratePage } from '../../../core/journey/migration.ts';
import { cachedBook } from '../../../core/journey/book.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import { aJourney, anEnrolment, anEvent, granted, MAYA, NOW, published } from '../../support/builders.ts';
import { aJourneyWorld, aTemplate, knowTemplates } from '../../support/journeyWorld.ts';
import { know } from '../../support/sendWorld.ts';

type Nodes = NonNullable<NonNullable<Parameters<typeof aJourney>[0]>['nodes']>;

function version(n: number, nodes: Nodes) {
  return published(aJourney({ start: 'pause', nodes: { ...nodes, done: { type: 'end' } } }), n);
}

const OLD = version(1, { pause: { type: 'wait', for: '2d', next: 'done' } });
const WAITING = anEnrolment({ nodeId: 'pause', resting: true, dueAt: NOW + DAY_MS });

function moved(nodes: Nodes, map = {}, enrolment = WAITING) {
  const result = migrated(enrolment, OLD.definition, version(2, nodes), map, NOW);
  return result.kind === 'moved' ? result.enrolment : result.reason;
}

describe('a passage in another version', () => {
  it('goes on resting where the wait is as long', () => {
    expect(moved({ pause: { type: 'wait', for: '2d', next: 'done' } })).toEqual({
      ...WAITING,
      version: WAITING.version + 1,
      journeyVersion: 2,
    });
  });

  it.each([
    ['5d', NOW + 4 * DAY_MS],
    ['1h', NOW - DAY_MS + HOUR_MS],
  ])('counts a wait of another length, %s, from when it began', (length, dueAt) => {
    expect(moved({ pause: { type: 'wait', for: length, next: 'done' } })).toMatchObject({
      resting: true,
      dueAt,
    });
  });

  it('runs the node where it is no rest, or one of another kind', () => {
    const listening: Nodes[string] = {
      type: 'wait-for',
      event: 'Order Completed',
      timeout: '9d',
      next: 'done',
      onTimeout: 'done',
    };
    for (const pause of [listening, { type: 'send' as const, template: 'hello', next: 'done' }])
      expect(moved({ pause })).toMatchObject({ resting: false, dueAt: NOW });
  });

  it('goes on where the map says, and stays where there is no such node', () => {
    const other: Nodes = { later: { type: 'wait', for: '2d', next: 'done' } };
    expect(moved(other)).toBe('no-such-node');
    expect(moved(other, { pause: 'later' })).toMatchObject({ nodeId: 'later', dueAt: NOW + DAY_MS });
    expect(moved(other, { pause: 'gone' })).toBe('no-such-node');
    expect(moved(other, {}, anEnrolment({ nodeId: 'constructor' }))).toBe('no-such-node');
  });

  it('stays where it is over, or in this version already', () => {
    const same: Nodes = { pause: { type: 'wait', for: '2d', next: 'done' } };
    expect(moved(same, {}, { ...WAITING, status: 'ended' })).toBe('not-inside');
    expect(moved(same, {}, { ...WAITING, journeyVersion: 2 })).toBe('same-version');
  });
});

describe('people taken over', () => {
  it('get no message again that they got before, even where they are led back to it', async () => {
    const world = aJourneyWorld();
    const { store, clock } = world;
    await know(store, {}, [granted('offers')]);
    await knowTemplates(store, [aTemplate('first'), aTemplate('second')]);
    const letters = (length: string, pause: string) =>
      aJourney({
        start: 'first',
        nodes: {
          first: { type: 'send', template: 'first', next: pause },
          [pause]: { type: 'wait', for: length, next: 'second' },
          second: { type: 'send', template: 'second', next: 'done' },
          done: { type: 'end' },
        },
      });
    await world.publish(letters('5d', 'pause'));
    await world.tell(anEvent({ at: clock.now }));
    await world.runTo(clock.now + DAY_MS);
    await world.publish(letters('3d', 'rest'));
    const book = await cachedBook(store)();
    const [newest] = book.latest;
    if (newest === undefined) throw new Error('the journey is published');
    const page = await migratePage({ store, book }, newest, { pause: 'first' }, null, clock.now);
    expect(page).toMatchObject({ moved: 1, stayed: 0 });
    await world.runTo(clock.now + 10 * DAY_MS);
    expect(world.sent.map(({ template }) => template)).toEqual(['first', 'second']);
    expect((await store.loadPerson(MAYA))?.enrolments).toMatchObject([
      { journeyVersion: 2, endReason: 'completed' },
    ]);
  });
});
