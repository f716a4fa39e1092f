import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../../adapters/memory/memoryBlobs.ts';
import { createRecorder } from '../../../adapters/memory/recorder.ts';
import { applyEvent } from '../../../core/customer/applyEvent.ts';
import type { JsonObject } from '../../../core/json.ts';
import { customerId, decisionId, enrolmentId } from '../../../core/ids.ts';
import { plainLinearAlgebra } from '../../../core/linear/plainLinearAlgebra.ts';
import type { OutboundMessage } from '../../../core/ports.ts';
import { listsOf, picksKey } from '../../../core/recommend/picks/pickLog.ts';
import { runSend } from '../../../core/message/send.ts';
import { type Settings, settingsSchema } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import { changeCatalogue } from '../../../functions/shared/catalogueNews.ts';
import { learnFromPicks, pickReport } from '../../../functions/shared/pickLearning.ts';
import { type PicksAsked, picksFor } from '../../../functions/shared/picksFor.ts';
import { sendPicks } from '../../../functions/shared/sendPicks.ts';
import { tellFeedback } from '../../../functions/shared/tellFeedback.ts';
import { runTraining } from '../../../local/machines/runEvaluation.ts';
import { aContainer } from '../../support/aContainer.ts';
import { CATALOGUE, SHOPPERS, TODAY } from '../../support/aRecommenderShop.ts';
import { aDecision, granted } from '../../support/builders.ts';
import { importHistory } from '../../support/shops.ts';

const P0 = customerId('p000');
const WANTED: PicksAsked = { list: 'a', journey: 'welcome', node: 'picks', slot: 'discover', k: 2 };

function settings(exploreShare: number): Settings {
  return settingsSchema.parse({ recommendations: { exploreShare } });
}

/** A value that is a text; '' for any other. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}

/** The shop of tea and coffee, trained, with a template that shows products and one that does not. */
async function aShop({ exploreShare = 0 } = {}) {
  const sent: OutboundMessage[] = [];
  const provider = createRecorder((message) => sent.push(message));
  const world = aContainer({
    documents: memoryBlobs(),
    linearAlgebra: plainLinearAlgebra,
    picks: sendPicks,
    provider,
    settings: settings(exploreShare),
  });
  const { container, store, clock } = world;
  clock.now = TODAY + 12 * 3_600_000;
  await importHistory(
    store,
    SHOPPERS.flatMap(({ customerId: id, baskets }) =>
      baskets.map((basket) => ({ ...basket, customerId: id, currency: 'USD' })),
    ),
  );
  await changeCatalogue(container, () => CATALOGUE);
  await runTraining(container, { at: TODAY });
  const compiled = (html: string) => ({ en: { subject: 's', preheader: '', html, text: 't' } });
  await store.publishTemplate(
    { id: 'shows', channel: 'email', locales: {} },
    compiled('{{ picks.size }}'),
    TODAY,
  );
  await store.publishTemplate({ id: 'plain', channel: 'email', locales: {} }, compiled('hello'), TODAY);
  const tell = async (traits: JsonObject) => {
    const { book, model } = await container.inForce();
    const event = {
      kind: 'identified',
      source: 'site',
      messageId: `traits-${JSON.stringify(traits)}`,
      customerId: P0,
      at: clock.now,
      email: 'p000@example.org',
      traits,
      consents: [granted('offers', { at: clock.now - DAY_MS })],
    } as const;
    await applyEvent({ ...container, model }, book, event, clock.now);
  };
  const send = async (template: string, given: JsonObject | null = null, n = 1) => {
    const id = decisionId(`p000/test//${n}/hello/1`);
    const passage = enrolmentId(`p000/test//${n}`);
    const decision = aDecision({
      ...{ id, customerId: P0, enrolmentId: passage, template, given },
      ...{ decidedAt: clock.now, expiresAt: clock.now + DAY_MS, dueAt: clock.now },
    });
    await store.commitStep({
      decisions: [decision],
      enrolments: [],
      cancellations: [],
      facts: [],
    });
    const result = await runSend(await container.sendDeps(), decision, clock.now);
    const data = sent.at(-1)?.mergeData;
    const picks = Array.isArray(data?.['picks']) ? data['picks'].filter(isObject) : [];
    return { id, result, picks };
  };
  const log = async () => listsOf((await store.loadDossiers([picksKey(P0)]))[0] ?? null);
  return {
    ...world,
    sent,
    tell,
    send,
    log,
    pick: (asked: Partial<PicksAsked> = {}) => picksFor(container, P0, { ...WANTED, ...asked }, clock.now),
  };
}

describe('products in a message', () => {
  it('are chosen when it is sent, in its reader’s words, each with a reason and an address that tells', async () => {
    const { tell, send, log } = await aShop();
    await tell({});
    const { id, result, picks } = await send('shows');
    expect(result).toBe('sent');
    expect(picks.length).toBeGreaterThan(0);
    const [first] = picks;
    expect(typeof first?.['name']).toBe('string');
    expect(textOf(first?.['reason'])).not.toBe('');
    expect(textOf(first?.['url'])).toMatch(/^https:\/\/shop\.example\/?\?pick=[0-9a-z]+\.1$/);
    const [list] = await log();
    expect(list).toMatchObject({ id, journey: 'test', node: 'hello', kind: 'personal', slot: 'anything' });
    expect(list?.items.map(({ item }) => item)).toEqual(picks.map(({ item }) => item));
  });

  it('are not chosen for a template that shows none, nor where a step before chose them', async () => {
    const { tell, send, log } = await aShop();
    await tell({});
    expect((await send('plain')).picks).toEqual([]);
    const given = { picks: [{ item: 'x', name: 'X' }] };
    expect((await send('shows', given, 2)).picks).toEqual([{ item: 'x', name: 'X' }]);
    expect(await log()).toEqual([]);
  });

  it('go without where nothing was trained, and to nobody who is not known', async () => {
    const { container } = aContainer({ documents: memoryBlobs(), picks: sendPicks });
    expect(await picksFor(container, P0, WANTED, TODAY)).toEqual([]);
    expect(await picksFor(aContainer().container, P0, WANTED, TODAY)).toEqual([]);
    const { container: trained } = await aShop();
    expect(await picksFor(trained, customerId('nobody'), WANTED, TODAY)).toEqual([]);
  });
});

