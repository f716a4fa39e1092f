import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../../adapters/memory/memoryBlobs.ts';
import { plainLinearAlgebra } from '../../../core/linear/plainLinearAlgebra.ts';
import type { JourneyDefinition } from '../../../core/journey/definition.ts';
import type { TemplateSource } from '../../../core/message/template.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, isoInstant, startOfDay, utcDay } from '../../../core/time.ts';
import { changeCatalogue } from '../../../functions/shared/catalogueNews.ts';
import { runTraining } from '../../../local/machines/runEvaluation.ts';
import { picksOf, showsPicks, type SimulatedPicks } from '../../../local/simulate/picks.ts';
import { aContainer } from '../../support/aContainer.ts';
import { CATALOGUE, SHOPPERS, TODAY } from '../../support/aRecommenderShop.ts';
import { aJourney } from '../../support/builders.ts';
import { aTemplate } from '../../support/journeyWorld.ts';
import { importHistory } from '../../support/shops.ts';
import { ASSUMING, run } from './history.ts';

const TO = startOfDay(utcDay(TODAY));
const PERIOD = { from: TO - 45 * DAY_MS, to: TO - 36 * DAY_MS, ...ASSUMING };

function showing(id: string): TemplateSource {
  const words = { subject: id, preheader: '', mjml: '<mjml></mjml>', text: '{{ picks[0].name }}' };
  return { id, channel: 'email', locales: { en: words, 'zh-CN': words } };
}

const ON_ORDER: Pick<JourneyDefinition, 'entry' | 'reentry'> = {
  entry: [{ on: 'event', event: 'Order Completed' }],
  reentry: 'always',
};
const STEP = aJourney({
  ...ON_ORDER,
  id: 'step',
  start: 'choose',
  nodes: {
    choose: { type: 'recommend', slot: 'discover', count: 2, next: 'tell', otherwise: 'tell' },
    tell: { type: 'send', template: 'chosen', next: 'done' },
    done: { type: 'end' },
  },
});
const SEND = aJourney({
  ...ON_ORDER,
  id: 'send',
  start: 'tell',
  nodes: {
    tell: { type: 'send', template: 'at-send', next: 'plain' },
    plain: { type: 'send', template: 'plain', next: 'done' },
    done: { type: 'end' },
  },
});

async function aShop() {
  const world = aContainer({ documents: memoryBlobs(), linearAlgebra: plainLinearAlgebra });
  const { container, store, clock } = world;
  clock.now = TODAY;
  const ordersOf = ({ customerId, baskets }: (typeof SHOPPERS)[number]) =>
    baskets.map((basket) => ({ ...basket, customerId, currency: 'USD' }));
  await importHistory(store, SHOPPERS.flatMap(ordersOf));
  return {
    store,
    container,
    train: async () => {
      await changeCatalogue(container, () => CATALOGUE);
      await runTraining(container, { at: TODAY });
    },
  };
}

function simulated(store: Parameters<typeof run>[0], picks: SimulatedPicks | null, threads: 1 | 2 = 1) {
  const templates = [showing('chosen'), showing('at-send'), aTemplate('plain')];
  const settings = { ...DEFAULT_SETTINGS, messages: { ...DEFAULT_SETTINGS.messages, caps: [] } };
  const definitions = { journeys: [STEP, SEND], templates, settings, picks };
  return run(store, PERIOD, { definitions, threads });
}

describe('products in a simulation', () => {
  it('are chosen with what the shop has trained, by steps and as messages leave, and counted', async () => {
    const { store, container, train } = await aShop();
    await train();
    const { picks, gave, sends } = await simulated(store, await picksOf(container));
    expect(picks.trainedAt).toBe(isoInstant(TODAY));
    expect(picks.shown).toBeGreaterThan(50);
    expect(Object.keys(picks.byTemplate)).toEqual(['at-send', 'chosen']);
    expect(picks.byTemplate['chosen']?.shown).toBe(gave['step']?.['choose']?.['given']);
    expect(picks.shown + picks.otherWords).toBe(
      (sends['step']?.total ?? 0) + (sends['send']?.nodes['tell']?.total ?? 0),
    );
  });

  it('are none where nothing is trained: each message says its other words', async () => {
    const { store, container } = await aShop();
    const { picks, ledger } = await simulated(store, await picksOf(container));
    expect(picks).toMatchObject({ shown: 0, trainedAt: null });
    expect(picks.otherWords).toBeGreaterThan(50);
    expect(ledger.sent).toBeGreaterThan(picks.otherWords);
  });

  it('change nothing but what is shown, and are the same in two threads', async () => {
    const { store, container, train } = await aShop();
    const without = await simulated(store, null);
    await train();
    const trained = await picksOf(container);
    const one = await simulated(store, trained);
    const two = await simulated(store, trained, 2);
    expect(two).toEqual(one);
    expect(one.sends).toEqual(without.sends);
    expect(one.ledger).toEqual(without.ledger);
  }, 30_000);

  it('are shown by templates that name them, themselves or by a block', () => {
    const block = { id: 'shelf', kind: 'block', locales: { en: { mjml: '{{ picks.size }}' } } } as const;
    const named = {
      ...aTemplate('a'),
      locales: { en: { subject: '', preheader: '', mjml: 'shelf', text: '' } },
    };
    const blocks = new Map([['shelf', block]]);
    expect(showsPicks(showing('a'), undefined)).toBe(true);
    expect(showsPicks(aTemplate('a'), blocks)).toBe(false);
    expect(showsPicks(named, blocks)).toBe(true);
  });
});
