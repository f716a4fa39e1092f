import { describe, expect, it } from 'vitest';
import { createMemoryStore, type MemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { createRecorder } from '../../../adapters/memory/recorder.ts';
import { addressKey } from '../../../core/ids.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, startOfDay } from '../../../core/time.ts';
import { makeContainer } from '../../../functions/shared/container.ts';
import { memoryScratch } from '../../../functions/shared/scratch.ts';
import { startSchedule } from '../../../local/server/schedule.ts';

const TODAY = startOfDay(20_000);

function containerOver(store: MemoryStore) {
  return makeContainer({
    store,
    provider: createRecorder(),
    addressKeyOf: (_, address) => addressKey(address),
    scratch: memoryScratch(),
    settings: DEFAULT_SETTINGS,
    settingsVersion: 1,
    now: () => TODAY + DAY_MS / 2,
    claimant: 'test',
    keepEvidence: false,
  });
}

/** Evaluations the clock asked for in its first tick. */
async function evaluationsAfter(run: { at: number; current: boolean } | null): Promise<number[]> {
  const store = createMemoryStore();
  const grades = { A: 0, B: 0, C: 0 };
  const stages = { identification: 0, development: 0, stability: 0, decline: 0 };
  if (run !== null) {
    await store.saveEvaluation({ ...run, modelVersion: 1, summary: { customers: 0, stages, grades } });
  }
  const asked: number[] = [];
  const schedule = startSchedule({
    workspace: async () => ({ store, container: containerOver(store) }),
    evaluate: async (at) => {
      asked.push(at);
    },
    log: (line) => expect.fail(line),
  });
  await schedule.stop();
  return asked;
}

describe('the clock of one machine', () => {
  it('continues a series of nightly evaluations, however long it was off', async () => {
    expect(await evaluationsAfter({ at: TODAY - DAY_MS, current: true })).toEqual([TODAY]);
    expect(await evaluationsAfter({ at: TODAY - 40 * DAY_MS, current: true })).toEqual([TODAY]);
  });

  it('does not evaluate a day twice', async () => {
    expect(await evaluationsAfter({ at: TODAY, current: true })).toEqual([]);
  });

  it('leaves a shop alone that was only looked at as of a past day, or never', async () => {
    expect(await evaluationsAfter({ at: TODAY - 10_000 * DAY_MS, current: false })).toEqual([]);
    expect(await evaluationsAfter(null)).toEqual([]);
  });
});
