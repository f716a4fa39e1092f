/**
 * A campaign to 100,000 customers, from its launch to the last message in the mailbox: the audience is counted and let in by the
 * state machine, every passage takes its step, every message is claimed, sent and recorded; all of it durable. A campaign to a
 * tenth as many runs before it in the same process: what memory grows by from one to the other is said beside it.
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
import { peakMemoryMb, requireAtLeast, type Row, timed } from '../row.ts';
import { withFolder } from '../withFolder.ts';

const CUSTOMERS = 100_000;
/** Noon in the zone of everyone: no quiet hours. */
const NOW = Date.UTC(2026, 0, 15, 12);
const BAR_SECONDS = 60;
const SETTINGS = settingsSchema.parse({ campaigns: { approvalAbove: 1_000_000_000 } });

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

/** One campaign in a folder of its own. */
function campaignTo(customers: number) {
  return withFolder(async (folder) => {
    const workspace = await openWorkspace({ dataDir: folder, name: 'main', create: true, now: () => NOW });
    const { store, container, mailbox } = workspace;
    await publishShippedTemplates(store, NOW);
    await fillPeople(workspace, customers);
    const { book } = await container.inForce();
    const by = { at: NOW, by: 'bench' };
    const deps = { store, book, settings: SETTINGS };
    must(await createCampaign(deps, definition, by));
    const { seconds } = await timed(async () => {
      must(await submitCampaign(deps, definition.id, by));
      must(await launchCampaign(deps, definition.id, by));
      const { failures } = await runWave(container);
      if (failures.length > 0) throw new Error(failures.join('; '));
    });
    const run = await loadRun(store, definition.id, 1);
    const ledger = await recountLedger(store);
    const kept = await mailbox.count({});
    const duplicates = (await mailbox.duplicates()).length;
    await workspace.close();
    return { seconds, ledger, kept, duplicates, entered: run?.entered ?? 0, peakMb: peakMemoryMb() };
  });
}

export const campaign: Row = {
  name: 'campaign',
  bar: '100,000 customers into the mailbox ≤ 60 s, durable, memory flat',
  durability: 'sqlite synchronous=FULL, grouped',
  growth: 'O(people); memory O(page)',
  run: async () => {
    const small = await campaignTo(CUSTOMERS / 10);
    const { seconds, ledger, kept, duplicates, entered, peakMb } = await campaignTo(CUSTOMERS);
    requireAtLeast('entered', entered, CUSTOMERS);
    const settled = ledger.sent + ledger.heldOut;
    return {
      input: { customers: CUSTOMERS },
      outcome: { ...ledger, entered, kept, duplicates },
      seconds,
      figure: seconds,
      unit: 's',
      met: seconds <= BAR_SECONDS && duplicates === 0 && settled === CUSTOMERS && kept === ledger.sent,
      also: {
        smallSeconds: small.seconds,
        smallPeakMb: small.peakMb,
        peakMb,
        grownMb: peakMb - small.peakMb,
      },
    };
  },
};
