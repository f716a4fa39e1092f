import { describe, expect, it } from 'vitest';
import { coldModel } from '../../core/lifecycle/coldModel.ts';
import type { PublishedTemplate, TemplateSource } from '../../core/message/template.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { aJourney, NOW } from '../support/builders.ts';
import { SOME_MODELS } from '../support/someModels.ts';
import { freshStore, type MakeStore } from './given.ts';

const text = { subject: 'Hi', preheader: '', mjml: '<mjml/>', text: 'Hi' };

function aTemplate(id = 'hello', subject = 'Hi'): TemplateSource {
  return {
    id,
    channel: 'email',
    locales: { en: { ...text, subject }, 'zh-CN': { ...text, subject: '你好' } },
  };
}

const variant = { subject: 'Hi', preheader: '', html: '<p>Hi</p>', text: 'Hi' };
const COMPILED: PublishedTemplate['compiled'] = { en: variant, 'zh-CN': { ...variant, subject: '你好' } };

const RUN = {
  at: NOW,
  modelVersion: 2,
  current: true,
  summary: {
    customers: 3,
    stages: { identification: 1, development: 1, stability: 0, decline: 1 },
    grades: { A: 1, B: 1, C: 1 },
  },
};

export function configContract(make: MakeStore): void {
  const store = freshStore(make);

  it('starts with nothing', async () => {
    expect(await store().journeys()).toEqual([]);
    expect(await store().templateIds()).toEqual([]);
    expect(await store().journeyVersion('test', 1)).toBeNull();
    expect(await store().template('hello')).toBeNull();
    expect(await store().templateVersion('hello', 1)).toBeNull();
    expect(await store().model()).toBeNull();
    expect(await store().lastEvaluation()).toBeNull();
    expect(await store().getValue('settings')).toBeNull();
  });

  describe('journeys', () => {
    it('are published as versions, of which the newest counts and every one stays', async () => {
      const [first, second] = [aJourney({ priority: 10 }), aJourney({ priority: 20 })];
      expect(await store().publishJourney(first, NOW)).toEqual({ version: 1, changed: true });
      expect(await store().publishJourney(second, NOW + 1)).toEqual({ version: 2, changed: true });
      const newest = { id: 'test', version: 2, publishedAt: NOW + 1, definition: second };
      expect(await store().journeys()).toEqual([newest]);
      expect(await store().journeyVersion('test', 1)).toEqual({
        id: 'test',
        version: 1,
        publishedAt: NOW,
        definition: first,
      });
      expect(await store().journeyVersion('test', 2)).toEqual(newest);
      expect(await store().journeyVersion('test', 3)).toBeNull();
    });

    it('stay as they are where the newest says the same, in whatever order of keys', async () => {
      const definition = aJourney();
      await store().publishJourney(definition, NOW);
      const before = await store().configVersion();
      const reordered = aJourney({ nodes: { done: definition.nodes.done!, start: definition.nodes.start! } });
      const same = { ...reordered, start: 'start' };
      expect(await store().publishJourney(same, NOW + 1)).toEqual({ version: 1, changed: false });
      expect(await store().configVersion()).toBe(before);
    });

    it('that go back to an older definition are a new version', async () => {
      const [first, second] = [aJourney({ priority: 10 }), aJourney({ priority: 20 })];
      await store().publishJourney(first, NOW);
      await store().publishJourney(second, NOW);
      expect(await store().publishJourney(first, NOW)).toEqual({ version: 3, changed: true });
    });

    it('are listed by id', async () => {
      for (const id of ['b', 'a', 'c']) await store().publishJourney(aJourney({ id }), NOW);
      expect((await store().journeys()).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    });
  });

  describe('templates', () => {
    it('are published as versions, of which every one stays', async () => {
      expect(await store().publishTemplate(aTemplate(), COMPILED, NOW)).toBe(1);
      expect(await store().publishTemplate(aTemplate('hello', 'Hello'), COMPILED, NOW + 1)).toBe(2);
      expect(await store().template('hello')).toEqual({
        id: 'hello',
        version: 2,
        publishedAt: NOW + 1,
        source: aTemplate('hello', 'Hello'),
        compiled: COMPILED,
      });
      expect(await store().templateVersion('hello', 1)).toMatchObject({ version: 1, source: aTemplate() });
    });

    it('stay as they are where source and compiled text are the same', async () => {
      await store().publishTemplate(aTemplate(), COMPILED, NOW);
      const before = await store().configVersion();
      expect(await store().publishTemplate(aTemplate(), COMPILED, NOW + 1)).toBe(1);
      expect(await store().configVersion()).toBe(before);
      const recompiled = { ...COMPILED, en: { ...variant, html: '<div>Hi</div>' } };
      expect(await store().publishTemplate(aTemplate(), recompiled, NOW + 1)).toBe(2);
    });

    it('are listed by id, once each', async () => {
      for (const id of ['welcome', 'hello', 'welcome']) {
        await store().publishTemplate(aTemplate(id, `${await store().configVersion()}`), COMPILED, NOW);
      }
      expect(await store().templateIds()).toEqual(['hello', 'welcome']);
    });
  });

  it('keeps the newest model whole', async () => {
    const model = coldModel(DEFAULT_SETTINGS);
    await store().saveModel({ ...model, version: 3 });
    await store().saveModel({ ...model, version: 4, customers: 7 });
    expect(await store().model()).toEqual({ ...model, version: 4, customers: 7 });
  });

  it.each(SOME_MODELS)('keeps a model of the kind $kind, and what was learnt beside it', async (purchase) => {
    const figures = { model: 'nbd', mae: 0.4, rmse: 0.9, totalError: null, rankCorrelation: 0.1 } as const;
    const model = {
      ...coldModel(DEFAULT_SETTINGS),
      purchase,
      trial: { days: 91, customers: 120, bought: 40, figures: [figures] },
      proposal: { model: 'pareto-nbd', insteadOf: 'nbd', smallerBy: 0.1, standardErrors: 3.5 },
      activity: {
        params: {
          kind: 'combination',
          intercept: -1,
          byModel: 0.5,
          byRecency: -0.25,
          byFrequency: 0.125,
          byRhythm: 0,
          gapDays: 30,
        },
        horizonDays: 91,
        area: 0.78,
        recencyArea: null,
        customers: 120,
      },
    } as const;
    await store().saveModel(model);
    expect(await store().model()).toEqual(model);
  });

  it('keeps the last evaluation', async () => {
    await store().saveEvaluation({ ...RUN, at: NOW - 1 });
    await store().saveEvaluation(RUN);
    expect(await store().lastEvaluation()).toEqual(RUN);
  });

  it('keeps named values as JSON text', async () => {
    await store().putValue('settings', '{"a": 1}');
    await store().putValue('currency', '"USD"');
    await store().putValue('settings', '{"a": 2}');
    expect(await store().getValue('settings')).toBe('{"a": 2}');
    expect(await store().getValue('currency')).toBe('"USD"');
  });

  it('replaces a named value only where it is the one that was read', async () => {
    expect(await store().replaceValue('settings', '0', '1')).toBe(false);
    expect(await store().getValue('settings')).toBeNull();
    expect(await store().replaceValue('settings', null, '1')).toBe(true);
    expect(await store().replaceValue('settings', null, '2')).toBe(false);
    const before = await store().configVersion();
    expect(await store().replaceValue('settings', '0', '2')).toBe(false);
    expect(await store().configVersion()).toBe(before);
    expect(await store().replaceValue('settings', '1', '2')).toBe(true);
    expect(await store().getValue('settings')).toBe('2');
    expect(await store().configVersion()).toBeGreaterThan(before);
  });

  it('lets one of many win who replace the same value', async () => {
    await store().putValue('settings', '0');
    const tries = Array.from({ length: 8 }, (_, n) => store().replaceValue('settings', '0', String(n + 1)));
    const won = await Promise.all(tries);
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await store().getValue('settings')).toBe(String(won.indexOf(true) + 1));
  });

  it('tells readers to look again with everything published', async () => {
    let version = await store().configVersion();
    const grows = async (publish: () => Promise<unknown>) => {
      await publish();
      const now = await store().configVersion();
      expect(now).toBeGreaterThan(version);
      version = now;
    };
    await grows(() => store().publishJourney(aJourney(), NOW));
    await grows(() => store().publishTemplate(aTemplate(), COMPILED, NOW));
    await grows(() => store().saveModel(coldModel(DEFAULT_SETTINGS)));
    await grows(() => store().putValue('settings', '1'));
    await store().putValue('settings', '1');
    expect(await store().configVersion()).toBe(version);
  });
}
