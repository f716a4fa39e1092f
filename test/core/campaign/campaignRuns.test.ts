import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { cancelCampaign } from '../../../core/campaign/control.ts';
import { HELD_OUT } from '../../../core/experiment/assigned.ts';
import { customerId } from '../../../core/ids.ts';
import type { Store } from '../../../core/ports.ts';
import type { SegmentsDocument } from '../../../core/segment/definition.ts';
import { publishSegments } from '../../../core/segment/publish.ts';
import { DAY_MS, HOUR_MS, isoInstant, MINUTE_MS } from '../../../core/time.ts';
import { NOW } from '../../support/builders.ts';
import { aCampaign, aCampaignWorld, must, OPEN_SETTINGS } from '../../support/campaignWorld.ts';
import { fakeTables, storeOver } from '../../support/dynamoTables.ts';
import { tempDir } from '../../support/tempDir.ts';

const folder = tempDir();
let files = 0;

function aFile(): string {
  files += 1;
  return join(folder, `${files}.sqlite`);
}

const STORES: readonly (readonly [string, () => Store])[] = [
  ['memory', () => createMemoryStore()],
  ['SQLite', () => openSqliteStore({ file: aFile() })],
  ['DynamoDB', () => storeOver(fakeTables())],
];

describe.each(STORES)('a campaign over %s', (_name, open) => {
  it('that starts now sends one message to everyone of its audience, and is done once all are settled', async () => {
    const shop = await aCampaignWorld({ store: open() });
    await shop.people(510);
    await shop.launch(aCampaign());
    await shop.runTo(NOW + HOUR_MS);
    expect(shop.sent.length).toBe(510);
    expect(await shop.run()).toMatchObject({
      state: 'over',
      planned: 510,
      audience: 510,
      entered: 510,
      excluded: {},
    });
    expect(await shop.campaign()).toMatchObject({ state: 'done', ended: 'all-settled' });
    await shop.store.close();
  });

  it('that is paused sends nothing more, and goes on where it was', async () => {
    const shop = await aCampaignWorld({ store: open() });
    await shop.people(20);
    await shop.launch(aCampaign({ perHour: 120 }));
    await shop.runTo(NOW + 5 * MINUTE_MS);
    const before = shop.sent.length;
    expect(before).toBeGreaterThan(7);
    expect(before).toBeLessThan(14);
    must(await shop.pause());
    await shop.runTo(NOW + 25 * MINUTE_MS);
    expect(shop.sent.length).toBe(before);
    must(await shop.resume());
    await shop.runTo(NOW + 60 * MINUTE_MS);
    expect(shop.sent.length).toBe(20);
    expect(new Set(shop.sent.map(({ decision }) => decision)).size).toBe(20);
    await shop.store.close();
  });

  it('that is paused before its time, and resumed days after it, reaches everyone then', async () => {
    const shop = await aCampaignWorld({ store: open() });
    await shop.people(20);
    await shop.launch(aCampaign({ schedule: { on: 'instant', at: isoInstant(NOW + HOUR_MS) } }));
    must(await shop.pause());
    await shop.runTo(NOW + 3 * DAY_MS);
    expect(shop.sent).toEqual([]);
    must(await shop.resume());
    await shop.runTo(NOW + 4 * DAY_MS);
    expect(shop.sent.length).toBe(20);
    expect(await shop.run()).toMatchObject({ state: 'over', startsAt: NOW + 3 * DAY_MS, stopped: null });
    await shop.store.close();
  });

  it('that is cancelled takes back what waits, ends its passages and keeps its books', async () => {
    const shop = await aCampaignWorld({ store: open() });
    await shop.people(30);
    await shop.launch(aCampaign({ messages: [{ template: 'hello' }, { template: 'second', after: '2d' }] }));
    await shop.runTo(NOW + HOUR_MS);
    must(await shop.cancel());
    await shop.runTo(NOW + 10 * DAY_MS);
    expect(shop.sent.map(({ template }) => template)).toEqual(Array(30).fill('hello'));
    const { enrolments } = (await shop.store.loadPerson(customerId('c3'))) ?? { enrolments: [] };
    expect(enrolments[0]).toMatchObject({
      status: 'ended',
      endReason: 'exit',
      endDetail: 'the campaign was cancelled',
    });
    await shop.store.close();
  });
});

