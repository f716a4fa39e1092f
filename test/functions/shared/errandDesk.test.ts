import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { JsonObject } from '../../../core/json.ts';
import { publishPart } from '../../../core/programme/programme.ts';
import { grantOffer } from '../../../core/offer/grantOffer.ts';
import type { Store } from '../../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { HOUR_MS, isoDay, utcDay, DAY_MS } from '../../../core/time.ts';
import { customerId } from '../../../core/ids.ts';
import { aJourney, anEvent, granted, MAYA, NOW } from '../../support/builders.ts';
import { aJourneyWorld, aTemplate, knowTemplates } from '../../support/journeyWorld.ts';
import { anOffer, offerDeps, someOffers } from '../../support/offerWorld.ts';
import { know } from '../../support/sendWorld.ts';
import { END, type Nodes } from '../../support/steps.ts';

const SETTINGS = { ...DEFAULT_SETTINGS, shop: { ...DEFAULT_SETTINGS.shop, currency: 'EUR', zone: 'UTC' } };
const TELL: Nodes = {
  tell: { type: 'send', template: 'hello', next: 'done' },
  plain: { type: 'send', template: 'plain', next: 'done' },
  done: END,
};
const OFFER: Nodes = { gift: { type: 'offer', offer: 'ten-off', next: 'tell', otherwise: 'plain' }, ...TELL };

function asJson(value: object): JsonObject {
  const json: JsonObject = JSON.parse(JSON.stringify(value));
  return json;
}

async function aShop(
  nodes: Nodes,
  {
    store = createMemoryStore(),
    offers = someOffers(),
  }: { readonly store?: Store; readonly offers?: object | null } = {},
) {
  const world = aJourneyWorld({ store, settings: SETTINGS });
  await know(store);
  await knowTemplates(store, [aTemplate('hello'), aTemplate('plain')]);
  if (offers !== null) await publishPart(store, 'offers', asJson(offers), NOW);
  await world.publish(aJourney({ nodes, start: Object.keys(nodes)[0] ?? '', reentry: 'always' }));
  return {
    ...world,
    grants: () => store.dossiersOf('grant', MAYA, { after: null, limit: 99 }),
    decided: async () => (await store.decisionsOf(MAYA)).map(({ template, given }) => ({ template, given })),
    arms: async () => (await store.loadPerson(MAYA))?.enrolments[0]?.arms,
  };
}