describe('who does not want to be chosen for by what they did', () => {
  it('is shown what most customers buy, and told so, wherever they said it', async () => {
    const { pick, tell, log, container, store } = await aShop();
    const before = await pick();
    await tell({ profiling: false });
    const after = await pick({ list: 'b' });
    expect(after).not.toEqual(before);
    expect(after[0]).toMatchObject({
      reason: { en: expect.stringContaining('Not chosen by what you did, as you asked') },
    });
    expect((await log()).map(({ kind }) => kind)).toEqual(['personal', 'popular']);
    await tell({ profiling: true });
    expect((await pick({ list: 'c' })).map(({ item }) => item)).toEqual(before.map(({ item }) => item));
    const key = container.addressKeyOf('email', 'p000@example.org');
    const contact = (await store.loadContacts([key])).get(key);
    if (contact === undefined) throw new Error('no contact');
    const { book, model } = await container.inForce();
    await applyEvent(
      { ...container, model },
      book,
      {
        kind: 'preferred',
        source: 'page',
        messageId: 'm',
        customerId: P0,
        at: TODAY + 1,
        contactKey: key,
        channel: 'email',
        consents: [],
        wishes: { pausedUntil: null, pace: null, tracking: true, profiling: false },
      },
      TODAY + 1,
    );
    expect((await pick({ list: 'd' })).map(({ item }) => item)).toEqual(after.map(({ item }) => item));
  });

  it('is still shown what they said they like', async () => {
    const { pick, tell } = await aShop();
    await tell({ profiling: false, likes: ['coffee'] });
    const [first] = await pick();
    expect(first).toMatchObject({ reason: { en: 'Because you told us you like coffee.' } });
  });
});

describe('the learning loop', () => {
  it('sees what was followed and bought, and learns from it', async () => {
    const { container, store, clock, tell, send, log } = await aShop();
    await tell({});
    const { id, picks } = await send('shows');
    clock.now += 60_000;
    await tellFeedback(container)({
      ...{ id: 'click-1', channel: 'email', decisionId: id, providerMessageId: null, kind: 'clicked' },
      ...{ at: clock.now, link: textOf(picks[1]?.['url']) },
    });
    const item = textOf(picks[0]?.['item']);
    const order = {
      ...{ id: 'after', customerId: P0, at: clock.now + DAY_MS, amountMinor: 100, currency: 'USD' },
      lines: [{ item, quantity: 1, priceMinor: 100 }],
    };
    await store.importOrders([{ line: 1, order, idFromContent: false }], await store.beginImport());
    clock.now += 2 * DAY_MS;
    const report = await pickReport(container, clock.now);
    expect(report).toMatchObject({
      customers: 1,
      lists: 1,
      chosen: { shown: picks.length, clicked: 1, bought: 1 },
    });
    expect((await log())[0]?.outcome).toBeUndefined();
    clock.now += 20 * DAY_MS;
    await learnFromPicks(container, clock.now);
    expect((await log())[0]?.outcome).toMatchObject({ clicked: [picks[1]?.['item']], bought: [item] });
    expect(await store.getValue('recommend-learning')).toContain('weights');
    expect((await pickReport(container, clock.now)).chosen.clicked).toBe(1);
  });

  it('shows less of what was shown in vain', async () => {
    const { pick, clock } = await aShop();
    const shown: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      const [first] = await pick({ list: `l${n}`, k: 1 });
      shown.push(textOf(first?.['item']));
      clock.now += DAY_MS;
    }
    expect(new Set(shown.slice(0, 3)).size).toBe(1);
    expect(new Set(shown).size).toBeGreaterThan(1);
  });

  it('leaves a share to chance, told as such and with its propensity, among all that may be shown', async () => {
    const { pick, log } = await aShop({ exploreShare: 1 });
    const drawn = new Set<string>();
    for (let n = 0; n < 15; n += 1) {
      const picks = await pick({ list: `l${n}` });
      const chanced = (await log()).at(-1)?.items.find(({ propensity }) => propensity !== undefined);
      drawn.add(chanced?.item ?? '');
      expect(chanced).toMatchObject({ method: 'chance' });
      const told = picks.find(({ item }) => item === chanced?.item);
      expect(told).toMatchObject({ reason: { en: 'Something else from our shelf, for a change.' } });
    }
    expect(drawn.size).toBeGreaterThan(1);
    expect(drawn.has('coffee-cup')).toBe(false);
    expect(drawn.has('leaves')).toBe(false);
  });

  it('is asked again for the same list: the same products, logged once', async () => {
    const { pick, log } = await aShop({ exploreShare: 0.5 });
    for (const list of ['x', 'y', 'z']) expect(await pick({ list })).toEqual(await pick({ list }));
    expect((await log()).map(({ id }) => id)).toEqual(['x', 'y', 'z']);
  });
});
