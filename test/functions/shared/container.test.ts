import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { mergePast } from '../../../core/lifecycle/pastSample.ts';
import { DayCounts } from '../../../core/lifecycle/quantile.ts';
import type { SegmentSummary } from '../../../core/lifecycle/segmentSummary.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { memoryScratch } from '../../../functions/shared/scratch.ts';
import { aContainer } from '../../support/aContainer.ts';
import { aJourney, NOW } from '../../support/builders.ts';

describe('what is in force', () => {
  it('is the cold model, no journey and no template in a shop that just opened', async () => {
    const { book, model, templateVersion } = await aContainer().container.inForce();
    expect([book.latest, model, templateVersion('hello', 'email')]).toEqual([
      [],
      coldModel(DEFAULT_SETTINGS),
      null,
    ]);
  });

  it('is read again when something is published or fitted, and not before', async () => {
    const { container, store } = aContainer();
    const before = await container.inForce();
    expect(await container.inForce()).toBe(before);
    await store.publishTemplate({ id: 'hello', channel: 'email', locales: {} }, {}, NOW);
    expect((await container.inForce()).templateVersion('hello', 'email')).toBe(1);
    await store.publishJourney(aJourney(), NOW);
    expect((await container.inForce()).book.latest).toHaveLength(1);
    await store.saveModel({ ...coldModel(DEFAULT_SETTINGS), version: 7 });
    expect((await container.inForce()).model.version).toBe(7);
    expect((await container.waveDeps(() => true)).step.model.version).toBe(7);
  });
});

describe('the scratch', () => {
  function aSummary(people: number): SegmentSummary {
    const none = new Int32Array();
    const nothing = new Float64Array();
    return {
      people,
      columns: {
        x: none,
        txDays: none,
        TDays: none,
        meanRepeatMinor: nothing,
        averageMinor: nothing,
        sinceLastDays: none,
        marginMinor: nothing,
        marginRevenueMinor: nothing,
      },
      firstGaps: new DayCounts(),
      gaps: new DayCounts(),
      past: mergePast([]),
    };
  }

  it('keeps summaries by run, in the order of segments, until the run is fitted', async () => {
    const scratch = memoryScratch();
    await scratch.put('a', 1, aSummary(11));
    await scratch.put('a', 0, aSummary(10));
    await scratch.put('b', 0, aSummary(20));
    expect((await scratch.all('a')).map(({ people }) => people)).toEqual([10, 11]);
    await scratch.putModel('a', coldModel(DEFAULT_SETTINGS));
    expect(await scratch.all('a')).toEqual([]);
    expect((await scratch.all('b')).map(({ people }) => people)).toEqual([20]);
    expect((await scratch.model('a'))?.version).toBe(0);
    await scratch.drop('a');
    expect([await scratch.model('a'), await scratch.all('never')]).toEqual([null, []]);
  });
});

describe('a container', () => {
  it('runs handlers over whatever store it is handed', async () => {
    const store = createMemoryStore({ shards: 2 });
    expect(aContainer({ store }).container.evaluationDeps().store).toBe(store);
  });
});