describe('the offer of a journey', () => {
  it('is granted once, and told in words with its code and its last day', async () => {
    const offers = someOffers({ offer: { valid: { forAfterGrant: '10d' } } });
    const world = await aShop(OFFER, { offers });
    await world.tell(anEvent());
    await world.runTo(NOW + HOUR_MS);
    const [grant, ...more] = await world.grants();
    expect(more).toEqual([]);
    expect(grant).toMatchObject({ id: 'maya/test//1/gift/1', body: { offer: 'ten-off', journey: 'test' } });
    expect(await world.decided()).toEqual([
      {
        template: 'hello',
        given: {
          offer: {
            id: 'ten-off',
            name: { en: '10 off', 'zh-CN': '立减10' },
            text: { en: '€10.00 off your next order.', 'zh-CN': '下一单立减€10.00。' },
            code: grant?.body['code'],
            until: isoDay(utcDay(NOW + 10 * DAY_MS)),
          },
        },
      },
    ]);
  });

  it('is one grant where the answer is lost again and again', async () => {
    const store = createMemoryStore();
    let lost = 2;
    const world = await aShop(OFFER, {
      store: {
        ...store,
        commitStep: async (change) => {
          const answers = change.facts.some(({ kind }) => kind === 'journey-gave');
          if (answers && lost > 0) {
            lost -= 1;
            throw new Error('the power went');
          }
          return store.commitStep(change);
        },
      },
    });
    await world.tell(anEvent());
    await world.runTo(NOW + HOUR_MS);
    expect(lost).toBe(0);
    expect(await world.grants()).toHaveLength(1);
    expect((await world.decided()).map(({ template }) => template)).toEqual(['hello']);
  });

  it('is taken back from somebody who left before it was told, and counts toward no limit or budget', async () => {
    const store = createMemoryStore();
    const offers = someOffers({ offer: { budgets: [{ grants: 1, per: 'day' }] } });
    const leaving: { now?: () => Promise<unknown> } = {};
    const world = await aShop(OFFER, {
      offers,
      store: {
        ...store,
        commitStep: async (change) => {
          const leave = change.facts.some(({ kind }) => kind === 'journey-gave') ? leaving.now : undefined;
          if (leave !== undefined) {
            delete leaving.now;
            await leave();
          }
          return store.commitStep(change);
        },
      },
    });
    leaving.now = () => world.tell(anEvent({ name: 'Left', messageId: 'left' }));
    const exits = [{ on: 'event', event: 'Left' } as const];
    const nodes = { ...OFFER };
    const entry = [{ on: 'event', event: 'Go' } as const];
    await world.publish(aJourney({ id: 'leaves', entry, nodes, start: 'gift', exits }));
    await world.tell(anEvent({ name: 'Go', messageId: 'go' }));
    await world.runTo(NOW + HOUR_MS);
    expect((await world.grants()).map(({ body }) => [body['state'], body['journey']])).toEqual([
      ['void', 'leaves'],
    ]);
    expect(await world.decided()).toEqual([]);
    const again = await grantOffer(offerDeps(store, offers), {
      customerId: MAYA,
      offerId: 'ten-off',
      by: 'by hand',
      journeyId: null,
      now: NOW + HOUR_MS,
    });
    expect(again.kind).toBe('granted');
    await world.runTo(NOW + 3 * HOUR_MS);
    expect(await store.tasks('errand')).toEqual([]);
  });

  it.each([
    ['nothing is published', null, 'no-offers'],
    ['there is no such offer', someOffers({ offer: { id: 'other' } }), 'unknown-offer'],
    ['they had theirs', someOffers({ offer: { eligible: { grades: ['A'] } } }), 'not-eligible'],
    ['the budget is spent', someOffers({ offer: { budgets: [{ grants: 0, per: 'day' }] } }), 'budget'],
  ] as const)('is none where %s, and the passage goes on otherwise', async (_, offers, reason) => {
    const world = await aShop(OFFER, { offers });
    await world.tell(anEvent());
    await world.runTo(NOW + HOUR_MS);
    expect(await world.grants()).toEqual([]);
    expect(await world.decided()).toEqual([{ template: 'plain', given: null }]);
    const facts = await world.store.factsOf(MAYA, 99);
    expect(facts.find(({ kind }) => kind === 'journey-gave')?.body).toMatchObject({ arm: 'refused', reason });
  });

  it('of a ladder is drawn by lot, each rung as likely, nothing among them', async () => {
    const rungs = ['nothing', 'ten-off', 'other'];
    const offers = someOffers({
      offers: [anOffer(), anOffer({ id: 'other' })],
      ladders: [{ id: 'second-order', rungs }],
    });
    const nodes: Nodes = {
      gift: { type: 'offer', ladder: 'second-order', next: 'done', otherwise: 'done' },
      done: END,
    };
    const world = await aShop(OFFER, { offers });
    await world.publish(
      aJourney({ id: 'lots', entry: [{ on: 'event', event: 'Go' }], nodes, start: 'gift' }),
    );
    const people = Array.from({ length: 300 }, (_, place) => customerId(`p${place}`));
    for (const id of people) await world.tell(anEvent({ customerId: id, messageId: id, name: 'Go' }));
    await world.runTo(NOW + HOUR_MS);
    const counts = new Map<string, number>();
    for (const id of people) {
      const arm = (await world.store.loadPerson(id))?.enrolments[0]?.arms['gift'] ?? '';
      counts.set(arm, (counts.get(arm) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([...rungs].sort());
    for (const count of counts.values()) expect(count).toBeGreaterThan(70);
  });
});

describe('the offer of somebody who cannot be told of it', () => {
  const denied = { ...granted('offers'), state: 'denied' } as const;
  it.each([
    ['never agreed to offers', {}, [granted('newsletter')], 'no-consent'],
    ['opted out', {}, [denied], 'opted-out'],
    ['has no address', { email: null }, [], 'no-address'],
  ] as const)(
    'is refused where the customer %s, and nothing is set aside',
    async (_, person, consents, reason) => {
      const world = await aShop({ ...OFFER, plain: END }, {});
      const ann = customerId('ann');
      await know(world.store, { id: ann, ...person }, consents);
      await world.tell(anEvent({ customerId: ann }));
      await world.runTo(NOW + HOUR_MS);
      expect(await world.store.dossiersOf('grant', ann, { after: null, limit: 9 })).toEqual([]);
      const facts = await world.store.factsOf(ann, 99);
      expect(facts.find(({ kind }) => kind === 'journey-gave')?.body).toMatchObject({
        arm: 'refused',
        reason,
      });
    },
  );

  it('is given where one of two messages may go, as by SMS', async () => {
    const world = await aShop({
      gift: { type: 'offer', offer: 'ten-off', next: 'channel', otherwise: 'done' },
      channel: { type: 'branch', cases: [{ when: { reachable: 'sms' }, next: 'text' }], otherwise: 'tell' },
      text: { type: 'send', channel: 'sms', template: 'text', next: 'done' },
      ...TELL,
    });
    await world.tell(anEvent());
    await world.runTo(NOW + HOUR_MS);
    expect(await world.grants()).toHaveLength(1);
  });
});

describe('the points of a journey', () => {
  const POINTS: Nodes = {
    gift: {
      type: 'points',
      points: 50,
      reason: { en: 'For your answer', 'zh-CN': '谢谢您的回答' },
      next: 'tell',
      otherwise: 'plain',
    },
    ...TELL,
  };

  it('are none without a programme', async () => {
    const world = await aShop(POINTS);
    await world.tell(anEvent());
    await world.runTo(NOW + HOUR_MS);
    expect(await world.arms()).toEqual({ gift: 'refused' });
    expect((await world.decided()).map(({ template }) => template)).toEqual(['plain']);
  });

  it('are posted once, and shown with what can be spent', async () => {
    const world = await aShop(POINTS);
    await publishPart(world.store, 'loyalty', asJson(LOYALTY), NOW);
    await world.tell(anEvent());
    await world.runTo(NOW + HOUR_MS);
    expect(await world.decided()).toEqual([
      {
        template: 'hello',
        given: {
          points: { given: 50, available: 50, reason: { en: 'For your answer', 'zh-CN': '谢谢您的回答' } },
        },
      },
    ]);
    const entries = await world.store.dossiersOf('points-entry', MAYA, { after: null, limit: 9 });
    expect(entries).toHaveLength(1);
  });
});

const LOYALTY = {
  name: { en: 'Regulars', 'zh-CN': '常客' },
  earn: { order: { points: 1, perMinor: 100 } },
  tiers: [{ id: 'member', name: { en: 'Member', 'zh-CN': '会员' }, from: 0 }],
  qualify: { by: 'spend', windowMonths: 12, periodMonths: 12 },
  expiry: { kind: 'never' },
  redemption: { points: 100, valueMinor: 100, minimum: 100 },
};

describe('the products of a journey', () => {
  it('are none where nothing was trained, and the letter goes out without', async () => {
    const world = await aShop({
      what: { type: 'recommend', next: 'tell', otherwise: 'plain' },
      ...TELL,
    });
    await world.tell(anEvent());
    await world.runTo(NOW + HOUR_MS);
    expect(await world.arms()).toEqual({ what: 'refused' });
    expect(await world.decided()).toEqual([{ template: 'plain', given: null }]);
  });
});
