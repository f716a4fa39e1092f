/** A million messages claimed, sent and recorded by one wave: the rate holds, and memory does not grow with what was sent. */
import { drainWave } from '../../core/journey/wave.ts';
import { LANES } from '../../core/message/decision.ts';
import { recountLedger } from '../../core/message/ledger.ts';
import { publishShippedTemplates } from '../../functions/templatePublish/publishShippedTemplates.ts';
import { openWorkspace } from '../../local/workspace/openWorkspace.ts';
import { fillPendingSends } from '../pendingSends.ts';
import { requireAtLeast, type Row, timed } from '../row.ts';
import { withFolder } from '../withFolder.ts';

const MESSAGES = 1_000_000;
const PARTS = 10;
/** Noon in the zone of everyone: no quiet hours. */
const NOW = Date.UTC(2026, 0, 15, 12);
const BAR_PER_SECOND = 4_000;
/** Memory counts as flat where the last tenth holds no more than this over the second. */
const FLAT = 1.25;

function residentMb(): number {
  return process.memoryUsage().rss / 1024 / 1024;
}

export const sendMillion: Row = {
  name: 'send-million',
  bar: '≥ 4,000 messages/s, durable; memory flat over 1,000,000',
  durability: 'sqlite synchronous=FULL, grouped',
  growth: 'O(messages); memory O(page)',
  run: () =>
    withFolder(async (folder) => {
      const workspace = await openWorkspace({ dataDir: folder, name: 'main', create: true, now: () => NOW });
      const { store, container, mailbox } = workspace;
      await publishShippedTemplates(store, NOW);
      await fillPendingSends(workspace, MESSAGES, NOW);
      const shards = Array.from({ length: store.shards }, (_, shard) => shard);
      const heldMb: number[] = [];
      let sent = 0;
      const { seconds } = await timed(async () => {
        for (let part = 0; part < PARTS; part += 1) {
          const goal = ((part + 1) * MESSAGES) / PARTS;
          const deps = await container.waveDeps(() => sent < goal);
          const provider = {
            send: (message: Parameters<typeof deps.send.provider.send>[0]) => {
              sent += 1;
              return deps.send.provider.send(message);
            },
          };
          await drainWave({ ...deps, send: { ...deps.send, provider } }, { lanes: LANES, shards }, NOW);
          heldMb.push(residentMb());
        }
      });
      const ledger = await recountLedger(store);
      const duplicates = (await mailbox.duplicates()).length;
      await workspace.close();
      requireAtLeast('sent', ledger.sent, MESSAGES);
      const figure = ledger.sent / seconds;
      const [, early = 0] = heldMb;
      const late = heldMb.at(-1) ?? 0;
      return {
        input: { messages: MESSAGES },
        outcome: { ...ledger, duplicates },
        seconds,
        figure,
        unit: 'messages/s',
        met: figure >= BAR_PER_SECOND && duplicates === 0 && late <= early * FLAT,
        also: { residentMbAfter200k: early, residentMbAfterAll: late },
      };
    }),
};
