import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { customerId } from '../../../../core/ids.ts';
import { nextOccurrence } from '../../../../core/journey/admission/occurrence.ts';
import { scheduleId } from '../../../../core/journey/admission/schedule.ts';
import type { entrySchema, ScheduleTrigger } from '../../../../core/journey/triggers.ts';
import type { Store } from '../../../../core/ports.ts';
import { DAY_MS, HOUR_MS, isoInstant, MINUTE_MS } from '../../../../core/time.ts';
import { aJourney, anEvent, anIdentity, at, NOW, someSettings } from '../../../support/builders.ts';
import { aJourneyWorld } from '../../../support/journeyWorld.ts';
import { know } from '../../../support/sendWorld.ts';
import { END } from '../../../support/steps.ts';
import { admissions, people, populate } from './crowd.ts';

type Entry = z.input<typeof entrySchema>;

/** Ends at once, so that the next occurrence finds everybody outside. */
function journeyOf(entry: Entry, overrides: Partial<Parameters<typeof aJourney>[0]> = {}) {
  return aJourney({ entry: [entry], reentry: 'always', nodes: { done: END }, ...overrides });
}

async function hoursOf(store: Store, id: string): Promise<number[]> {
  const hours = (await admissions(store, [customerId(id)])).get(customerId(id)) ?? [];
  return hours.toSorted((a, b) => a - b);
}

describe('nextOccurrence', () => {
  const settings = someSettings({ shop: { zone: 'Europe/Berlin' } });
  it.each<[Omit<ScheduleTrigger, 'on'>, string, string | null]>([
    [{ time: '09:00' }, '2026-03-10T11:00:00Z', '2026-03-11T08:00'],
    [{ time: '12:00' }, '2026-03-10T11:00:00Z', '2026-03-10T11:00'],
    [{ time: '09:00', weekdays: ['friday', 'monday'] }, '2026-03-10T11:00:00Z', '2026-03-13T08:00'],
    [{ time: '09:00', monthDays: [1, 15] }, '2026-03-10T11:00:00Z', '2026-03-15T08:00'],
    [{ time: '09:00', monthDays: [31] }, '2026-03-31T11:00:00Z', '2026-05-31T07:00'],
    [{ time: '09:00', weekdays: ['friday'], monthDays: [13] }, '2026-03-13T11:00:00Z', '2026-11-13T08:00'],
    [{ time: '02:30', weekdays: ['sunday'] }, '2026-03-28T11:00:00Z', '2026-03-29T01:00'],
    [{ time: '02:30', weekdays: ['sunday'] }, '2026-10-24T11:00:00Z', '2026-10-25T00:30'],
    [{ time: '09:00', weekdays: ['monday'], monthDays: [] }, '2026-03-10T11:00:00Z', null],
  ])('of %j after %s is %s', (schedule, after, wanted) => {
    const entry: ScheduleTrigger = { on: 'schedule', ...schedule };
    const next = nextOccurrence(entry, settings, at(after));
    expect(next === null ? null : isoInstant(next).slice(0, 16)).toBe(wanted);
  });

  it('is in UTC where the shop’s zone does not exist', () => {
    const nowhere = { ...settings, shop: { ...settings.shop, zone: 'Mars' } };
    const next = nextOccurrence({ on: 'schedule', time: '09:00' }, nowhere, NOW);
    expect(isoInstant(next ?? 0)).toBe('2026-03-11T09:00:00.000Z');
  });
});

