/** Claim → send once → record into the mailbox: 100,000 messages, each claim durable before its send, each outcome after. */
import { drainWave } from '../../core/journey/wave.ts';
import { recountLedger } from '../../core/message/ledger.ts';
import { LANES } from '../../core/message/decision.ts';
import { publishShippedTemplates } from '../../functions/templatePublish/publishShippedTemplates.ts';
import { openWorkspace } from '../../local/workspace/openWorkspace.ts';
import { fillPendingSends } from '../pendingSends.ts';
import { requireAtLeast, type Row, timed } from '../row.ts';
import { withFolder } from '../withFolder.ts';

const MESSAGES = 100_000;
/** Noon in the zone of everyone: no quiet hours. */
const NOW = Date.UTC(2026, 0, 15, 12);
const BAR_PER_SECOND = 4_000;

export const send: Row = {
  name: 'send',
  bar: '≥ 4,000 messages/s, durable',
  durability: 'sqlite synchronous=FULL, grouped',
  growth: 'O(messages); memory O(page)',
  run: () =>
    withFolder(async (folder) => {
      const workspace = await openWorkspace({ dataDir: folder, name: 'main', create: true, now: () => NOW });
      const { store, container, mailbox } = workspace;
      await publishShippedTemplates(store, NOW);
      await fillPendingSends(workspace, MESSAGES, NOW);
      const deps = await container.waveDeps(() => true);
      const shards = Array.from({ length: store.shards }, (_, shard) => shard);
      const { seconds } = await timed(() => drainWave(deps, { lanes: LANES, shards }, NOW));
      const ledger = await recountLedger(store);
      const kept = await mailbox.count({});
      const duplicates = (await mailbox.duplicates()).length;
      await workspace.close();
      requireAtLeast('sent', ledger.sent, MESSAGES);
      const figure = ledger.sent / seconds;
      return {
        input: { messages: MESSAGES },
        outcome: { ...ledger, kept, duplicates },
        seconds,
        figure,
        unit: 'messages/s',
        met: figure >= BAR_PER_SECOND && duplicates === 0,
        also: {},
      };
    }),
};
