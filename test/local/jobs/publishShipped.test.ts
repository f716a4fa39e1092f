import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { PROGRAMME_PARTS, publishPart, readProgramme } from '../../../core/programme/programme.ts';
import { loyaltyIn } from '../../../core/loyalty/definition.ts';
import { lintSegments } from '../../../core/segment/lint.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { LEARN_TASK } from '../../../core/winback/learnTask.ts';
import { publishShipped } from '../../../local/jobs/publishShipped.ts';
import { loadShipped } from '../../../workflows/shipped.ts';
import { shippedProgramme } from '../../../workflows/shippedProgramme.ts';
import { at } from '../../support/builders.ts';

const DAY = at('2026-03-02');
const LATER = at('2026-03-03');
const settings = DEFAULT_SETTINGS;

describe('what ships, published', () => {
  it('is the whole programme, next to every journey', async () => {
    const store = createMemoryStore();
    await publishShipped({ store, settings }, DAY);
    const { segments, loyalty, offers, winBack } = await readProgramme(store);
    expect([segments, loyalty, offers, winBack].map((part) => part?.version)).toEqual([1, 1, 1, 1]);
    const { journeys } = loadShipped(settings.shop.edition);
    expect((await store.journeys()).map(({ id }) => id)).toEqual(journeys.map(({ id }) => id));
    expect(await store.loadTask(LEARN_TASK)).not.toBeNull();
  });

  it('leaves what a shop has published of its own as it is', async () => {
    const store = createMemoryStore();
    const own = {
      segments: { segments: [] },
      loyalty: { own: 1 },
      offers: { own: 2 },
      'win-back': { own: 3 },
    };
    for (const part of PROGRAMME_PARTS) await publishPart(store, part, own[part], DAY);
    const [welcome] = loadShipped().journeys.filter(({ id }) => id === 'welcome');
    if (welcome === undefined) throw new Error('welcome ships');
    await store.publishJourney({ ...welcome, priority: 1 }, DAY);
    await publishShipped({ store, settings }, LATER);
    const { segments, loyalty, offers, winBack } = await readProgramme(store);
    const definitions = [segments, loyalty, offers, winBack].map((part) => part?.definition);
    expect(definitions).toEqual(PROGRAMME_PARTS.map((part) => own[part]));
    const kept = (await store.journeys()).find(({ id }) => id === 'welcome');
    expect(kept).toMatchObject({ version: 1, definition: { priority: 1 } });
  });

  it('adds nothing a second time', async () => {
    const store = createMemoryStore();
    await publishShipped({ store, settings }, DAY);
    const before = await store.configVersion();
    await publishShipped({ store, settings }, LATER);
    expect(await store.configVersion()).toBe(before);
  });

  it('has segments that lint without an error, beside the shipped tiers', async () => {
    const { segments, loyalty } = shippedProgramme();
    const tiers = new Set(loyalty.tiers.map(({ id }) => id));
    const topics = new Set(Object.keys(settings.messages.topics));
    const found = lintSegments(segments, { topics, tiers });
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
    const store = createMemoryStore();
    await publishShipped({ store, settings }, DAY);
    expect(loyaltyIn(await readProgramme(store))?.definition).toEqual(loyalty);
  });
});
