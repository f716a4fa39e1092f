/**
 * A campaign to 100,000 customers, from its launch to the last message in the mailbox: the audience is counted and let in by the
 * state machine, every passage takes its step, every message is claimed, sent and recorded; all of it durable. Each campaign runs
 * in a process of its own. Time is that of a plain process; memory is that of two more with a heap too small for anything held of
 * every customer, one of them with a tenth of the customers: what is held must be the same, and what V8 merely has not collected
 * yet cannot hide it. Beside the heap SQLite keeps pages of two files, 64 MiB each at most, which a small shop does not fill.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { requireAtLeast, type Row } from '../row.ts';

const CUSTOMERS = 100_000;
const BAR_SECONDS = 60;
/** Of the processes whose memory is measured. One that needed more would end with an error. */
const HEAP_MB = 128;
/** What the larger campaign may use more of the heap: garbage comes in lumps. */
const FLAT_HEAP = 1.25;
/** What the larger campaign may hold more in all: the pages of two files, and as much again as 10,000 customers fill of them. */
const FLAT_MB = 160;

const run = promisify(execFile);

const told = z.object({
  seconds: z.number(),
  heapMb: z.number(),
  peakMb: z.number(),
  outcome: z.object({
    sent: z.number(),
    heldOut: z.number(),
    entered: z.number(),
    kept: z.number(),
    duplicates: z.number(),
  }),
});
type Told = z.infer<typeof told>;

/** One campaign in a process of its own, everybody accounted for. */
async function campaignTo(customers: number, options: readonly string[] = []): Promise<Told> {
  const file = join(import.meta.dirname, '..', 'tasks', 'runCampaign.ts');
  const { stdout } = await run(process.execPath, [...options, file, String(customers)]);
  const answer = told.parse(JSON.parse(stdout));
  const { sent, heldOut, entered, kept, duplicates } = answer.outcome;
  requireAtLeast('entered', entered, customers);
  if (sent + heldOut !== customers || kept !== sent || duplicates > 0)
    throw new Error(`of ${customers}: ${sent} sent, ${heldOut} held out, ${kept} kept, ${duplicates} twice`);
  return answer;
}

export const campaign: Row = {
  name: 'campaign',
  bar: '100,000 customers into the mailbox ≤ 60 s, durable, memory flat',
  durability: 'sqlite synchronous=FULL, grouped',
  growth: 'O(people); memory O(page)',
  run: async () => {
    const { seconds, outcome, peakMb } = await campaignTo(CUSTOMERS);
    const small = await campaignTo(CUSTOMERS / 10, [`--max-old-space-size=${HEAP_MB}`]);
    const large = await campaignTo(CUSTOMERS, [`--max-old-space-size=${HEAP_MB}`]);
    const grownMb = large.peakMb - small.peakMb;
    const isFlat = large.heapMb <= small.heapMb * FLAT_HEAP && grownMb <= FLAT_MB;
    return {
      input: { customers: CUSTOMERS },
      outcome,
      seconds,
      figure: seconds,
      unit: 's',
      met: seconds <= BAR_SECONDS && isFlat,
      also: {
        'plain process, peak MB': peakMb,
        'small heap, seconds': large.seconds,
        'heap used by 10,000, MB': small.heapMb,
        'heap used by 100,000, MB': large.heapMb,
        'peak of 10,000, MB': small.peakMb,
        'peak of 100,000, MB': large.peakMb,
        'grown, MB': grownMb,
      },
    };
  },
};
