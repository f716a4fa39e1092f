import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { simulateHistory } from '../../../local/jobs/simulateHistory.ts';
import { openWorkspace } from '../../../local/workspace/openWorkspace.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aJourney, anOrder, at } from '../../support/builders.ts';
import { importHistory } from '../../support/shops.ts';
import { tempDir } from '../../support/tempDir.ts';

const report = z.looseObject({ entries: z.record(z.string(), z.looseObject({ entered: z.number() })) });
const root = tempDir();

async function aShop(name: string, publishes: boolean): Promise<string> {
  const dataDir = join(root, name);
  const { store, close } = await openWorkspace({ dataDir, name: 'main', create: true });
  const first = at('2026-01-01');
  await importHistory(
    store,
    Array.from({ length: 20 }, (_, n) => anOrder({ id: `o-${n}`, at: first + n * 3 * DAY_MS })),
  );
  if (publishes) await store.publishJourney(onOrder('running'), at('2026-01-01'));
  await close();
  return dataDir;
}

function onOrder(id: string, over: Parameters<typeof aJourney>[0] = {}) {
  const entry = [{ on: 'event' as const, event: 'Order Completed' }];
  return aJourney({ id, entry, reentry: 'always', start: 'done', nodes: { done: { type: 'end' } }, ...over });
}

/** Journeys that people entered, with how many did. */
async function entered(dataDir: string, definitions?: readonly object[]): Promise<Record<string, number>> {
  const period = { from: '2026-02-01', to: '2026-03-01' };
  const given = definitions?.map((definition) => ({ source: JSON.stringify(definition) }));
  const body = { ...period, ...(given === undefined ? {} : { definitions: given }) };
  const answer = await simulateHistory({ dataDir, workspace: 'main', body, onProgress: () => {} });
  const { entries } = report.parse(answer);
  return Object.fromEntries(Object.entries(entries).map(([id, one]) => [id, one.entered]));
}

let empty = '';
let running = '';
beforeAll(async () => {
  empty = await aShop('empty', false);
  running = await aShop('running', true);
});

describe('a simulation of a workspace', () => {
  it('runs what is published, and definitions in its place or beside it', async () => {
    const alone = await entered(running);
    expect(alone).toEqual({ running: 9 });
    expect(await entered(running, [])).toEqual(alone);
    expect(await entered(running, [onOrder('other')])).toEqual({ other: 9, running: 9 });
    expect(await entered(running, [onOrder('running', { reentry: 'never' })])).toEqual({ running: 1 });
  });

  it('runs nothing but what is given where nothing is published, be it nothing', async () => {
    expect(await entered(empty, [])).toEqual({});
    expect(await entered(empty, [onOrder('other')])).toEqual({ other: 9 });
    expect(Object.keys(await entered(empty)).length).toBeGreaterThan(1);
  });

  it('leaves what is published as it is', async () => {
    await entered(running, [onOrder('running', { reentry: 'never' }), onOrder('other')]);
    const { store, close } = await openWorkspace({ dataDir: running, name: 'main', create: false });
    expect((await store.journeys()).map(({ id, version }) => [id, version])).toEqual([['running', 1]]);
    await close();
  });

  it('refuses a definition that cannot be read, and names what is wrong', async () => {
    await expect(entered(running, [{ id: 'broken' }])).rejects.toMatchObject({
      code: 'journey-invalid',
      body: { status: 422, problems: expect.arrayContaining([expect.objectContaining({ path: 'name' })]) },
    });
  });
});
