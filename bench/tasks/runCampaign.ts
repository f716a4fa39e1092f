/**
 * One campaign to `node runCampaign.ts CUSTOMERS` in a process and a folder of its own, from its launch to the last message in the
 * mailbox. How much of the heap is used is looked at every few milliseconds from the launch on: filling the shop is not part of it.
 */
import { createCampaign, launchCampaign, submitCampaign } from '../../core/campaign/control.ts';
import { campaignSchema } from '../../core/campaign/definition.ts';
import { loadRun } from '../../core/campaign/records.ts';
import type { Moved } from '../../core/campaign/campaign.ts';
import { recountLedger } from '../../core/message/ledger.ts';
import { settingsSchema } from '../../core/settings/settings.ts';
import { publishShippedTemplates } from '../../functions/templatePublish/publishShippedTemplates.ts';
import { runWave } from '../../local/machines/runWave.ts';
import { openWorkspace } from '../../local/workspace/openWorkspace.ts';
import { fillPeople } from '../pendingSends.ts';
import { peakMemoryMb, timed } from '../row.ts';
import { withFolder } from '../withFolder.ts';

/** Noon in the zone of everyone: no quiet hours. */
const NOW = Date.UTC(2026, 0, 15, 12);
const SETTINGS = settingsSchema.parse({ campaigns: { approvalAbove: 1_000_000_000 } });
const LOOK_EVERY_MS = 20;
const MB = 1024 * 1024;

const definition = campaignSchema.parse({
  id: 'bench',
  name: { en: 'Bench', 'zh-CN': '基准' },
  audience: { reachable: 'email' },
  topic: 'offers',
  messages: [{ template: 'win-back-reason' }],
});

function must(moved: Moved): void {
  if (moved.kind === 'refused') throw new Error(`${moved.code}: ${moved.detail}`);
}

/** Runs the work, and looks at the heap while it runs: the most that was used, in MB. */
async function watched(work: () => Promise<void>): Promise<number> {
  let most = 0;
  const look = () => {
    most = Math.max(most, process.memoryUsage().heapUsed / MB);
  };
  const watch = setInterval(look, LOOK_EVERY_MS);
  look();
  await work();
  clearInterval(watch);
  look();
  return most;
}

const customers = Number(process.argv[2]);
await withFolder(async (folder) => {
  const workspace = await openWorkspace({ dataDir: folder, name: 'main', create: true, now: () => NOW });
  const { store, container, mailbox } = workspace;
  await publishShippedTemplates(store, NOW);
  await fillPeople(workspace, customers);
  const { book } = await container.inForce();
  const by = { at: NOW, by: 'bench' };
  const deps = { store, book, settings: SETTINGS };
  must(await createCampaign(deps, definition, by));
  const { seconds, result: heapMb } = await timed(() =>
    watched(async () => {
      must(await submitCampaign(deps, definition.id, by));
      must(await launchCampaign(deps, definition.id, by));
      const { failures } = await runWave(container);
      if (failures.length > 0) throw new Error(failures.join('; '));
    }),
  );
  const run = await loadRun(store, definition.id, 1);
  const ledger = await recountLedger(store);
  const kept = await mailbox.count({});
  const duplicates = (await mailbox.duplicates()).length;
  await workspace.close();
  const outcome = { ...ledger, entered: run?.entered ?? 0, kept, duplicates };
  process.stdout.write(`${JSON.stringify({ seconds, heapMb, peakMb: peakMemoryMb(), outcome })}\n`);
});
