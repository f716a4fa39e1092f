import { describe, expect, it } from 'vitest';
import { blobScratch } from '../../../adapters/blobs/blobScratch.ts';
import { memoryBlobs } from '../../../adapters/memory/memoryBlobs.ts';
import { customerId } from '../../../core/ids.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { PastSampler } from '../../../core/lifecycle/pastSample.ts';
import { DayCounts } from '../../../core/lifecycle/quantile.ts';
import type { SegmentSummary } from '../../../core/lifecycle/segmentSummary.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';

function aSummary(people: number): SegmentSummary {
  const sampler = new PastSampler(500);
  sampler.add(customerId('maya'), [100, 130, 300, 350, 450]);
  return {
    people,
    columns: {
      x: Int32Array.of(0, people, 2_000_000_000),
      txDays: Int32Array.of(0, 3, 365),
      TDays: Int32Array.of(1, 2, 3),
      meanRepeatMinor: Float64Array.of(0, 12.345, Number.MAX_SAFE_INTEGER),
      averageMinor: Float64Array.of(1 / 3, 0, 5),
      sinceLastDays: Int32Array.of(0, 0, 9),
      marginMinor: Float64Array.of(-12, 0, 7),
      marginRevenueMinor: Float64Array.of(100, 0, 9),
    },
    firstGaps: DayCounts.of([0, 2, 0, 1]),
    gaps: DayCounts.of([]),
    past: sampler.sample(),
  };
}

describe('scratch in blobs', () => {
  it('gives summaries back as they were put, in the order of their segments', async () => {
    const scratch = blobScratch(memoryBlobs());
    for (const segment of [10, 2, 0]) await scratch.put('run', segment, aSummary(segment));
    expect(await scratch.all('run')).toEqual([aSummary(0), aSummary(2), aSummary(10)]);
    expect(await scratch.all('other')).toEqual([]);
  });

  it('one segment put again takes its own place', async () => {
    const scratch = blobScratch(memoryBlobs());
    await scratch.put('run', 1, aSummary(1));
    await scratch.put('run', 1, aSummary(7));
    expect((await scratch.all('run')).map(({ people }) => people)).toEqual([7]);
  });

  it('keeps the model of a run, and lets the summaries go', async () => {
    const blobs = memoryBlobs();
    const scratch = blobScratch(blobs);
    expect(await scratch.model('run')).toBeNull();
    await scratch.put('run', 0, aSummary(0));
    const model = coldModel(DEFAULT_SETTINGS);
    await scratch.putModel('run', model);
    expect(await scratch.model('run')).toEqual(model);
    expect(await scratch.all('run')).toEqual([]);
  });

  it('keeps who enters a stage, by segment', async () => {
    const scratch = blobScratch(memoryBlobs());
    const ids = [customerId('maya'), customerId('ünïcode/✓')];
    await scratch.putEntering('run', 3, 'decline', ids);
    expect(await scratch.entering('run', 3, 'decline')).toEqual(ids);
    expect(await scratch.entering('run', 3, 'stability')).toEqual([]);
    expect(await scratch.entering('run', 4, 'decline')).toEqual([]);
  });

  it('keeps own margins, by segment', async () => {
    const scratch = blobScratch(memoryBlobs());
    const margins = new Map([
      [customerId('maya'), { marginMinor: -12, revenueMinor: 100, orders: 2 }],
      [customerId('ünïcode/✓'), { marginMinor: 30, revenueMinor: 40, orders: 1 }],
    ]);
    await scratch.putMargins('run', 3, margins);
    expect(await scratch.margins('run', 3)).toEqual(margins);
    expect(await scratch.margins('run', 4)).toBeNull();
  });

  it('leaves nothing behind when a run is dropped', async () => {
    const blobs = memoryBlobs();
    const scratch = blobScratch(blobs);
    for (const run of ['run', 'other']) {
      await scratch.put(run, 0, aSummary(0));
      await scratch.putEntering(run, 0, 'decline', [customerId('maya')]);
      await scratch.putMargins(run, 0, new Map());
    }
    await scratch.drop('run');
    expect(blobs.keys().filter((key) => !key.startsWith('scratch/other/'))).toEqual([]);
    expect(await scratch.all('other')).toHaveLength(1);
  });
});
