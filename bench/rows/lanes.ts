/**
 * What somebody waits for, while a campaign is being sent: a million marketing messages queued and a wave draining them, and
 * every 50 ms one transactional message, every other one sent at once by the API, the rest left to the wave. The figure is
 * the longest it took from acceptance to the provider.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { customerId, decisionId } from '../../core/ids.ts';
import { drainWave } from '../../core/journey/wave.ts';
import { LANES } from '../../core/message/decision.ts';
import { directDecision, type DirectSend } from '../../core/message/directSend.ts';
import { HOUR_MS } from '../../core/time.ts';
import { sendDirectly } from '../../functions/shared/sendDirectly.ts';
import { publishShippedTemplates } from '../../functions/templatePublish/publishShippedTemplates.ts';
import { openWorkspace, type Workspace } from '../../local/workspace/openWorkspace.ts';
import { fillPendingSends } from '../pendingSends.ts';
import { requireAtLeast, type Row } from '../row.ts';
import { withFolder } from '../withFolder.ts';

const QUEUED = 1_000_000;
const AWAITED = 400;
const EVERY_MS = 50;
/** Noon in the zone of everyone: no quiet hours. */
const NOON = Date.UTC(2026, 0, 15, 12);
const BAR_MS = 2_000;

function awaited(place: number, now: number): DirectSend {
  return {
    id: decisionId(`api/${place}`),
    journey: 'api',
    customerId: customerId(`c${place}`),
    channel: 'email',
    template: 'win-back-reason',
    class: 'transactional',
    topic: 'service',
    data: null,
    expiresAt: now + HOUR_MS,
  };
}

async function untilSent({ store }: Workspace, wanted: DirectSend): Promise<void> {
  while ((await store.loadDecision(wanted.id))?.outcome !== 'sent') await sleep(2);
}

/** Milliseconds from acceptance to the provider's word. */
async function timeOne(workspace: Workspace, place: number, atOnce: boolean): Promise<number> {
  const { container, store } = workspace;
  const began = performance.now();
  const wanted = awaited(place, container.now());
  if (atOnce) await sendDirectly(container, wanted);
  else await store.putDecisions([directDecision(wanted, { settings: 1, model: 1 }, container.now())]);
  await untilSent(workspace, wanted);
  return performance.now() - began;
}

async function timeAll(workspace: Workspace): Promise<{ atOnce: number[]; byWave: number[] }> {
  const runs = { atOnce: Array<Promise<number>>(), byWave: Array<Promise<number>>() };
  for (let place = 0; place < AWAITED; place += 1) {
    const atOnce = place % 2 === 0;
    runs[atOnce ? 'atOnce' : 'byWave'].push(timeOne(workspace, place, atOnce));
    await sleep(EVERY_MS);
  }
  return { atOnce: await Promise.all(runs.atOnce), byWave: await Promise.all(runs.byWave) };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const lanes: Row = {
  name: 'lanes',
  bar: 'a transactional message ≤ 2 s behind 1,000,000 marketing ones',
  durability: 'sqlite synchronous=FULL, grouped',
  growth: 'O(1) in what is queued',
  run: () =>
    withFolder(async (folder) => {
      const began = performance.now();
      const now = () => NOON + Math.floor(performance.now() - began);
      const workspace = await openWorkspace({ dataDir: folder, name: 'main', create: true, now });
      const { store, container } = workspace;
      await publishShippedTemplates(store, NOON);
      await fillPendingSends(workspace, QUEUED, NOON);
      let draining = true;
      const deps = await container.waveDeps(() => draining);
      const shards = Array.from({ length: store.shards }, (_, shard) => shard);
      const startedAt = performance.now();
      const wave = drainWave(deps, { lanes: LANES, shards }, now());
      const { atOnce, byWave } = await timeAll(workspace);
      const seconds = (performance.now() - startedAt) / 1000;
      draining = false;
      const tally = await wave;
      await workspace.close();
      requireAtLeast('awaited', atOnce.length + byWave.length, AWAITED);
      const slowest = Math.max(...atOnce, ...byWave);
      return {
        input: { queued: QUEUED, awaited: AWAITED },
        outcome: { sent: tally.sent, stillQueued: QUEUED + AWAITED - tally.sent },
        seconds,
        figure: slowest,
        unit: 'ms at most',
        met: slowest <= BAR_MS && tally.sent < QUEUED,
        also: {
          atOnceP50Ms: quantile(atOnce, 0.5),
          atOnceP99Ms: quantile(atOnce, 0.99),
          byWaveP50Ms: quantile(byWave, 0.5),
          byWaveP99Ms: quantile(byWave, 0.99),
          sentPerSecondMeanwhile: tally.sent / seconds,
        },
      };
    }),
};