describe('an entry by schedule', () => {
  it('lets everyone in at each occurrence, whom the filter lets in', async () => {
    const world = aJourneyWorld();
    await populate(world.store, people(3), 'decline', { city: 'Bonn' });
    await know(world.store, { id: customerId('zz') });
    const where = { trait: 'city', equals: 'Bonn' } as const;
    await world.publish(journeyOf({ on: 'schedule', time: '12:00', where }));
    await world.runTo(NOW + 3 * DAY_MS - 1);
    expect(await hoursOf(world.store, 'p0001')).toEqual([1, 25, 49]);
    expect(await hoursOf(world.store, 'zz')).toEqual([]);
    const [fact] = await world.store.factsOf(customerId('p0001'), 1);
    expect(fact?.body).toMatchObject({ reason: 'completed' });
  });

  it('passes over who is inside, without a word', async () => {
    const world = aJourneyWorld();
    await populate(world.store, people(1));
    const nodes = { rest: { type: 'wait', for: '36h', next: 'done' }, done: END } as const;
    await world.publish(journeyOf({ on: 'schedule', time: '12:00' }, { nodes }));
    await world.runTo(NOW + 4 * DAY_MS);
    expect(await hoursOf(world.store, 'p0000')).toEqual([1, 49]);
    const kinds = (await world.store.factsOf(customerId('p0000'), 99)).map(({ kind }) => kind);
    expect(kinds).not.toContain('journey-refused');
  });

  it('spreads the first steps over the time it names, the same way each time', async () => {
    const world = aJourneyWorld();
    await populate(world.store, people(60));
    const nodes = { rest: { type: 'wait', for: '90d', next: 'done' }, done: END } as const;
    await world.publish(journeyOf({ on: 'schedule', time: '12:00', spread: '6h' }, { nodes }));
    await world.runTo(NOW + HOUR_MS);
    const dues = await Promise.all(
      people(60).map(async (id) => (await world.store.loadPerson(id))?.enrolments[0]?.dueAt ?? 0),
    );
    const hours = dues.map((due) => Math.floor((due - NOW - HOUR_MS) / HOUR_MS));
    expect(new Set(hours)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  });

  it('goes on where a run that looked at its fill left off', async () => {
    const world = aJourneyWorld();
    const ids = people(5_600);
    await populate(world.store, ids);
    await world.publish(journeyOf({ on: 'schedule', time: '12:00' }));
    let runs = 0;
    const putTask = world.store.putTask.bind(world.store);
    world.store.putTask = async (write) => {
      runs += 1;
      return putTask(write);
    };
    await world.runTo(NOW + HOUR_MS);
    const admitted = await admissions(world.store, ids);
    expect([runs, admitted.size]).toEqual([2, 5_600]);
    expect([...admitted.values()].every((times) => times.length === 1)).toBe(true);
  });

  it('cut off before its task was put goes on, and lets nobody in twice who went through meanwhile', async () => {
    const world = aJourneyWorld();
    await populate(world.store, people(20));
    await world.publish(journeyOf({ on: 'schedule', time: '12:00' }));
    const putTask = world.store.putTask.bind(world.store);
    let died = false;
    world.store.putTask = async (write) => {
      if (died) return putTask(write);
      died = true;
      throw new Error('the process died');
    };
    await world.runTo(NOW + 2 * HOUR_MS);
    const admitted = await admissions(world.store, people(20));
    expect([...admitted.values()]).toEqual(Array.from({ length: 20 }, () => [1]));
  });

  it('missed by less than a day is made good, by more it stays missed', async () => {
    const world = aJourneyWorld();
    await populate(world.store, people(1));
    await world.publish(journeyOf({ on: 'schedule', time: '12:00' }));
    world.clock.now = NOW + 20 * HOUR_MS;
    await world.runTo(NOW + 21 * HOUR_MS);
    world.clock.now = NOW + 4 * DAY_MS;
    await world.runTo(NOW + 5 * DAY_MS);
    expect(await hoursOf(world.store, 'p0000')).toEqual([20, 96, 97]);
  });

  it('of a version without it goes away, and comes back with the next', async () => {
    const world = aJourneyWorld();
    await populate(world.store, people(1));
    const daily = journeyOf({ on: 'schedule', time: '12:00' });
    await world.publish(daily);
    await world.publish(journeyOf({ on: 'event', event: 'Signed Up' }));
    await world.runTo(NOW + 2 * DAY_MS);
    expect(await world.store.loadTask(scheduleId('test', 0))).toBeNull();
    await world.publish(daily);
    await world.runTo(NOW + 3 * DAY_MS);
    expect(await hoursOf(world.store, 'p0000')).toEqual([49]);
  });

  it('moves with the version that moves it', async () => {
    const world = aJourneyWorld();
    await populate(world.store, people(1));
    await world.publish(journeyOf({ on: 'schedule', time: '12:00', weekdays: ['sunday'] }));
    await world.publish(journeyOf({ on: 'schedule', time: '13:00' }));
    await world.runTo(NOW + DAY_MS);
    expect(await hoursOf(world.store, 'p0000')).toEqual([2]);
    await world.publish(journeyOf({ on: 'date', festival: 'new-year' }));
    await world.publish(journeyOf({ on: 'schedule', time: '13:00' }));
    await world.runTo(NOW + 2 * DAY_MS);
    expect(await hoursOf(world.store, 'p0000')).toEqual([2, 26]);
  });
});

describe('an entry by date', () => {
  const BIRTHDAY = { on: 'date', trait: 'birthday', yearly: true, at: '10:00' } as const;
  /** 8 March 2026, 00:00 UTC, and people whose birthday is the 11th, around the world. */
  const START = at('2026-03-08');
  const ZONES = [
    'Pacific/Kiritimati',
    'Asia/Tokyo',
    'Europe/Berlin',
    'America/Los_Angeles',
    'Pacific/Pago_Pago',
  ];

  async function aCrowd(entry: Entry = BIRTHDAY) {
    const world = aJourneyWorld({ now: START });
    for (const zone of ZONES)
      await know(world.store, { id: customerId(zone), zone, traits: { birthday: '1990-03-11' } });
    await know(world.store, { id: customerId('unknown'), traits: {} });
    await world.publish(journeyOf(entry));
    return world;
  }
  /** First steps of somebody, as they were due. */
  async function daysOf(store: Store, id: string): Promise<string[]> {
    const facts = await store.factsOf(customerId(id), 999);
    const entered = facts.filter(({ kind }) => kind === 'journey-entered');
    return entered.map(({ body: { date } }) => (typeof date === 'string' ? date.slice(0, 16) : '')).sort();
  }

  it('lets each person in once, on their own day at their own time', async () => {
    const world = await aCrowd();
    await world.runTo(START + 400 * DAY_MS);
    expect(await Promise.all(ZONES.map((zone) => daysOf(world.store, zone)))).toEqual([
      ['2026-03-10T20:00', '2027-03-10T20:00'],
      ['2026-03-11T01:00', '2027-03-11T01:00'],
      ['2026-03-11T09:00', '2027-03-11T09:00'],
      ['2026-03-11T17:00', '2027-03-11T18:00'],
      ['2026-03-11T21:00', '2027-03-11T21:00'],
    ]);
    expect(await daysOf(world.store, 'unknown')).toEqual([]);
  });

  it('takes the shop’s zone where the person’s does not exist', async () => {
    const world = aJourneyWorld({ now: START, settings: someSettings({ shop: { zone: 'Asia/Tokyo' } }) });
    await know(world.store, { zone: 'Mars/Olympus', traits: { birthday: '1990-03-11' } });
    await world.publish(journeyOf(BIRTHDAY));
    await world.runTo(START + 9 * DAY_MS);
    expect(await daysOf(world.store, 'maya')).toEqual(['2026-03-11T01:00']);
  });

  it.each<[string, Entry, string]>([
    ['days before the date', { ...BIRTHDAY, offset: '-2d' }, '2026-03-09T09:00'],
    ['a date that comes once', { on: 'date', trait: 'birthday', at: '08:00' }, ''],
    ['a festival', { on: 'date', festival: 'christmas', offset: '0d' }, '2026-12-25T09:00'],
  ])('counts %s', async (_, entry, wanted) => {
    const world = await aCrowd(entry);
    await world.runTo(START + 360 * DAY_MS);
    expect((await daysOf(world.store, 'Europe/Berlin')).join()).toBe(wanted);
  });

  it('counts a date that falls on the rest of the day of the first publish, and none before', async () => {
    const world = aJourneyWorld({ now: at('2026-03-11T08:00:00Z') });
    for (const [id, time] of [
      ['early', '08:30'],
      ['late', '09:30'],
    ] as const)
      await know(world.store, {
        id: customerId(id),
        zone: 'Europe/Berlin',
        traits: { birthday: `1990-03-11`, time },
      });
    await world.publish(journeyOf({ ...BIRTHDAY, at: '09:30' }));
    await world.publish(journeyOf({ ...BIRTHDAY, at: '08:30' }, { id: 'before' }));
    await world.runTo(at('2026-03-12T12:00:00Z'));
    expect(await daysOf(world.store, 'late')).toEqual(['2026-03-11T08:30']);
  });

  it('counts a date that is told today and falls on the rest of today, once', async () => {
    const world = aJourneyWorld({ now: START });
    await know(world.store);
    await world.publish(journeyOf(BIRTHDAY));
    const told = at('2026-03-11T08:00:00Z');
    await world.runTo(told);
    const tell = (birthday: string) => world.tell(anIdentity({ at: world.clock.now, traits: { birthday } }));
    await tell('1990-03-11');
    expect((await world.store.loadPerson(customerId('maya')))?.enrolments).toMatchObject([
      { dueAt: told + HOUR_MS },
    ]);
    await tell('1991-03-11');
    await world.runTo(told + 3 * HOUR_MS);
    await tell('1992-03-11');
    await world.runTo(told + 3 * DAY_MS);
    expect(await daysOf(world.store, 'maya')).toEqual(['2026-03-11T09:00']);
    const refused = (await world.store.factsOf(customerId('maya'), 99)).filter(
      ({ kind }) => kind === 'journey-refused',
    );
    expect(refused).toEqual([]);
  });

  it('does not count a date that is told too late in the day', async () => {
    const world = aJourneyWorld({ now: START });
    await know(world.store);
    await world.publish(journeyOf(BIRTHDAY));
    await world.runTo(at('2026-03-11T09:00:00.001Z'));
    await world.tell(anIdentity({ at: world.clock.now, traits: { birthday: '1990-03-11' } }));
    await world.runTo(START + 9 * DAY_MS);
    expect(await daysOf(world.store, 'maya')).toEqual([]);
  });

  it.each([
    ['a few hours', at('2026-03-11T11:00:00Z'), ['2026-03-11T09:00']],
    ['two days: that day is missed', at('2026-03-13T01:00:00Z'), []],
    ['two days until that morning: it is made good', at('2026-03-11T06:00:00Z'), ['2026-03-11T09:00']],
  ])('after the server was off for %s', async (_, back, wanted) => {
    const world = await aCrowd();
    await world.runTo(back > at('2026-03-12') ? at('2026-03-10T12:00:00Z') : at('2026-03-09T05:00:00Z'));
    world.clock.now = back;
    await world.runTo(START + 30 * DAY_MS);
    expect(await daysOf(world.store, 'Europe/Berlin')).toEqual(wanted);
  });

  it('goes by its filter, looking back where that does', async () => {
    const world = await aCrowd({ ...BIRTHDAY, where: { happened: 'Viewed', within: '5d' } });
    await world.tell(anEvent({ customerId: customerId('Asia/Tokyo'), at: START, name: 'Viewed' }));
    await world.runTo(START + 9 * DAY_MS);
    expect(await daysOf(world.store, 'Asia/Tokyo')).toEqual(['2026-03-11T01:00']);
    expect(await daysOf(world.store, 'Europe/Berlin')).toEqual([]);
  });

  it('goes on being looked at daily through a publish, and is not looked at twice', async () => {
    const world = await aCrowd();
    await world.runTo(at('2026-03-11T10:00:00Z'));
    await world.publish(journeyOf(BIRTHDAY, { priority: 60 }));
    await world.runTo(START + 9 * DAY_MS);
    expect(await daysOf(world.store, 'Europe/Berlin')).toEqual(['2026-03-11T09:00']);
    expect(await daysOf(world.store, 'Pacific/Pago_Pago')).toEqual(['2026-03-11T21:00']);
    expect(await world.store.tasks('schedule')).toHaveLength(1);
  });

  it('first steps are due on time, within a minute', async () => {
    const world = await aCrowd();
    await world.runTo(at('2026-03-11T01:00:00Z') + MINUTE_MS);
    const { enrolments } = (await world.store.loadPerson(customerId('Asia/Tokyo'))) ?? { enrolments: [] };
    expect(enrolments).toMatchObject([{ status: 'ended', endedAt: at('2026-03-11T01:00:00Z') }]);
  });
});