describe('a campaign', () => {
  it('is done with nobody, and says why, where its audience is empty', async () => {
    const shop = await aCampaignWorld();
    await shop.launch(aCampaign());
    await shop.runTo(NOW + HOUR_MS);
    expect(await shop.campaign()).toMatchObject({
      state: 'done',
      ended: 'nobody-meant',
      runs: 1,
    });
  });

  it('settles what is pending when it is cancelled while it is held', async () => {
    const shop = await aCampaignWorld();
    await shop.people(10);
    await shop.launch(aCampaign({ schedule: { on: 'instant', at: '2999-01-01' } }));
    must(await shop.cancel());
    await shop.runTo(NOW + DAY_MS);
    expect(await shop.decided()).toEqual([]);

    const held = await aCampaignWorld();
    await held.people(10);
    await held.launch(aCampaign());
    const stop = { at: NOW, by: 'noa', why: 'a test', classes: 'all' };
    await held.store.putValue('sending-stopped', JSON.stringify(stop));
    await held.runTo(NOW + 2 * MINUTE_MS);
    expect((await held.decided()).map(({ outcome }) => outcome)).toEqual(Array(10).fill('pending'));
    must(await cancelCampaign(await held.deps(), 'spring', { at: held.clock.now, by: 'noa' }));
    await held.runTo(NOW + 3 * MINUTE_MS);
    expect((await held.decided()).map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual(
      Array(10).fill('suppressed exited'),
    );
    expect(held.sent).toEqual([]);
  });

  it('drops somebody who left its audience before their first message', async () => {
    const shop = await aCampaignWorld();
    await shop.people(2, (n) => ({ traits: { city: n === 0 ? 'Lyon' : 'Lille' }, zone: 'America/New_York' }));
    const audience = { trait: 'city', in: ['Lyon', 'Lille'] };
    const schedule = { on: 'local-time', date: '2026-03-12', time: '09:00' };
    await shop.launch(aCampaign({ audience, schedule }));
    await shop.runTo(Date.UTC(2026, 2, 12, 3));
    await shop.tell({
      kind: 'identified',
      source: 'test',
      messageId: 'm1',
      customerId: customerId('c0'),
      at: shop.clock.now,
      traits: { city: 'Paris' },
    });
    await shop.runTo(Date.UTC(2026, 2, 13));
    expect(shop.sent.length).toBe(1);
    const { enrolments } = (await shop.store.loadPerson(customerId('c0'))) ?? { enrolments: [] };
    expect(enrolments[0]?.endDetail).toBe('left the segment before the first message');
  });

  it('sends nothing to whom it holds out, and writes that down', async () => {
    const shop = await aCampaignWorld();
    await shop.people(400);
    await shop.launch(aCampaign({ holdout: 0.25 }));
    await shop.runTo(NOW + HOUR_MS);
    const decided = await shop.decided();
    const heldOut = decided.filter(({ outcome }) => outcome === 'held-out');
    expect(heldOut.length).toBeGreaterThan(60);
    expect(heldOut.length).toBeLessThan(140);
    expect(shop.sent.length).toBe(400 - heldOut.length);
    for (const { customerId: id } of heldOut.slice(0, 20)) {
      const record = await shop.store.loadPerson(id);
      expect(record?.enrolments[0]?.arms['holdout']).toBe(HELD_OUT);
    }
  });

  it('spreads first messages evenly at its pace', async () => {
    const shop = await aCampaignWorld();
    await shop.people(60);
    await shop.launch(aCampaign({ perHour: 20 }));
    await shop.runTo(NOW + 4 * HOUR_MS);
    const byHour = [0, 1, 2].map(
      (hour) => shop.sent.filter(({ at }) => Math.floor((at - NOW) / HOUR_MS) === hour).length,
    );
    expect(byHour[0]).toBeGreaterThanOrEqual(19);
    expect(byHour[1]).toBeGreaterThanOrEqual(19);
    expect(byHour.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(59);
    expect(shop.sent.length).toBe(60);
  });

  it('that the machine missed by more than a day is not made up for', async () => {
    const shop = await aCampaignWorld();
    await shop.people(3);
    await shop.launch(aCampaign({ schedule: { on: 'instant', at: '2026-03-11T09:00Z' } }));
    shop.clock.now = Date.UTC(2026, 2, 12, 10);
    await shop.runTo(Date.UTC(2026, 2, 14));
    expect(shop.sent).toEqual([]);
    expect(await shop.campaign()).toMatchObject({ state: 'done', ended: 'stopped-missed' });
  });

  it('runs again on its days, to whom its rule lets in again', async () => {
    const shop = await aCampaignWorld();
    await shop.people(3);
    const schedule = { on: 'recurring', time: '09:00', weekdays: ['monday'], again: { times: 2 } };
    await shop.launch(aCampaign({ schedule, until: '2026-04-08' }));
    await shop.runTo(Date.UTC(2026, 3, 20));
    const days = shop.sent.map(({ at }) => new Date(at).toISOString().slice(0, 16));
    expect(new Set(days)).toEqual(new Set(['2026-03-16T09:00', '2026-03-23T09:00']));
    expect(shop.sent.length).toBe(6);
    expect(await shop.run(3)).toMatchObject({ entered: 0, excluded: { 'had-it-before': 3 } });
    expect(await shop.campaign()).toMatchObject({ state: 'done', runs: 4 });
  });
});

describe('local times of a campaign', () => {
  const settings = { ...OPEN_SETTINGS, shop: { ...OPEN_SETTINGS.shop, zone: 'Europe/Berlin' } };

  it('meet each person’s own clock, and the shop’s where theirs is not known', async () => {
    const zones = ['Asia/Tokyo', 'Europe/Berlin', 'America/Los_Angeles', null];
    const shop = await aCampaignWorld({ settings });
    await shop.people(4, (n) => ({ zone: zones[n] ?? null }));
    await shop.launch(aCampaign({ schedule: { on: 'local-time', date: '2026-03-12', time: '09:00' } }));
    await shop.runTo(Date.UTC(2026, 2, 14));
    const at = new Map(
      shop.sent.map((one) => [one.decision.split('/')[0], new Date(one.at).toISOString().slice(0, 16)]),
    );
    expect(Object.fromEntries(at)).toEqual({
      c0: '2026-03-12T00:00',
      c1: '2026-03-12T08:00',
      c2: '2026-03-12T16:00',
      c3: '2026-03-12T08:00',
    });
  });

  it('that a clock change skips are met right after the gap, and repeated ones at their first', async () => {
    const spring = await aCampaignWorld({ settings });
    await spring.people(1, () => ({ zone: 'Europe/Berlin' }));
    await spring.launch(aCampaign({ schedule: { on: 'local-time', date: '2026-03-29', time: '02:30' } }));
    await spring.runTo(Date.UTC(2026, 2, 30));
    expect(spring.sent.map(({ at }) => new Date(at).toISOString())).toEqual(['2026-03-29T01:00:00.000Z']);

    const autumn = await aCampaignWorld({ settings, now: Date.UTC(2026, 9, 20) });
    await autumn.people(1, () => ({ zone: 'Europe/Berlin' }));
    await autumn.launch(aCampaign({ schedule: { on: 'local-time', date: '2026-10-25', time: '02:30' } }));
    await autumn.runTo(Date.UTC(2026, 9, 26));
    expect(autumn.sent.map(({ at }) => new Date(at).toISOString())).toEqual(['2026-10-25T00:30:00.000Z']);
  });

  it('that are over on somebody’s clock when they are let in are left out and counted', async () => {
    const shop = await aCampaignWorld({ settings, now: Date.UTC(2026, 2, 12, 7) });
    await shop.people(2, (n) => ({ zone: n === 0 ? 'Asia/Tokyo' : 'Europe/Berlin' }));
    await shop.launch(aCampaign({ schedule: { on: 'local-time', date: '2026-03-12', time: '09:00' } }));
    await shop.runTo(Date.UTC(2026, 2, 13));
    expect(shop.sent.length).toBe(1);
    expect(await shop.run()).toMatchObject({ audience: 2, entered: 1, excluded: { 'time-passed': 1 } });
  });
});

describe('a campaign to a segment', () => {
  const LYON: SegmentsDocument = {
    segments: [
      {
        id: 'lyon',
        name: { en: 'Lyon', 'zh-CN': '里昂' },
        kind: 'live',
        rule: { trait: 'city', equals: 'Lyon' },
      },
    ],
  };

  async function aShopWithLyon() {
    const shop = await aCampaignWorld();
    await shop.people(20, (n) => ({ traits: { city: n % 2 === 0 ? 'Lyon' : 'Lille' } }));
    await publishSegments(shop.store, LYON, NOW);
    await shop.runTo(NOW + MINUTE_MS);
    return shop;
  }

  it('goes to its members, and to nobody who has left it when their turn comes', async () => {
    const shop = await aShopWithLyon();
    await shop.launch(aCampaign({ audience: undefined, segment: 'lyon', perHour: 5 }));
    await shop.runTo(NOW + 10 * MINUTE_MS);
    await shop.tell({
      kind: 'identified',
      source: 'test',
      messageId: 'moved',
      customerId: customerId('c8'),
      at: shop.clock.now,
      traits: { city: 'Lille' },
    });
    await shop.runTo(NOW + DAY_MS);
    const ids = shop.sent.map(({ decision }) => decision.split('/')[0]);
    expect(ids.length).toBe(9);
    expect(ids).not.toContain('c8');
    expect(await shop.run()).toMatchObject({ planned: 10, entered: 10 });
  });

  it('that is published no more lets nobody in, and says so', async () => {
    const shop = await aShopWithLyon();
    await shop.launch(
      aCampaign({ audience: undefined, segment: 'lyon', schedule: { on: 'instant', at: '2026-03-11' } }),
    );
    await publishSegments(shop.store, { segments: [] }, shop.clock.now);
    await shop.runTo(Date.UTC(2026, 2, 12));
    expect(shop.sent).toEqual([]);
    expect(await shop.campaign()).toMatchObject({ state: 'done', ended: 'stopped-segment-gone' });
  });
});
